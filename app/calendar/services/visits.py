"""Visits: planned, moved, given to somebody else, done, cancelled."""

from datetime import datetime

from flask_babel import gettext as _

from app.accounts.models import User
from app.calendar import policies, sources
from app.calendar.events import VisitCancelled, VisitDone, VisitMoved, VisitPlanned
from app.calendar.models import LONGEST_VISIT, Visit, VisitState
from app.calendar.schemas import VisitChange, VisitDraft
from app.calendar.services.people import staff_member
from app.calendar.services.reserving import give_back, reserve
from app.core.company import CompanySettings
from app.core.db import lock
from app.core.errors import Conflict, Invalid, NotFound, require
from app.core.outbox import record
from app.core.transaction import transaction
from app.equipment import queries as equipment
from app.equipment.models import DeviceState, Equipment
from app.extensions import db
from app.rooms import queries as rooms
from app.rooms.models import Room
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
    visit.room, visit.device = _room(draft.room_id, actor), _spare(draft.equipment_id, actor)
    zone = draft.timezone or (visit.room.zone_name if visit.room else CompanySettings.current().zone_name)
    _put(visit, draft.starts_at, draft.ends_at, zone)
    db.session.add(visit)
    db.session.flush()
    reserve(visit, actor=actor)
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
    before, technician_before, took = visit.starts_at, visit.technician, _takes(visit)
    _write(visit, change, actor)
    db.session.flush()
    if _takes(visit) != took:
        reserve(visit, actor=actor)
    _tell_of_move(visit, before, technician_before, actor)
    sources.note_change(KIND, visit.id)
    return finish_visit(visit, actor=actor) if change.state is VisitState.done else visit


def _write(visit: Visit, change: VisitChange, actor: User) -> None:
    span, sent = change.span(visit.starts_at, visit.ends_at), change.model_fields_set
    if span != (visit.starts_at, visit.ends_at) or change.timezone not in {None, visit.zone}:
        _put(visit, *span, change.timezone or visit.zone)
    if change.technician_id is not None:
        visit.technician = _technician(change.technician_id)
    if "room_id" in sent:
        visit.room = _room(change.room_id, actor)
    if "equipment_id" in sent:
        visit.device = _spare(change.equipment_id, actor, kept=visit.equipment_id)
    if change.note is not None:
        visit.note = change.note


def _tell_of_move(visit: Visit, before: datetime, technician_before: User, actor: User) -> None:
    if visit.starts_at != before:
        _note(visit, "visit_moved", actor, before.isoformat(), visit.starts_at.isoformat())
    if visit.technician is not technician_before:
        _note(visit, "visit_given", actor, technician_before.name, visit.technician.name)
    if visit.starts_at != before or visit.technician is not technician_before:
        record(VisitMoved(visit.id, actor.id, before.isoformat(), technician_before.id))


@transaction()
def finish_visit(visit: Visit, *, actor: User) -> Visit:
    """The technician was there; `Conflict` unless it is planned."""
    require(policies.can_plan(actor))
    lock(visit)
    _must_be_planned(visit)
    visit.state = VisitState.done
    db.session.flush()
    give_back(visit)
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
    give_back(visit)
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


def _takes(visit: Visit) -> tuple[datetime, datetime, int, int | None, int | None]:
    return visit.starts_at, visit.ends_at, visit.technician_id, visit.room_id, visit.equipment_id


def _room(room_id: int | None, actor: User) -> Room | None:
    try:
        return rooms.room_for(actor, room_id) if room_id else None
    except NotFound as error:
        raise Invalid.for_field("roomId", _("There is no such room.")) from error


def _spare(device_id: int | None, actor: User, kept: int | None = None) -> Equipment | None:
    """A device from stock; one that the visit has already may have left it."""
    if device_id is None:
        return None
    try:
        device = equipment.equipment_for(actor, device_id)
    except NotFound as error:
        raise Invalid.for_field("equipmentId", _("There is no such device.")) from error
    if device.state is not DeviceState.in_stock and device.id != kept:
        raise Invalid.for_field("equipmentId", _("Only a device that is in stock can be taken along."))
    return device


def _technician(person_id: int) -> User:
    refusal = _("Only people who work on tickets can make a visit.")
    return staff_member(person_id, "technicianId", refusal, must_be_agent=True)


def _tell(visit: Visit, kind: str, actor: User, *, old: str | None = None, new: str | None = None) -> None:
    _note(visit, kind, actor, old, new)
    sources.note_change(KIND, visit.id)


def _note(visit: Visit, kind: str, actor: User, old: str | None, new: str | None) -> None:
    ticket: Ticket = visit.ticket
    add_to_timeline(ticket, kind, "visit", old, new, actor=actor)
