"""Visits: planned, moved, given to somebody else, done, cancelled."""

from datetime import datetime

from flask_babel import gettext as _

from app.accounts.models import User
from app.calendar import policies, sources
from app.calendar.events import VisitCancelled, VisitDone, VisitMoved, VisitPlanned
from app.calendar.models import LONGEST_VISIT, Visit, VisitState
from app.calendar.schemas import VisitChange, VisitDraft
from app.calendar.services.people import staff_member
from app.core.company import CompanySettings
from app.core.db import lock
from app.core.errors import Conflict, Invalid, require
from app.core.outbox import record
from app.core.transaction import transaction
from app.extensions import db
from app.tickets import queries as tickets
from app.tickets.models import Ticket, TicketStatus
from app.tickets.services import add_to_timeline

KIND = "visit"


@transaction()
def plan_visit(draft: VisitDraft, *, actor: User) -> Visit:
    """Have a technician come for a ticket; person, room and device are reserved with it.

    `NotFound` for a ticket that the actor may not see, `Conflict` for a closed one or where somebody or something is
    taken at that time, `Invalid` for a technician who works no tickets and for more than twelve hours.
    """
    require(policies.can_plan(actor))
    ticket = tickets.ticket_for(actor, draft.ticket_id)
    if ticket.status is TicketStatus.closed:
        raise Conflict(_("This ticket is closed. Open it again to plan a visit."))
    technician = _technician(draft.technician_id or actor.id)
    visit = Visit(ticket=ticket, technician=technician, note=draft.note)
    _put(visit, draft.starts_at, draft.ends_at, draft.timezone or CompanySettings.current().zone_name)
    db.session.add(visit)
    db.session.flush()
    _tell(visit, "visit_planned", actor, new=visit.starts_at.isoformat())
    record(VisitPlanned(visit_id=visit.id, actor_id=actor.id))
    return visit


@transaction()
def move_visit(visit: Visit, starts_at: datetime, ends_at: datetime, *, actor: User) -> Visit:
    """Let a visit take place at another time; refused as in `plan_visit`, and with `Conflict` unless it is planned."""
    return change_visit(visit, VisitChange(starts_at=starts_at, ends_at=ends_at), actor=actor)


@transaction()
def change_visit(visit: Visit, change: VisitChange, *, actor: User) -> Visit:
    """Change what is sent of a planned visit: time, technician, note, state. Refused as in `plan_visit`."""
    require(policies.can_plan(actor))
    lock(visit)
    if change.state is VisitState.cancelled:
        return cancel_visit(visit, actor=actor)
    _must_be_planned(visit)
    before, technician_before = visit.starts_at, visit.technician
    span = change.span(visit.starts_at, visit.ends_at)
    if span != (visit.starts_at, visit.ends_at) or change.timezone not in {None, visit.zone}:
        _put(visit, *span, change.timezone or visit.zone)
    if change.technician_id is not None:
        visit.technician = _technician(change.technician_id)
    if change.note is not None:
        visit.note = change.note
    db.session.flush()
    if visit.starts_at != before:
        _note(visit, "visit_moved", actor, before.isoformat(), visit.starts_at.isoformat())
    if visit.technician is not technician_before:
        _note(visit, "visit_given", actor, technician_before.name, visit.technician.name)
    if visit.starts_at != before or visit.technician is not technician_before:
        record(VisitMoved(visit.id, actor.id, before.isoformat(), technician_before.id))
    sources.note_change(KIND, visit.id)
    return finish_visit(visit, actor=actor) if change.state is VisitState.done else visit


@transaction()
def finish_visit(visit: Visit, *, actor: User) -> Visit:
    """The technician was there; `Conflict` unless it is planned."""
    require(policies.can_plan(actor))
    lock(visit)
    _must_be_planned(visit)
    visit.state = VisitState.done
    db.session.flush()
    _tell(visit, "visit_done", actor, new=visit.starts_at.isoformat())
    record(VisitDone(visit_id=visit.id, actor_id=actor.id))
    return visit


@transaction()
def cancel_visit(visit: Visit, *, actor: User) -> Visit:
    """Let a visit not take place and free what it took; `Conflict` unless it is planned."""
    require(policies.can_plan(actor))
    lock(visit)
    _must_be_planned(visit)
    visit.state = VisitState.cancelled
    db.session.flush()
    _tell(visit, "visit_cancelled", actor, old=visit.starts_at.isoformat())
    record(VisitCancelled(visit_id=visit.id, actor_id=actor.id))
    return visit


def _must_be_planned(visit: Visit) -> None:
    if visit.state is VisitState.done:
        raise Conflict(_("This visit has taken place already."))
    if visit.state is VisitState.cancelled:
        raise Conflict(_("This visit was cancelled. Please plan a new one."))


def _put(visit: Visit, starts_at: datetime, ends_at: datetime, zone: str) -> None:
    if ends_at <= starts_at:
        raise Invalid.for_field("endsAt", _("It must end after it begins."))
    if ends_at - starts_at > LONGEST_VISIT:
        raise Invalid.for_field("endsAt", _("A visit takes twelve hours at most."))
    visit.put(starts_at, ends_at, zone)


def _technician(person_id: int) -> User:
    refusal = _("Only people who work on tickets can make a visit.")
    return staff_member(person_id, "technicianId", refusal, must_be_agent=True)


def _tell(visit: Visit, kind: str, actor: User, *, old: str | None = None, new: str | None = None) -> None:
    _note(visit, kind, actor, old, new)
    sources.note_change(KIND, visit.id)


def _note(visit: Visit, kind: str, actor: User, old: str | None, new: str | None) -> None:
    ticket: Ticket = visit.ticket
    add_to_timeline(ticket, kind, "visit", old, new, actor=actor)
