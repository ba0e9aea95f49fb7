"""What went wrong, as clients read it: problem documents (RFC 9457)."""

import json
from http import HTTPStatus
from typing import Any

from flask import Response

from app.core import context
from app.core.errors import (
    Conflict,
    DomainError,
    Invalid,
    Malformed,
    NotAllowed,
    NotFound,
    NotSignedIn,
    Stale,
    TooLarge,
    TooManyTries,
    Unavailable,
    WrongType,
)  # fmt: skip
from app.web.sentences import camel_path

MEDIA_TYPE = "application/problem+json"
STATUS: dict[type[DomainError], int] = {
    Malformed: 400, NotSignedIn: 401, NotAllowed: 403, NotFound: 404, Conflict: 409, Stale: 412, TooLarge: 413,
    WrongType: 415, Invalid: 422, TooManyTries: 429, Unavailable: 503, DomainError: 409,
}  # fmt: skip
CODES = {400: "malformed", 401: "not_signed_in", 403: "not_allowed", 404: "not_found", 405: "method_not_allowed",
         409: "conflict", 412: "stale", 413: "too_large", 415: "unsupported_type", 422: "validation_failed",
         429: "too_many_requests", 500: "defect", 503: "unavailable"}  # fmt: skip


def status_of(error: DomainError) -> int:
    """The HTTP status of a refusal; a subclass has that of its nearest known parent."""
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def headers_of(error: DomainError) -> dict[str, str]:
    """What else a client must be told in headers."""
    headers = {}
    if isinstance(error, TooManyTries | Unavailable):
        headers["Retry-After"] = str(error.retry_after)
    if isinstance(error, NotSignedIn):
        headers["WWW-Authenticate"] = "Bearer"
    return headers


def refusal(error: DomainError) -> Response:
    """The problem document of a refusal."""
    more: dict[str, Any] = {camel_path(name): value for name, value in error.details.items()}
    if isinstance(error, Invalid):
        more["errors"] = error.errors
    return problem(status_of(error), error.code, error.message, headers_of(error), **more)


def problem(status: int, code: str, detail: str, headers: dict[str, str] | None = None, **more: Any) -> Response:
    """A problem document; the same problem gives the same bytes apart from `requestId`."""
    document = {"type": f"urn:problem:{code.replace('_', '-')}", "title": _title(status), "status": status,
                "detail": detail, "error": code, **more, "requestId": context.request_id.get()}  # fmt: skip
    body = json.dumps(document, default=str) + "\n"  # escaped: a refused member may be named by a lone surrogate
    return Response(body, status, headers, content_type=MEDIA_TYPE)


def _title(status: int) -> str:
    return HTTPStatus(status).phrase if status in HTTPStatus._value2member_map_ else "Error"
