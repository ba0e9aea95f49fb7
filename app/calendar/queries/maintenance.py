"""Maintenance windows: the gate, lists, and what goes on or is to come."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from app.accounts import queries as accounts
from app.accounts.models import User
from app.calendar import policies
from app.calendar.models import (
    LONGEST_MAINTENANCE,
    MaintenanceState,
    MaintenanceWindow,
    maintenance_equipment,
    maintenance_rooms,
)
from app.core.db import MAX_ID
from app.core.errors import NotFound
from app.core.paging import Page, Paging, page_of
from app.equipment.models import Equipment
from app.extensions import db
from app.rooms.models import Room

SORT_KEYS = {
    "id": MaintenanceWindow.id,
    "startsAt": MaintenanceWindow.starts_at,
    "updatedAt": MaintenanceWindow.updated_at,
}
WITH_WINDOW = (selectinload(MaintenanceWindow.rooms), selectinload(MaintenanceWindow.equipment))
AHEAD = timedelta(days=7)  # how long before it begins a banner announces maintenance


def windows_visible_to(actor: User) -> sa.Select[Any]:
    """All of them for staff; for others those that take place and concern them."""
    rows = sa.select(MaintenanceWindow)
    if policies.sees_calendar(actor):
        return rows
    return rows.where(MaintenanceWindow.state != MaintenanceState.cancelled, _concerns(actor))


def window_for(actor: User, window_id: int) -> MaintenanceWindow:
    """The window, if the actor may see it; else `NotFound`."""
    wanted = windows_visible_to(actor).where(MaintenanceWindow.id == window_id).options(*WITH_WINDOW)
    found = db.session.scalar(wanted) if 0 < window_id <= MAX_ID else None
    if found is None:
        raise NotFound
    return found


def window_by_id(window_id: int) -> MaintenanceWindow | None:
    """The window, for telling people of it."""
    return db.session.get(MaintenanceWindow, window_id)


def concerned_by(window: MaintenanceWindow) -> Sequence[User]:
    """Whom maintenance concerns: who has one of the devices, or one that stands in those places; else everybody."""
    return db.session.scalars(_people_of(window).options(selectinload(User.roles))).all()


def ids_concerned_by(window: MaintenanceWindow) -> frozenset[int]:
    """The same, by id."""
    return frozenset(db.session.scalars(_people_of(window).with_only_columns(User.id)))


def _people_of(window: MaintenanceWindow) -> sa.Select[Any]:
    people = accounts.people(is_active=True)
    if window.concerns_all:
        return people
    return people.where(_affected_devices(window.id, window.building_id).where(Equipment.holder_id == User.id).exists())


def _affected_devices(window_id: Any, building_id: Any) -> sa.Select[Any]:
    """Devices that a window names, or that stand in the rooms or the building that it names."""
    rooms, devices = maintenance_rooms.c, maintenance_equipment.c
    named = sa.select(devices.window_id).where(devices.window_id == window_id, devices.equipment_id == Equipment.id)
    in_room = sa.select(rooms.window_id).where(rooms.window_id == window_id, rooms.room_id == Equipment.room_id)
    in_house = sa.select(Room.id).where(Room.id == Equipment.room_id, Room.building_id == building_id)
    around = [each.correlate(MaintenanceWindow, Equipment).exists() for each in (named, in_room, in_house)]
    return sa.select(Equipment.id).where(sa.or_(*around))


def _concerns(actor: User) -> sa.ColumnElement[bool]:
    """Whether maintenance concerns the actor."""
    of_window = [each.c.window_id == MaintenanceWindow.id for each in (maintenance_rooms, maintenance_equipment)]
    narrowed = sa.or_(MaintenanceWindow.building_id.is_not(None), *(sa.exists().where(each) for each in of_window))
    devices = _affected_devices(MaintenanceWindow.id, MaintenanceWindow.building_id)
    mine = devices.where(Equipment.holder_id == actor.id).correlate(MaintenanceWindow)
    return sa.or_(sa.not_(narrowed), mine.exists())


def affecting(room_ids: Collection[int]) -> sa.ColumnElement[bool]:
    """Maintenance of these rooms, of their building, or of everything."""
    named = sa.select(maintenance_rooms.c.window_id).where(maintenance_rooms.c.room_id.in_(room_ids))
    houses = sa.select(Room.building_id).where(Room.id.in_(room_ids))
    narrowed = sa.select(maintenance_rooms.c.window_id).union(sa.select(maintenance_equipment.c.window_id))
    is_for_all = sa.and_(MaintenanceWindow.building_id.is_(None), MaintenanceWindow.id.not_in(narrowed))
    return sa.or_(MaintenanceWindow.id.in_(named), MaintenanceWindow.building_id.in_(houses), is_for_all)


def rooms_affected_by(window: MaintenanceWindow) -> frozenset[int]:
    """The rooms that maintenance is about; all of them when nothing is named."""
    if window.concerns_all:
        return frozenset(db.session.scalars(sa.select(Room.id)))
    in_house = sa.select(Room.id).where(Room.building_id == window.building_id)
    found = db.session.scalars(in_house) if window.building_id else ()
    return frozenset({*(room.id for room in window.rooms), *found})


def devices_by_id(ids: Sequence[int]) -> Sequence[Equipment]:
    """These devices."""
    return db.session.scalars(sa.select(Equipment).where(Equipment.id.in_(ids)).order_by(Equipment.tag)).all()


def windows_page(actor: User, paging: Paging, where: Sequence[sa.ColumnElement[bool]] = ()) -> Page:
    """A page of the windows that the actor may see."""
    rows = windows_visible_to(actor).where(*where).options(*WITH_WINDOW)
    return page_of(rows, paging, keys=SORT_KEYS, tie=MaintenanceWindow.id)


def windows_between(starts_at: datetime, ends_at: datetime) -> sa.Select[Any]:
    """Windows that are open at any time between the two; none is longer than `LONGEST_MAINTENANCE`."""
    begun = MaintenanceWindow.starts_at > starts_at - LONGEST_MAINTENANCE
    return sa.select(MaintenanceWindow).where(
        MaintenanceWindow.starts_at < ends_at, begun, MaintenanceWindow.ends_at > starts_at
    )


def announced_to(actor: User, now: datetime) -> Sequence[MaintenanceWindow]:
    """Maintenance that concerns the actor and goes on or begins within the coming days, soonest first."""
    rows = windows_between(now, now + AHEAD).where(
        MaintenanceWindow.state == MaintenanceState.planned, _concerns(actor)
    )
    return db.session.scalars(rows.order_by(MaintenanceWindow.starts_at, MaintenanceWindow.id).limit(10)).all()
