"""What a caller gets: JSON, its ETag, and the place of what was made."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import Response, request
from pydantic import ValidationError

from app.core.errors import Stale
from app.core.transaction import transaction

if TYPE_CHECKING:
    from app.web.api.calls import Call


@dataclass(frozen=True)
class Answer:
    """A result that differs from what the call usually answers."""

    value: Any
    status: int
    location: str | None = None


def answer(call: "Call", result: Any) -> Response:
    """The response for what a method returned; a response of its own making (a file) goes as it is."""
    if isinstance(result, Response):
        return result
    special = result if isinstance(result, Answer) else Answer(result, call.status)
    if call.adapter is None:
        return Response(status=special.status if special.status != 200 else 204)
    response = Response(_json(call, special.value), special.status, mimetype="application/json")
    location = special.location or (call.location(special.value) if call.location else None)
    if location and special.status == 201:
        response.headers["Location"] = location
    if request.method in {"GET", "HEAD"}:
        response.set_etag(etag(response))
        response.make_conditional(request)
    return response


def etag(response: Response) -> str:
    """A strong tag: of the very bytes that this caller may see, so that nothing hidden can move it."""
    return hashlib.blake2b(response.get_data(), digest_size=16).hexdigest()


def is_conditional() -> bool:
    """Whether the caller wants the change only if nobody else made one."""
    return "If-Match" in request.headers


def if_unchanged(current: Callable[[], Response], change: Callable[[], Response]) -> Response:
    """Make the change if GET still answers what the caller saw, else `Stale`; both in one transaction."""
    with transaction():
        seen = request.if_match
        if not seen.contains(etag(current())):
            raise Stale
        response = change()
        response.set_etag(etag(current()))
    return response


def _json(call: "Call", value: Any) -> bytes:
    try:
        shown = call.adapter.validate_python(value, from_attributes=True)  # type: ignore[union-attr]  # checked by the caller
    except ValidationError as error:  # ours, not the caller's: it must not pass as invalid input
        raise RuntimeError(f"the answer of {call.function.__qualname__} does not fit its schema") from error
    return call.adapter.dump_json(shown, by_alias=True) + b"\n"  # type: ignore[union-attr]
