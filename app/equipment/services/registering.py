"""Registering devices and changing what is known of them."""

import calendar
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement
from sqlalchemy.exc import IntegrityError

from app.accounts.models import User
from app.core import clock
from app.core.audit import audit
from app.core.db import lock
from app.core.errors import Conflict, Invalid, Stale, require
from app.core.transaction import transaction
from app.equipment import policies, queries, search
from app.equipment.models import DeviceEvent, Equipment, EquipmentModel, EquipmentMove
from app.equipment.schemas import DeviceChange, DeviceDraft
from app.equipment.services.fixtures import Fixture, settle_room
from app.extensions import db
from app.rooms.models import RoomFeature


class Taken(Conflict):
    """Another device has this tag or serial number; `equipmentId` and `tag` name it."""

    code = "taken"


@transaction()
def register_device(draft: DeviceDraft, *, actor: User) -> Equipment:
    """Add a device; `Taken` for a tag or serial number of another one, `Invalid` for an unknown model or room."""
    require(policies.can_keep(actor))
    model = _model(draft.model_id)
    device = Equipment(**draft.model_dump(), model=model)
    device.name = draft.name or str(model)
    device.warranty_ends_on = draft.warranty_ends_on or warranty_end(model, draft.purchased_on)
    _check(device)
    device.room, device.room_feature = _room(draft.room_id), _feature(draft.room_feature_id)
    db.session.add(device)
    _flush()
    note(device, DeviceEvent.register, actor)
    search.write_text(device)
    audit("equipment.registered", device, actor=actor, tag=device.tag)
    return device


@transaction()
def change_device(device: Equipment, change: DeviceChange, *, actor: User, seen: int | None = None) -> Equipment:
    """Change what was sent; `Stale` when it changed since `seen`, `Taken` as when registering.

    Another room goes into the history; other changes go into the audit log.
    """
    lock(device)
    require(policies.can_keep(actor))
    if seen is not None and seen != device.version:
        raise Stale
    wanted = change.model_dump(exclude_unset=True)
    changed = [name for name, value in wanted.items() if getattr(device, name) != value]
    if not changed:
        return device
    before = Fixture.of(device)
    _apply(device, {name: wanted[name] for name in changed})
    _check(device)
    device.touch(clock.now())
    _flush()
    settle_room(device, before, actor=actor)
    if "room_id" in changed:
        note(device, DeviceEvent.relocate, actor)
    if {"tag", "serial_number", "name", "model_id"} & set(changed):
        search.write_text(device)
    audit("equipment.changed", device, actor=actor, fields=sorted(changed))
    return device


def _apply(device: Equipment, values: dict[str, Any]) -> None:
    with db.session.no_autoflush:  # a tag that is taken is found by us, not by the database
        for name, value in values.items():
            setattr(device, name, value)
        if "model_id" in values:
            device.model = _model(values["model_id"])
        if "room_id" in values:
            device.room = _room(values["room_id"])
        if "room_feature_id" in values:
            device.room_feature = _feature(values["room_feature_id"])


def note(device: Equipment, event: DeviceEvent, actor: User, **more: Any) -> EquipmentMove:
    """Write one line of the history in the caller's transaction."""
    facts = {"from_state": None if event is DeviceEvent.register else device.state, "to_state": device.state, **more}
    move = EquipmentMove(equipment_id=device.id, event=event, actor_id=actor.id, room_id=device.room_id, **facts)
    db.session.add(move)
    return move


def _check(device: Equipment) -> None:
    with db.session.no_autoflush:
        _refuse_taken(queries.has_tag([device.tag]), device.id, "tag")
        if device.serial_number is not None:
            _refuse_taken(Equipment.serial_number == device.serial_number, device.id, "serialNumber")
    if device.room_feature_id is not None and device.room_id is None:
        raise Invalid.for_field("room_id", _("Say of which room the device is a part."))
    if device.purchased_on and device.warranty_ends_on and device.warranty_ends_on < device.purchased_on:
        raise Invalid.for_field("warranty_ends_on", _("The warranty cannot end before the purchase."))


def _flush() -> None:
    """Write the device; somebody else may have taken its tag or serial number since we looked."""
    taken = _("Another device has this tag or serial number already.")
    try:
        db.session.flush()
    except IntegrityError as problem:
        raise Taken(taken) from problem


def _refuse_taken(which: ColumnElement[bool], besides: int | None, field: str) -> None:
    other = queries.device_with(which, besides)
    if other is not None:
        message = (
            _("The device %(device)s has this tag already.", device=str(other))
            if field == "tag"
            else _("The device %(device)s has this serial number already.", device=str(other))
        )
        raise Taken(message, field=field, equipment_id=other.id, tag=other.tag)


def _model(model_id: int) -> EquipmentModel:
    with db.session.no_autoflush:
        found = db.session.get(EquipmentModel, model_id)
    if found is None:
        raise Invalid.for_field("model_id", _("There is no such model."))
    return found


def _room(room_id: int | None) -> Any:
    with db.session.no_autoflush:
        found = queries.room(room_id) if room_id is not None else None
    if room_id is not None and found is None:
        raise Invalid.for_field("room_id", _("There is no such room."))
    return found


def _feature(feature_id: int | None) -> Any:
    with db.session.no_autoflush:
        found = db.session.get(RoomFeature, feature_id) if feature_id is not None else None
    if feature_id is not None and found is None:
        raise Invalid.for_field("room_feature_id", _("There is no such feature."))
    return found


def warranty_end(model: EquipmentModel, purchased_on: date | None) -> date | None:
    """The day on which the model's months after a purchase are over."""
    if purchased_on is None or model.warranty_months is None:
        return None
    return months_after(purchased_on, model.warranty_months)


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last one of that month."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
