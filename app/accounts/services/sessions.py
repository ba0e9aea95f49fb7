"""Signed-in devices: opened, kept alive, renewed, ended."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from app.accounts import policies, queries
from app.accounts.deployment import stays_signed_in
from app.accounts.events import SessionsEnded
from app.accounts.models import OneTimeLink, Session, SessionKind, SignInFailure, User
from app.core import clock, context, tokens
from app.core.audit import audit
from app.core.errors import NotSignedIn, require
from app.core.outbox import record
from app.core.transaction import transaction
from app.extensions import db

NOTED_EVERY = timedelta(minutes=5)
KEPT_AFTER_END = timedelta(days=30)
REFRESH = "refresh"


@dataclass(frozen=True)
class Grant:
    """A session that was just opened or renewed, and the secret that proves it, which is nowhere kept."""

    person: User
    session: Session
    secret: str


def open_session(person: User, kind: SessionKind, *, is_remembered: bool, device_label: str) -> Grant:
    """Sign a device in, as part of the caller's transaction."""
    now = clock.now()
    row = Session(
        user_id=person.id,
        kind=kind,
        token_hash="",
        is_remembered=is_remembered,
        device_label=device_label[:120],
        address=context.address.get(),
        last_seen_at=now,
        expires_at=now + stays_signed_in(kind, is_remembered),
    )
    person.last_login, person.login_count = now, (person.login_count or 0) + 1
    db.session.add(row)
    db.session.flush()  # a refresh token names its row
    return Grant(person, row, _new_secret(row))


def refresh_session(token: str) -> Grant:
    """Exchange a refresh token; `NotSignedIn` for a bad one. One that was used before was stolen: its session ends."""
    try:
        session_id, _nonce = tokens.read(REFRESH, token)
    except tokens.BadLink as error:
        raise NotSignedIn from error
    grant = _rotate(session_id, token)
    if grant is None:
        raise NotSignedIn
    return grant


@transaction()
def _rotate(session_id: int, token: str) -> Grant | None:
    row = db.session.get(Session, session_id, with_for_update=True, populate_existing=True)
    now = clock.now()
    if row is None or not row.is_alive(now) or not row.user.is_active:
        return None
    if row.token_hash != tokens.digest(token):
        _end([row], row.user)
        audit("session.token_reused", row, actor=row.user)
        return None
    row.last_seen_at, row.expires_at = now, now + stays_signed_in(row.kind, row.is_remembered)
    return Grant(row.user, row, _new_secret(row))


@transaction()
def mark_seen(session_id: int) -> None:
    """Note that a session is in use, so that a browser's goes on."""
    row = db.session.get(Session, session_id)
    if row is None or not row.is_alive(now := clock.now()):
        return
    row.last_seen_at = now
    if row.kind is SessionKind.web:
        row.expires_at = now + stays_signed_in(row.kind, row.is_remembered)


@transaction()
def end_session(row: Session, *, actor: User) -> None:
    """Sign one device out: its cookie or tokens are refused from now on."""
    require(policies.can_end_sessions(actor, row.user))
    _end([row], row.user)
    audit("session.ended", row, actor=actor)


@transaction()
def end_sessions(person: User, *, actor: User, spare: int | None = None) -> None:
    """Sign all devices of a person out, but the one whose session is `spare`."""
    require(policies.can_end_sessions(actor, person))
    if rows := [row for row in queries.sessions_of(person, clock.now()) if row.id != spare]:
        _end(rows, person)
        audit("sessions.ended", person, actor=actor, count=len(rows))


@transaction()
def clean_up(now: datetime, *, actor: User) -> int:
    """Remove sessions, links and failure counts that ended a month ago; answers how many."""
    before = now - KEPT_AFTER_END
    old = [
        sa.delete(Session).where(sa.or_(Session.expires_at < before, Session.revoked_at < before)),
        sa.delete(OneTimeLink).where(OneTimeLink.expires_at < before),
        sa.delete(SignInFailure).where(SignInFailure.last_failed_at < now - timedelta(days=1)),
    ]
    return sum(db.session.execute(each).rowcount for each in old)


def _end(rows: Iterable[Session], person: User) -> None:
    ended = tuple(rows)
    for row in ended:
        row.revoked_at = clock.now()
    record(SessionsEnded(person_id=person.id, session_ids=tuple(row.id for row in ended)))


def _new_secret(row: Session) -> str:
    """A fresh secret for a session; a refresh token is signed too, so that an old one is known for what it was."""
    nonce = secrets.token_urlsafe(32)
    secret = tokens.sign(REFRESH, [row.id, nonce]) if row.kind is SessionKind.api else nonce
    row.token_hash = tokens.digest(secret)
    return secret
