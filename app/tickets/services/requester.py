"""What the requester does with the own ticket, and what becomes of it in silence."""

from flask_babel import gettext as _

from app.accounts.models import User
from app.core import clock
from app.core.db import lock
from app.core.errors import Conflict, require
from app.core.outbox import record
from app.core.transaction import transaction
from app.tickets import policies
from app.tickets.events import AnswerAwaited
from app.tickets.models import MessageType, Ticket, TicketStatus
from app.tickets.schemas import MessageDraft
from app.tickets.services import filing, states, talking
from app.tickets.services.timeline import note


@transaction()
def close_own_ticket(ticket: Ticket, comment: str | None = None, *, actor: User) -> Ticket:
    """The requester says that it is done."""
    lock(ticket)
    require(policies.is_requester(actor, ticket))
    states.go(ticket, TicketStatus.closed, actor, by_requester=True)
    if comment:
        talking.add_comment(ticket, comment, actor=actor)
    return ticket


@transaction()
def reopen_ticket(ticket: Ticket, comment: str | None = None, *, actor: User) -> Ticket:
    """The requester says that it is still broken. Closed too long ago: files and answers a new, linked ticket."""
    lock(ticket)
    require(policies.is_requester(actor, ticket))
    if ticket.status is TicketStatus.closed and not ticket.can_reopen(clock.now()):
        return filing.file_again(ticket, comment or ticket.description, actor=actor)
    wanted = TicketStatus.open
    if ticket.status is TicketStatus.resolved and ticket.assignee_id:
        wanted = TicketStatus.in_progress
    if ticket.status in {TicketStatus.open, TicketStatus.in_progress}:
        ticket.move(ticket.status, clock.now())  # refuses, naming the legal moves
    states.go(ticket, wanted, actor)
    ticket.is_our_turn = True
    if comment:
        talking.post_message(ticket, MessageDraft(body=comment, message_type=MessageType.user), actor=actor)
    return ticket


@transaction()
def say_whether_fixed(ticket: Ticket, is_fixed: bool, comment: str | None = None, *, actor: User) -> None:
    """The requester's answer by mail, however late: what is so already stays so, and words are kept.

    `Conflict` when "Yes" comes from the mail about a solution that was found wanting since.
    """
    lock(ticket)
    if is_fixed:
        if ticket.status is TicketStatus.resolved:
            close_own_ticket(ticket, comment, actor=actor)
        elif ticket.status is not TicketStatus.closed:
            raise Conflict(_("This request was opened again since, so this link does not close it."))
    elif ticket.status in {TicketStatus.resolved, TicketStatus.closed}:
        reopen_ticket(ticket, comment, actor=actor)
    elif comment:
        talking.post_message(ticket, MessageDraft(body=comment, message_type=MessageType.user), actor=actor)


@transaction()
def close_in_silence(ticket: Ticket, *, actor: User) -> None:
    """Close what was solved and never contradicted."""
    lock(ticket)
    states.go(ticket, TicketStatus.closed, actor)


@transaction()
def remind_requester(ticket: Ticket, *, actor: User) -> None:
    """Ask again for the answer that the ticket waits for."""
    lock(ticket)
    if ticket.status is not TicketStatus.waiting_on_employee:
        return
    ticket.reminders_sent += 1
    note(ticket, actor, "reminded", "reminder", None, ticket.reminders_sent)
    record(AnswerAwaited(ticket.id, ticket.reminders_sent))
