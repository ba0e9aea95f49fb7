"""Due times: first response and resolution, counted in desk hours; the only place that does this arithmetic."""

from datetime import datetime, timedelta

from app.core.company import DeskHoursSettings
from app.tickets.models import NEVER, Ticket, TicketStatus
from app.tickets.settings import TargetSettings


def set_due_times(ticket: Ticket) -> None:
    """Compute both due times from when the ticket was filed, its priority and the desk time that did not count."""
    desk, targets = DeskHoursSettings.desk(), TargetSettings.current()
    ticket.response_due_at = desk.add(ticket.created_at, timedelta(hours=targets.response_hours[ticket.priority]))
    allowed = timedelta(hours=targets.resolution_hours[ticket.priority], seconds=ticket.waited_seconds or 0)
    ticket.resolution_due_at = desk.add(ticket.created_at, allowed)
    set_next_due(ticket)


def set_next_due(ticket: Ticket) -> None:
    """Point `due_at` at the due time that counts next; waiting, solved and hidden tickets have none."""
    times = [ticket.resolution_due_at]
    if ticket.first_responded_at is None:
        times.append(ticket.response_due_at)
    counts = ticket.is_active and ticket.status is not TicketStatus.waiting_on_employee
    ticket.due_at = min((moment for moment in times if moment), default=NEVER) if counts else NEVER


def count_pause(ticket: Ticket, since: datetime | None, now: datetime) -> None:
    """Let the desk time since a pause began (waiting on the employee, solved) not count towards the resolution."""
    if since is not None:
        ticket.waited_seconds += int(DeskHoursSettings.desk().between(since, now).total_seconds())
        set_due_times(ticket)
