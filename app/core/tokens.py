"""Tokens and signed links: all are derived from the secret by HMAC, so that none lies in the clear in the database."""

import hashlib
import hmac
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import timedelta
from typing import Any

from flask import current_app
from flask_babel import gettext as _

from app.core import clock
from app.core.errors import NotFound


class BadLink(NotFound):
    """A signed link was changed, is meant for something else, or has expired."""

    @classmethod
    def default_message(cls) -> str:
        return _("This link is not valid any more. Please go back to the page and try again.")


def new_nonce() -> str:
    """A random part for a row; a new one makes the row's earlier tokens worthless."""
    return secrets.token_hex(16)


def make(purpose: str, row_id: int, nonce: str) -> str:
    """The token (256 bits) of one row for one purpose; the same each time, so that a mail can be written again."""
    return _mac("token", purpose, row_id, nonce)


def digest(token: str) -> str:
    """What is stored of a token, to find its row by."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def matches(token: str, purpose: str, row_id: int, nonce: str) -> bool:
    """Whether this is the row's token; takes equally long whatever differs."""
    return _equal(token, make(purpose, row_id, nonce))


def sign(purpose: str, values: Any, expires_in: timedelta | None = None) -> str:
    """Plain values as text for an address, readable by everybody and changeable by nobody."""
    expires = int((clock.now() + expires_in).timestamp()) if expires_in is not None else None
    plain = json.dumps([values, expires], separators=(",", ":"), ensure_ascii=False)
    body = _encode(plain.encode("utf-8", "surrogatepass"))
    return f"{body}.{_mac('link', purpose, body)}"


def read(purpose: str, signed: str) -> Any:
    """The values of a signed text; `BadLink` when it was changed, belongs to another purpose, or has expired."""
    body, dot, mac = signed.rpartition(".")
    if not dot or not _equal(mac, _mac("link", purpose, body)):
        raise BadLink
    values, expires = json.loads(_decode(body))
    if expires is not None and clock.now().timestamp() >= expires:
        raise BadLink
    return values


def _mac(*parts: str | int) -> str:
    secret = str(current_app.config["SECRET_KEY"]).encode()
    message = json.dumps(parts)  # a list, so that no two sets of parts read the same
    return _encode(hmac.digest(secret, message.encode(), "sha256"))


def _equal(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode("utf-8", "surrogatepass"), other.encode("utf-8", "surrogatepass"))


def _encode(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode("ascii")


def _decode(text: str) -> str:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode("utf-8", "surrogatepass")
