"""How passwords are kept (Argon2id) and which ones are taken."""

from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask_babel import gettext as _

LEAST, MOST = 12, 128
FEWEST_CHARACTERS = 5  # "aaaaaaaaaaaa" and "abababababab" are long, but no secrets
COMMON = Path(__file__).with_name("common_passwords.txt")

# OWASP Password Storage Cheat Sheet: Argon2id with 19 MiB, two passes, one lane.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def hashed(password: str) -> str:
    """What is stored of a password."""
    return _hasher.hash(_bytes(password))


def verify(kept: str | None, password: str) -> bool:
    """Whether the password fits what is kept; without one, the same work is done and the answer is no."""
    try:
        return _hasher.verify(kept or _nobodys_hash(), _bytes(password)) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(kept: str) -> bool:
    """Whether the hash was made with weaker parameters than today's."""
    return _hasher.check_needs_rehash(kept)


def weakness(password: str, *personal: str) -> str | None:
    """Why this password is not taken, or None; `personal` are words that others know of the person."""
    if not LEAST <= len(password) <= MOST:
        return _("Please use %(least)d to %(most)d characters.", least=LEAST, most=MOST)
    if password.casefold() in _common() or len(set(password.casefold())) < FEWEST_CHARACTERS:
        return _("This password is too easy to guess: it is on lists that attackers try first.")
    if password.casefold() in {word.casefold() for word in personal}:
        return _("Please use something that others do not know about you.")
    return None


def _bytes(password: str) -> bytes:
    return password.encode("utf-8", "surrogatepass")


@cache
def _nobodys_hash() -> str:
    """Verified where there is no person or no password, so that the answer takes as long as any other."""
    return _hasher.hash("nobody has this password")


@cache
def _common() -> frozenset[str]:
    lines = COMMON.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))
