"""How staff handle a ticket: claim, assign, change, move, hide."""

from typing import Any

from flask_babel import gettext as _

from app.accounts.models import User
from app.core import clock
from app.core.db import lock
from app.core.errors import Conflict, DomainError, Stale, require
from app.core.outbox import record
from app.core.transaction import transaction
from app.extensions import db
from app.tickets import policies, queries, search, targets
from app.tickets.events import TicketAssigned, TicketChanged
from app.tickets.models import Ticket, TicketStatus, Watcher
from app.tickets.schemas import Resolution, TicketChange
from app.tickets.services import filing, naming, states
from app.tickets.services.timeline import note


@transaction()
def claim_ticket(ticket: Ticket, *, actor: User) -> Ticket:
    """Take a ticket; `Conflict` when somebody else has it."""
    lock(ticket)
    require(policies.can_handle(actor, ticket))
    if ticket.assignee_id not in {None, actor.id}:
        raise Conflict(_("%(name)s has this ticket already.", name=ticket.assignee.name if ticket.assignee else "-"))
    _assign(ticket, actor, actor)
    if ticket.status is TicketStatus.open:
        states.go(ticket, TicketStatus.in_progress, actor)
    return ticket


@transaction()
def assign_ticket(ticket: Ticket, assignee: User | None, *, actor: User) -> Ticket:
    """Give the ticket to an agent, or back to the queue (which makes it open)."""
    lock(ticket)
    require(policies.can_handle(actor, ticket))
    _assign(ticket, filing.agent(assignee.id) if assignee else None, actor)
    return ticket


def _assign(ticket: Ticket, assignee: User | None, actor: User) -> None:
    if ticket.assignee_id == (assignee.id if assignee else None):
        return
    _set(ticket, actor, "assignee", assignee)
    if assignee is None and ticket.status in {TicketStatus.in_progress, TicketStatus.waiting_on_employee}:
        states.go(ticket, TicketStatus.open, actor)
    record(TicketAssigned(ticket.id, actor.id, ticket.assignee_id, ticket.team_id))


@transaction()
def change_ticket(ticket: Ticket, change: TicketChange, *, actor: User, seen: int | None = None) -> Ticket:
    """Change what was sent, all or nothing; `Stale` when the ticket changed since `seen`."""
    lock(ticket)
    require(policies.can_handle(actor, ticket))
    if seen is not None and seen != queries.seen_version(ticket, actor):
        raise Stale
    changed = _change_fields(ticket, change, actor)
    if changed:
        record(TicketChanged(ticket.id, actor.id, tuple(changed)))
    if "assigned_to" in change.model_fields_set:
        _assign(ticket, filing.agent(change.assigned_to) if change.assigned_to else None, actor)
    if change.status is TicketStatus.resolved:
        _resolve(ticket, change.resolution or "", actor)
    elif change.status is not None:
        states.go(ticket, change.status, actor)
    return ticket


def _change_fields(ticket: Ticket, change: TicketChange, actor: User) -> list[str]:
    wanted = _wanted(ticket, change, actor)
    changed = [field for field, value in wanted.items() if getattr(ticket, field) != value]
    for field in changed:
        _set(ticket, actor, field, wanted[field])
    if "priority" in changed:
        targets.set_due_times(ticket)
    if "subject" in changed:
        search.write_texts(ticket)
    if "team" in changed:
        db.session.flush()  # the event carries the new team's id
        record(TicketAssigned(ticket.id, actor.id, ticket.assignee_id, ticket.team_id, has_new_assignee=False))
    return changed


def _wanted(ticket: Ticket, change: TicketChange, actor: User) -> dict[str, Any]:
    """What was sent, as attributes of the ticket; `Invalid` for people, teams, devices and rooms that are not known."""
    sent = change.model_fields_set
    wanted: dict[str, Any] = {}
    if change.subject is not None:
        wanted["subject"] = " ".join(change.subject.split())
    if change.category is not None and change.category != ticket.category.name:
        wanted["category"] = queries.category_named(change.category)
    if change.priority is not None:
        wanted["priority"] = change.priority
    if "team_id" in sent:
        wanted["team"] = filing.active_team(change.team_id) if change.team_id else None
    if change.requester_id is not None:
        wanted["requester"] = filing.active_person(change.requester_id, "requesterId")
    if "equipment_id" in sent:
        wanted["equipment"] = naming.device(change.equipment_id, actor=actor) if change.equipment_id else None
    if "room_id" in sent:
        wanted["room"] = naming.room(change.room_id, actor=actor) if change.room_id else None
    return wanted


