"""Access tokens: short-lived, tied to a sessions row, and refused in one and the same way whatever is wrong."""

from typing import Any

from flask import Flask, g
from flask_jwt_extended import JWTManager, create_access_token, decode_token
from flask_jwt_extended.exceptions import JWTExtendedException
from jwt.exceptions import PyJWTError

from app.accounts import cookie, queries
from app.accounts.models import Session, SessionKind, User
from app.core import clock
from app.core.db import MAX_ID
from app.core.errors import NotSignedIn
from app.web.problems import refusal

DEMANDED = {
    "sub": str,
    "email": str,
    "role": str,
    "sid": int,
    "iat": int,
    "exp": int,
    "jti": str,
    "iss": str,
    "aud": str,
}


def manager(app: Flask) -> JWTManager:
    """Flask-JWT-Extended, set up to look people up by their session and to answer 401 to everything bad."""
    jwt = JWTManager()
    jwt.init_app(app)
    jwt.user_lookup_loader(_look_up)
    jwt.token_verification_loader(_is_ours)
    for loader in (
        jwt.expired_token_loader,
        jwt.invalid_token_loader,
        jwt.unauthorized_loader,
        jwt.revoked_token_loader,
        jwt.needs_fresh_token_loader,
        jwt.user_lookup_error_loader,
        jwt.token_verification_failed_loader,
    ):
        loader(_refuse)
    return jwt


def access_token(person: User, row: Session) -> str:
    """A token that speaks for this person until it expires or the session ends."""
    claims = {"email": person.email, "role": person.base_role.name.upper(), "sid": row.id}
    return str(create_access_token(str(person.id), additional_claims=claims))


def person_of_token(token: str) -> User | None:
    """The person for whom a token speaks, or None; for roads that have no Authorization header (sockets)."""
    try:
        claims = decode_token(token)
    except (PyJWTError, JWTExtendedException, ValueError):
        return None
    return _look_up({}, claims) if _is_ours({}, claims) else None


def _is_ours(_header: dict[str, Any], claims: dict[str, Any]) -> bool:
    """Signature, issuer, audience and times are verified already; here every claim must be there, in its type."""
    return claims.get("type") == "access" and all(type(claims.get(name)) is kind for name, kind in DEMANDED.items())


def _look_up(_header: dict[str, Any], claims: dict[str, Any]) -> User | None:
    if not 0 < claims["sid"] <= MAX_ID:
        return None
    found = queries.signed_in(claims["sid"], clock.now())
    if found is None or found.session.kind is not SessionKind.api or claims["sub"] != str(found.person.id):
        return None
    cookie.remember(found)
    g.user = found.person
    return found.person


def _refuse(*_details: Any) -> Any:
    """One answer to every bad token, so that nobody learns which part was wrong."""
    return refusal(NotSignedIn())
