"""Maintenance windows: announced, moved, over, cancelled."""

from datetime import datetime

from flask_babel import gettext as _

from app.accounts.models import User
from app.calendar import policies, sources
from app.calendar.events import MaintenanceAnnounced, MaintenanceCancelled, MaintenanceMoved
from app.calendar.models import LONGEST_MAINTENANCE, MaintenanceState, MaintenanceWindow
from app.calendar.schemas import MaintenanceChange, MaintenanceDraft
from app.core.audit import audit
from app.core.company import CompanySettings
from app.core.db import lock
from app.core.errors import Conflict, Invalid, require
from app.core.outbox import record
from app.core.transaction import transaction
from app.extensions import db

KIND = "maintenance"


@transaction()
def announce_maintenance(draft: MaintenanceDraft, *, actor: User) -> MaintenanceWindow:
    """Tell those concerned that something will not be available. `Invalid` for more than two weeks."""
    require(policies.can_plan(actor))
    window = MaintenanceWindow(title=draft.title, text=draft.text, effect=draft.effect)
    _put(window, draft.starts_at, draft.ends_at, draft.timezone or CompanySettings.current().zone_name)
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


def _must_be_planned(window: MaintenanceWindow) -> None:
    if window.state is not MaintenanceState.planned:
        raise Conflict(_("This maintenance is over or was cancelled."))


def _put(window: MaintenanceWindow, starts_at: datetime, ends_at: datetime, zone: str) -> None:
    if ends_at <= starts_at:
        raise Invalid.for_field("endsAt", _("It must end after it begins."))
    if ends_at - starts_at > LONGEST_MAINTENANCE:
        raise Invalid.for_field("endsAt", _("Maintenance takes two weeks at most."))
    window.put(starts_at, ends_at, zone)
