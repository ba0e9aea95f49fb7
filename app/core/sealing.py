"""Secrets of others that are used again, such as a calendar's key: kept encrypted under the product's own secret."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from flask import current_app
from flask_babel import gettext as _

from app.core.errors import Conflict


def seal(purpose: str, plain: str) -> str:
    """The text, readable only by this installation and only for this purpose."""
    return _box(purpose).encrypt(plain.encode()).decode("ascii")


def unseal(purpose: str, sealed: str) -> str:
    """What was sealed; `Conflict` when the product's secret is another one now."""
    try:
        return _box(purpose).decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise Conflict(_("A stored secret cannot be read, since SECRET_KEY changed. Please connect again.")) from error


def _box(purpose: str) -> Fernet:
    secret = str(current_app.config["SECRET_KEY"]).encode()
    key = hashlib.blake2b(purpose.encode(), key=hashlib.sha256(secret).digest(), digest_size=32).digest()
    return Fernet(base64.urlsafe_b64encode(key))
