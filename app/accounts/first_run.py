"""The code that the terminal shows while nobody administers the product: who reads it owns the machine."""

import base64
import hashlib
import hmac

from app.core import tokens


def code() -> str:
    """Eight letters and digits, the same in every process of this installation."""
    secret = hashlib.sha256(tokens.make("first-run", 0, "").encode()).digest()
    letters = base64.b32encode(secret)[:8].decode("ascii")
    return f"{letters[:4]}-{letters[4:]}"


def is_code(text: str) -> bool:
    """Whether somebody typed the code, in whatever case and with or without the dash."""
    typed = text.replace("-", "").replace(" ", "").upper()
    return hmac.compare_digest(typed.encode(), code().replace("-", "").encode())
