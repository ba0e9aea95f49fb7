"""Gives files of the local storage out and takes them in; the signed link itself is the right to do so."""

from typing import Any

from flask import Blueprint, Response, abort, request, send_file
from flask_babel import gettext as _

from app.core import tokens
from app.core.errors import Invalid, TooLarge, WrongType
from app.core.storage import FileMissing, LocalStorage, storage
from app.core.storage.local import PURPOSE
from app.extensions import csrf

bp = Blueprint("files", __name__, url_prefix="/files")
csrf.exempt(bp)  # a signed link cannot be guessed by another site, and an uploading program has no form token


@bp.get("/<link>")
def show(link: str) -> Response:
    """The bytes, whole or in ranges, never as anything a browser would run."""
    store, claims = _local(), _claims(link, "GET")
    if not store.exists(claims["key"]):
        raise FileMissing
    response = send_file(
        store.path(claims["key"]), mimetype=claims["type"], download_name=claims["name"],
        as_attachment=not claims["inline"], conditional=True, etag=True, max_age=300,
    )  # fmt: skip
    response.cache_control.public, response.cache_control.private = False, True
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@bp.put("/<link>")
def receive(link: str) -> Response:
    """Take in a file of exactly the signed type and size, once."""
    store, claims = _local(), _claims(link, "PUT")
    _check_announcement(claims)
    # The link allows more than the limit of a form. One more than the file has: werkzeug refuses the look for its end.
    request.max_content_length = claims["size"] + 1
    store.receive(claims["key"], request.stream, claims["size"])
    return Response(status=200)


def _local() -> LocalStorage:
    store = storage()
    if not isinstance(store, LocalStorage):  # with S3, clients talk to the store itself
        abort(404)
    return store


def _claims(link: str, method: str) -> dict[str, Any]:
    try:
        claims: dict[str, Any] = tokens.read(PURPOSE, link)
    except tokens.BadLink as error:
        abort(403, description=error.message)
    if claims["method"] != method:
        abort(403, description=tokens.BadLink.default_message())
    return claims


def _check_announcement(claims: dict[str, Any]) -> None:
    if request.content_length is None:
        abort(411)
    if request.content_length > claims["size"]:
        raise TooLarge(_("The file is larger than announced."))
    if request.content_length < claims["size"]:
        raise Invalid(_("The file is smaller than announced."))
    if request.headers.get("Content-Type") != claims["type"]:
        raise WrongType(_("The file is of another type than announced."))
