"""The browser's side of a session: the key in the cookie, who stands behind it, and when it was last used."""

import hmac
import logging
from functools import partial

import flask
from flask import Flask, Response, current_app, g
from flask_login import login_user, logout_user
from sqlalchemy.exc import SQLAlchemyError

from app.accounts import queries
from app.accounts.models import Session, SessionKind, User
from app.accounts.services.sessions import NOTED_EVERY, mark_seen
from app.core import clock, tokens

log = logging.getLogger(__name__)


def keep(person: User, row: Session, secret: str) -> None:
    """Sign this browser in: whatever the cookie held before is gone, so that nobody can have planted it."""
    flask.session.clear()
    g.pop("csrf_token", None)  # of the session before; Flask-WTF would hand it out again
    login_user(person)
    flask.session["_user_id"] = f"{row.id}.{secret}"
    flask.session.permanent = row.is_remembered
    g.user, g.signed_in_session = person, row


def drop() -> None:
    """Forget the person in this browser."""
    logout_user()
    flask.session.clear()


def person_of(key: str) -> User | None:
    """The person behind a cookie's key, in one query; None when the session ended."""
    session_id, secret = _parts(key)
    found = queries.signed_in(session_id, clock.now()) if session_id else None
    if found is None or not _fits(found.session, secret):
        return None
    remember(found)
    return found.person


def whose(key: str | None) -> User | None:
    """Whose session this was, though it may have ended: to greet them by name when they sign in again."""
    session_id, secret = _parts(key or "")
    row = queries.session_row(session_id) if session_id else None
    return row.user if row is not None and _fits(row, secret) else None


def _parts(key: str) -> tuple[int, str]:
    """The id (0 when there is none) and the secret."""
    number, dot, secret = key.partition(".")
    is_number = bool(dot) and number.isascii() and number.isdigit() and len(number) < 19
    return (int(number), secret) if is_number else (0, "")


def _fits(row: Session, secret: str) -> bool:
    return row.kind is SessionKind.web and hmac.compare_digest(row.token_hash, tokens.digest(secret))


def remember(found: queries.SignedIn) -> None:
    """Keep what the one query found for the rest of the request."""
    g.signed_in_session, g.permissions_version, g.last_seen_at = (
        found.session,
        found.permissions_version,
        found.last_seen_at,
    )
    g.session_id = found.session.id


def known_version() -> int:
    """The permissions' version as read with the session, or read now where there is none (commands, jobs)."""
    if "permissions_version" not in g:
        g.permissions_version = queries.permissions_version()
    return int(g.permissions_version)


def note_use(response: Response) -> Response:
    """Write down, after the answer is sent and not more often than needed, that the session is in use."""
    if "last_seen_at" in g and clock.now() - g.last_seen_at >= NOTED_EVERY:
        app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001  used after the request
        response.call_on_close(partial(_mark_seen, app, g.session_id))
    return response


def _mark_seen(app: Flask, session_id: int) -> None:
    with app.app_context():
        try:
            mark_seen(session_id)
        except SQLAlchemyError:  # the answer is out already; the next request tries again
            log.warning("could not note that session %s is in use", session_id, exc_info=True)