def _set(ticket: Ticket, actor: User, field: str, value: Any) -> None:
    old = getattr(ticket, field)
    setattr(ticket, field, value)
    if field in {"assignee", "team", "requester", "equipment", "room"}:
        setattr(ticket, f"{field}_id", value.id if value else None)  # the rest of this change reads the id
    ticket.touch(clock.now())
    note(ticket, actor, "assigned" if field == "assignee" else "changed", field, old, value)


@transaction()
def resolve_ticket(ticket: Ticket, resolution: Resolution, *, actor: User) -> Ticket:
    """Say what fixed it, or why that is left out, and ask the requester whether it did."""
    lock(ticket)
    require(policies.can_handle(actor, ticket))
    _resolve(ticket, resolution.text, actor)
    if resolution.skipped_because:
        note(ticket, actor, "resolution_skipped", "reason", None, resolution.skipped_because, is_internal=True)
    return ticket


def _resolve(ticket: Ticket, text: str, actor: User) -> None:
    ticket.resolution = text or None
    if text and ticket.first_responded_at is None:
        ticket.first_responded_at = clock.now()
    states.go(ticket, TicketStatus.resolved, actor)
    ticket.is_our_turn = False
    search.write_texts(ticket)


@transaction()
def move_ticket(ticket: Ticket, status: TicketStatus, *, actor: User) -> Ticket:
    """Move the ticket by hand, as far as the table of moves allows."""
    lock(ticket)
    require(policies.can_handle(actor, ticket))
    states.go(ticket, status, actor)
    return ticket


@transaction()
def mark_spam(ticket: Ticket, is_spam: bool = True, *, actor: User) -> Ticket:
    """Hide the ticket from the queue and the counts, or show it again."""
    lock(ticket)
    require(policies.can_handle(actor, ticket))
    ticket.is_spam = is_spam
    ticket.is_active = not is_spam and ticket.status in {
        TicketStatus.open,
        TicketStatus.in_progress,
        TicketStatus.waiting_on_employee,
    }
    targets.set_next_due(ticket)
    ticket.touch(clock.now())
    note(ticket, actor, "spam" if is_spam else "not_spam", is_internal=True)
    record(TicketChanged(ticket.id, actor.id, ("spam",)))
    return ticket


@transaction()
def add_watcher(ticket: Ticket, person_id: int, *, actor: User) -> Watcher:
    """Have a person get what the requester gets; adding twice changes nothing."""
    lock(ticket)
    require(policies.can_change_watchers(actor, ticket))
    person = filing.active_person(person_id, "userId")
    return watch(ticket, person, actor=actor)


def watch(ticket: Ticket, person: User, *, actor: User) -> Watcher:
    """Add the watcher in the caller's transaction."""
    known = [row for row in queries.watchers(ticket) if row.user_id == person.id]
    if known:
        return known[0]
    row = Watcher(ticket_id=ticket.id, user_id=person.id, user=person)
    db.session.add(row)
    note(ticket, actor, "watcher_added", "watcher", None, person.name)
    ticket.touch(clock.now())
    record(TicketChanged(ticket.id, actor.id, ("watchers",)))
    return row


@transaction()
def remove_watcher(ticket: Ticket, person_id: int, *, actor: User) -> None:
    """Stop telling a person; anybody may take oneself off."""
    lock(ticket)
    require(person_id == actor.id or policies.can_change_watchers(actor, ticket))
    for row in [row for row in queries.watchers(ticket) if row.user_id == person_id]:
        db.session.delete(row)
        note(ticket, actor, "watcher_removed", "watcher", row.user.name)
        ticket.touch(clock.now())
        record(TicketChanged(ticket.id, actor.id, ("watchers",)))


def change_each(ids: list[int], change: TicketChange, *, actor: User) -> list[dict[str, Any]]:
    """Change many tickets, each on its own: a refusal concerns that ticket only."""
    return [_change_one(ticket_id, change, actor) for ticket_id in ids]


def _change_one(ticket_id: int, change: TicketChange, actor: User) -> dict[str, Any]:
    try:
        change_ticket(queries.ticket_for(actor, ticket_id), change, actor=actor)
    except DomainError as refusal:
        return {"id": ticket_id, "ok": False, "error": refusal.message}
    return {"id": ticket_id, "ok": True}
