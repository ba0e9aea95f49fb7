"""The one road by which a device goes through its life."""

from collections.abc import Callable, Mapping
from datetime import datetime

from flask_babel import gettext as _

from app.accounts import queries as people
from app.accounts.models import User
from app.core import clock
from app.core.db import lock
from app.core.errors import Conflict, Invalid, NotFound, Stale, require
from app.core.outbox import record
from app.core.transaction import transaction
from app.equipment import policies, queries
from app.equipment.events import DeviceMoved, ReturnAsked
from app.equipment.models import FOR_SOMEBODY, HELD, NEEDS_PERSON, Custody, DeviceEvent, DeviceState, Equipment
from app.equipment.schemas import Acceptance, DeviceMove
from app.equipment.services.fixtures import Fixture, settle_room
from app.equipment.services.registering import note
from app.extensions import db


@transaction()
def move_device(device: Equipment, move: DeviceMove, *, actor: User) -> Equipment:
    """Let one event of the table of moves happen to a device, and note who, why and which ticket.

    `IllegalMove` names what is possible instead; `Invalid` says what the event needs; `Conflict` when whoever
    retired a device would also dispose of it; `NotAllowed` when anybody but the holder accepts or declines.
    """
    lock(device)
    target = device.target_of(move.event, before_repair=_before_repair(device))
    require(policies.can_move(actor, device, move.event))
    _check(device, move, actor)
    before, had_id, now, fixture = device.state, device.holder_id, clock.now(), Fixture.of(device)
    device.state = target
    if move.room_id is not None:
        device.room_id = move.room_id
    custody = _custody_after(device, move, now)
    device.touch(now)
    settle_room(device, fixture, actor=actor)
    person_id = move.person_id if move.event in FOR_SOMEBODY else had_id
    entry = note(device, move.event, actor, from_state=before, person_id=person_id, ticket_id=move.ticket_id,
                 reason=move.reason, proof=move.proof)  # fmt: skip
    db.session.flush()
    record(
        DeviceMoved(
            device.id, entry.id, move.event.value, before.value, target.value, actor.id, person_id,
            custody.id if custody else None, move.ticket_id,
        )
    )  # fmt: skip
    return device


def _before_repair(device: Equipment) -> DeviceState:
    """Where a repaired device returns to."""
    fault = queries.last_move(device, DeviceEvent.fault) if device.state is DeviceState.in_repair else None
    return (fault.from_state if fault else None) or DeviceState.in_stock


def _check(device: Equipment, move: DeviceMove, actor: User) -> None:
    if move.event in NEEDS_PERSON or (move.event in FOR_SOMEBODY and move.person_id is not None):
        _check_person(move.person_id)
    if move.room_id is not None and queries.room(move.room_id) is None:
        raise Invalid.for_field("room_id", _("There is no such room."))
    if move.ticket_id is not None and not queries.knows_ticket(move.ticket_id):
        raise Invalid.for_field("ticket_id", _("There is no such ticket."))
    if guard := _GUARDS.get(move.event):
        guard(device, move, actor)


def _check_person(person_id: int | None) -> None:
    if person_id is None:
        raise Invalid.for_field("person_id", _("Say who gets the device."))
    try:
        person = people.person(person_id)
    except NotFound as error:
        raise Invalid.for_field("person_id", _("There is no such person.")) from error
    if not person.active:
        raise Invalid.for_field("person_id", _("%(name)s is not active any more.", name=person.name))


def _lend(_device: Equipment, move: DeviceMove, _actor: User) -> None:
    if move.due_on is None:
        raise Invalid.for_field("due_on", _("Say when the loan ends."))
    if move.due_on < queries.today():
        raise Invalid.for_field("due_on", _("The loan cannot end in the past."))


def _dispose(device: Equipment, move: DeviceMove, actor: User) -> None:
    """Two people see a device go, and its data is proved to be gone before it."""
    if not move.proof:
        raise Invalid.for_field("proof", _("Say how its data was wiped, such as the number of the certificate."))
    retired = queries.last_move(device, DeviceEvent.retire)
    if retired is not None and retired.actor_id == actor.id:
        raise Conflict(_("You retired this device, so somebody else must dispose of it."))


_GUARDS: Mapping[DeviceEvent, Callable[[Equipment, DeviceMove, User], None]] = {
    DeviceEvent.lend: _lend,
    DeviceEvent.dispose: _dispose,
}


def _custody_after(device: Equipment, move: DeviceMove, now: datetime) -> Custody | None:
    """Open, settle or end the custody as the move asks; answers the one that it concerned."""
    if move.event in NEEDS_PERSON:
        custody = Custody(equipment_id=device.id, holder_id=move.person_id, began_at=now,
                          due_on=move.due_on if move.event is DeviceEvent.lend else None)  # fmt: skip
        db.session.add(custody)
        device.holder_id = move.person_id
        return custody
    open_one = queries.open_custody(device)
    if open_one is None:
        return None
    if move.event is DeviceEvent.accept:
        open_one.accepted_at, open_one.terms = now, queries.terms_in_force()
    elif device.state not in HELD:
        open_one.ended_at, device.holder_id = now, None
    return open_one


@transaction()
def accept_device(device: Equipment, said: Acceptance, *, actor: User) -> Equipment:
    """Take a device and agree to the terms that were shown; `Stale` when other terms came into force meanwhile."""
    terms = queries.terms_in_force()
    if "terms_id" in said.model_fields_set and said.terms_id != (terms.id if terms else None):
        raise Stale(_("The terms changed since you opened the page. Please read them again."))
    return move_device(device, DeviceMove(event=DeviceEvent.accept), actor=actor)


@transaction()
def ask_to_return(device: Equipment, *, actor: User) -> Custody:
    """Say that one wants to give a device back; again, nothing changes. `NotAllowed` for all but its holder."""
    lock(device)
    require(policies.is_holder(actor, device))
    custody = queries.open_custody(device)
    if custody is None:
        raise NotFound
    if custody.return_asked_at is None:
        custody.return_asked_at = clock.now()
        device.touch(clock.now())
        record(ReturnAsked(device.id, actor.id, custody.id))
    return custody
