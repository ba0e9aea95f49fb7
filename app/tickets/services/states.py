"""Moves between states, inside a caller's transaction: the table of moves, the pauses, the due times, the telling."""

from app.accounts.models import User
from app.core import clock
from app.core.outbox import record
from app.tickets import targets
from app.tickets.events import TicketMoved
from app.tickets.models import Ticket, TicketStatus
from app.tickets.services.timeline import note

PAUSES = {TicketStatus.waiting_on_employee, TicketStatus.resolved, TicketStatus.closed}


def go(ticket: Ticket, status: TicketStatus, actor: User, *, by_requester: bool = False) -> None:
    """Move the ticket, or raise `IllegalMove`; nothing happens when it is there already."""
    if status is ticket.status:
        return
    now, old = clock.now(), ticket.status
    paused_since = ticket.waiting_since or ticket.resolved_at
    ticket.move(status, now, by_requester=by_requester)
    if old in PAUSES and status not in PAUSES:
        targets.count_pause(ticket, paused_since, now)
    targets.set_next_due(ticket)
    ticket.touch(now)
    note(ticket, actor, "moved", "status", old, status)
    record(TicketMoved(ticket.id, actor.id, old, status))
