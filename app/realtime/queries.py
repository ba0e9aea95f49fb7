"""What the live channel asks of the database; never writes."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import BaseRole, Role, Session, User
from app.extensions import db
from app.tickets.models import Ticket, Watcher

CHUNK = 500


def ticket_to_tell(ticket_id: int) -> Ticket | None:
    """The ticket that something happened to, with its requester's roles."""
    wanted = sa.select(Ticket).where(Ticket.id == ticket_id)
    return (
        db.session.scalars(wanted.options(joinedload(Ticket.requester).selectinload(User.roles))).unique().one_or_none()
    )


def watchers_outside(ticket: Ticket) -> Sequence[int]:
    """The watchers who are not staff; staff hear of every ticket anyway."""
    rows = sa.select(Watcher.user_id).join(User, User.id == Watcher.user_id)
    return db.session.scalars(rows.where(Watcher.ticket_id == ticket.id, sa.not_(_is_staff()))).all()


def live_sessions(session_ids: Iterable[int], now: datetime) -> dict[int, bool]:
    """Those of the sessions that are still good, each with whether its person is staff."""
    wanted = sorted(set(session_ids))
    found: dict[int, bool] = {}
    for start in range(0, len(wanted), CHUNK):
        rows = sa.select(Session.id, _is_staff()).join(User, User.id == Session.user_id)
        rows = rows.where(
            Session.id.in_(wanted[start : start + CHUNK]),
            Session.revoked_at.is_(None),
            Session.expires_at > now,
            User.active.is_(True),
        )
        found |= {session_id: bool(is_staff) for session_id, is_staff in db.session.execute(rows)}
    return found


def _is_staff() -> sa.ColumnElement[bool]:
    names = [role.value for role in BaseRole if role is not BaseRole.employee]
    return User.roles.any(Role.name.in_(names))
