"""Maintenance windows: the gate, lists, and what goes on or is to come."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from app.accounts.models import User
from app.calendar import policies
from app.calendar.models import LONGEST_MAINTENANCE, MaintenanceState, MaintenanceWindow
from app.core.db import MAX_ID
from app.core.errors import NotFound
from app.core.paging import Page, Paging, page_of
from app.extensions import db

SORT_KEYS = {
    "id": MaintenanceWindow.id,
    "startsAt": MaintenanceWindow.starts_at,
    "updatedAt": MaintenanceWindow.updated_at,
}
AHEAD = timedelta(days=7)  # how long before it begins a banner announces maintenance


def windows_visible_to(actor: User) -> sa.Select[Any]:
    """All of them for staff; for others those that take place."""
    rows = sa.select(MaintenanceWindow)
    if policies.sees_calendar(actor):
        return rows
    return rows.where(MaintenanceWindow.state != MaintenanceState.cancelled)


def window_for(actor: User, window_id: int) -> MaintenanceWindow:
    """The window, if the actor may see it; else `NotFound`."""
    wanted = windows_visible_to(actor).where(MaintenanceWindow.id == window_id)
    found = db.session.scalar(wanted) if 0 < window_id <= MAX_ID else None
    if found is None:
        raise NotFound
    return found


def windows_page(actor: User, paging: Paging, where: Sequence[sa.ColumnElement[bool]] = ()) -> Page:
    """A page of the windows that the actor may see."""
    rows = windows_visible_to(actor).where(*where)
    return page_of(rows, paging, keys=SORT_KEYS, tie=MaintenanceWindow.id)


def windows_between(starts_at: datetime, ends_at: datetime) -> sa.Select[Any]:
    """Windows that are open at any time between the two; none is longer than `LONGEST_MAINTENANCE`."""
    begun = MaintenanceWindow.starts_at > starts_at - LONGEST_MAINTENANCE
    return sa.select(MaintenanceWindow).where(
        MaintenanceWindow.starts_at < ends_at, begun, MaintenanceWindow.ends_at > starts_at
    )


def announced_to(actor: User, now: datetime) -> Sequence[MaintenanceWindow]:
    """Maintenance that concerns the actor and goes on or begins within the coming days, soonest first."""
    rows = windows_between(now, now + AHEAD).where(MaintenanceWindow.state == MaintenanceState.planned)
    return db.session.scalars(rows.order_by(MaintenanceWindow.starts_at, MaintenanceWindow.id).limit(10)).all()
