"""Maintenance windows: announced, moved, over, cancelled."""

from datetime import datetime

from flask_babel import gettext as _

from app.accounts.models import User
from app.calendar import policies, queries, sources
from app.calendar.events import MaintenanceAnnounced, MaintenanceCancelled, MaintenanceMoved
from app.calendar.models import LONGEST_MAINTENANCE, MaintenanceState, MaintenanceWindow
from app.calendar.schemas import MaintenanceChange, MaintenanceDraft
from app.core.audit import audit
from app.core.company import CompanySettings
from app.core.db import lock
from app.core.errors import Conflict, Invalid, NotFound, require
from app.core.outbox import record
from app.core.transaction import transaction
from app.extensions import db
from app.rooms import queries as rooms
from app.rooms.models import Building

KIND = "maintenance"


@transaction()
def announce_maintenance(draft: MaintenanceDraft, *, actor: User) -> MaintenanceWindow:
    """Tell those concerned that something will not be available. `Invalid` for more than two weeks."""
    require(policies.can_plan(actor))
    window = MaintenanceWindow(title=draft.title, text=draft.text, effect=draft.effect)
    _affect(window, draft, actor)
    zone = draft.timezone or (window.building.site.timezone if window.building else CompanySettings.current().zone_name)
    _put(window, draft.starts_at, draft.ends_at, zone)
    db.session.add(window)
    db.session.flush()
    audit("maintenance.announced", window, actor=actor)
    sources.note_change(KIND, window.id)
    record(MaintenanceAnnounced(window_id=window.id, actor_id=actor.id))
    return window


@transaction()
def move_maintenance(
    window: MaintenanceWindow, starts_at: datetime, ends_at: datetime, *, actor: User
) -> MaintenanceWindow:
    """Let maintenance take place at another time; `Conflict` unless it is planned."""
    return change_maintenance(window, MaintenanceChange(starts_at=starts_at, ends_at=ends_at), actor=actor)


@transaction()
def change_maintenance(window: MaintenanceWindow, change: MaintenanceChange, *, actor: User) -> MaintenanceWindow:
    """Change what is sent of planned maintenance; who is concerned hears of another time."""
    require(policies.can_plan(actor))
    lock(window)
    if change.state is MaintenanceState.cancelled:
        return cancel_maintenance(window, actor=actor)
    _must_be_planned(window)
    before = window.starts_at, window.ends_at
    _put(window, *change.span(*before), change.timezone or window.zone)
    _affect(window, change, actor)
    for name in ("title", "text", "effect", "state"):
        if (value := getattr(change, name)) is not None:
            setattr(window, name, value)
    db.session.flush()
    audit("maintenance.changed", window, actor=actor, fields=sorted(change.model_fields_set))
    sources.note_change(KIND, window.id)
    if (window.starts_at, window.ends_at) != before:
        record(MaintenanceMoved(window.id, actor.id, before[0].isoformat()))
    return window


@transaction()
def cancel_maintenance(window: MaintenanceWindow, *, actor: User) -> MaintenanceWindow:
    """Let announced maintenance not take place; `Conflict` unless it is planned."""
    require(policies.can_plan(actor))
    lock(window)
    _must_be_planned(window)
    window.state = MaintenanceState.cancelled
    db.session.flush()
    audit("maintenance.cancelled", window, actor=actor)
    sources.note_change(KIND, window.id)
    record(MaintenanceCancelled(window_id=window.id, actor_id=actor.id))
    return window


def _affect(window: MaintenanceWindow, said: MaintenanceDraft | MaintenanceChange, actor: User) -> None:
    """Name what the maintenance is about, as far as it was sent."""
    sent = said.model_fields_set
    if "building_id" in sent:
        window.building = _building(said.building_id)
    if "room_ids" in sent:
        found = rooms.rooms_by_id(actor, said.room_ids)
        if len(found) != len(set(said.room_ids)):
            raise Invalid.for_field("roomIds", _("There is no such room."))
        window.rooms = list(found.values())
    if "equipment_ids" in sent:
        devices = queries.devices_by_id(said.equipment_ids)
        if len(devices) != len(set(said.equipment_ids)):
            raise Invalid.for_field("equipmentIds", _("There is no such device."))
        window.equipment = list(devices)


def _building(building_id: int | None) -> Building | None:
    if building_id is None:
        return None
    try:
        return rooms.place(Building, building_id)
    except NotFound as error:
        raise Invalid.for_field("buildingId", _("There is no such building.")) from error


def _must_be_planned(window: MaintenanceWindow) -> None:
    if window.state is not MaintenanceState.planned:
        raise Conflict(_("This maintenance is over or was cancelled."))


def _put(window: MaintenanceWindow, starts_at: datetime, ends_at: datetime, zone: str) -> None:
    if ends_at <= starts_at:
        raise Invalid.for_field("endsAt", _("It must end after it begins."))
    if ends_at - starts_at > LONGEST_MAINTENANCE:
        raise Invalid.for_field("endsAt", _("Maintenance takes two weeks at most."))
    window.put(starts_at, ends_at, zone)
