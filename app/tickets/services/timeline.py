"""The one way to write a line of a ticket's history."""

from typing import Any

from app.accounts.models import User
from app.core import clock
from app.core.db import lock
from app.core.outbox import record
from app.core.transaction import transaction
from app.extensions import db
from app.tickets.events import TicketChanged
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


@transaction()
def add_to_timeline(ticket: Ticket, kind: str, field: str, old: Any, new: Any, *, actor: User) -> None:
    """Let the ticket's history tell of something that another feature did for it; open pages show it at once.

    Whether the actor may do that thing, the other feature has asked.
    """
    lock(ticket)
    note(ticket, actor, kind, field, old, new)
    ticket.touch(clock.now())
    record(TicketChanged(ticket.id, actor.id, (field,)))
