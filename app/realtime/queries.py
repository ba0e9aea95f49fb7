"""What the live channel asks of the database; never writes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.accounts.models import BaseRole, Role, Session, User
from app.extensions import db
from app.tickets.models import Ticket, Watcher

CHUNK = 500


@dataclass(frozen=True)
class ToldTicket:
    """What the live channel says of a ticket, and whose it is."""

    id: int
    version: int
    staff_version: int
    requester_id: int
    is_of_staff: bool


def told_ticket(ticket_id: int) -> ToldTicket | None:
    """The ticket that something happened to."""
    wanted = sa.select(Ticket.id, Ticket.version, Ticket.staff_version, Ticket.requester_id, _is_staff())
    row = db.session.execute(wanted.join(User, User.id == Ticket.requester_id).where(Ticket.id == ticket_id)).first()
    return None if row is None else ToldTicket(*row)


def watchers_outside(ticket_id: int) -> Sequence[int]:
    """The watchers who are not staff; staff hear of every ticket anyway."""
    rows = sa.select(Watcher.user_id).join(User, User.id == Watcher.user_id)
    return db.session.scalars(rows.where(Watcher.ticket_id == ticket_id, sa.not_(_is_staff()))).all()


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
