"""The one way to write a line of a ticket's history."""

from typing import Any

from app.accounts.models import User
from app.extensions import db
from app.tickets.models import Ticket, TimelineEntry


def note(
    ticket: Ticket,
    actor: User,
    kind: str,
    field: str | None = None,
    old: Any = None,
    new: Any = None,
    *,
    is_internal: bool = False,
) -> None:
    """Write who did what, from which value to which, in the caller's transaction."""
    db.session.add(
        TimelineEntry(
            ticket_id=ticket.id,
            actor_id=actor.id,
            kind=kind,
            field=field,
            old=None if old is None else str(old)[:500],
            new=None if new is None else str(new)[:500],
            is_internal=is_internal,
        )
    )
