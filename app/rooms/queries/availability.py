"""Which rooms are free, and what to take instead of one that is not."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from app.accounts.models import User
from app.core.holds import Resource, is_free
from app.core.walltime import is_open, open_hours
from app.extensions import db
from app.rooms.models import Building, Room, RoomOutage, Site
from app.rooms.queries.rooms import listed, narrowed, visible_to
from app.rooms.schemas import FreeFilters, RoomFilters

OFFERED = 3
MOST = 100


def free_rooms(actor: User, wanted: FreeFilters, most: int = MOST) -> list[Room]:
    """The rooms that can be booked for all of that time: free, open, in order; the smallest that suffices first."""
    same = RoomFilters(capacity=wanted.capacity, features=wanted.features, building=wanted.building)
    rows = narrowed(visible_to(actor), same).where(Room.is_active, Room.is_bookable)
    rows = rows.where(is_free(Resource.room, Room.id, wanted.start, wanted.end), ~_broken(wanted.features))
    ids = list(islice(_open_ids(rows, wanted.start, wanted.end), most))
    found = {room.id: room for room in db.session.scalars(listed(sa.select(Room).where(Room.id.in_(ids)))).unique()}
    return [found[room_id] for room_id in ids]


def _open_ids(rows: sa.Select[Any], start: datetime, end: datetime) -> Iterator[int]:
    """Those that are open all that time, by id: opening hours are a matter of zones, which no database knows well."""
    zone = sa.func.coalesce(Room.timezone, Site.timezone)
    rows = rows.join(Room.building).join(Building.site).order_by(Room.capacity, Room.name, Room.id)
    for room_id, hours, name in db.session.execute(rows.with_only_columns(Room.id, Room.opening_hours, zone)):
        if is_open(open_hours(hours), start, end, ZoneInfo(name)):
            yield room_id


def instead_of(actor: User, room: Room, start: datetime, end: datetime, seats: int | None = None) -> Sequence[Room]:
    """Three free rooms in the same building: with enough seats and the same features, else what there is."""
    near = FreeFilters(start=start, end=end, capacity=seats or room.capacity, building=[room.building_id])
    alike = near.model_copy(update={"features": [feature.id for feature in room.features]})
    found = {each.id: each for each in free_rooms(actor, alike, OFFERED + 1)}
    if len(found) < OFFERED:
        found |= {each.id: each for each in free_rooms(actor, near, OFFERED + 1)}
    if len(found) < OFFERED:
        found |= {each.id: each for each in free_rooms(actor, near.model_copy(update={"capacity": 1}), OFFERED + 1)}
    return [each for each in found.values() if each.id != room.id][:OFFERED]


def _broken(features: list[int]) -> sa.ColumnElement[bool]:
    """Whether the room itself, or a feature that is wanted, is out of order."""
    about: sa.ColumnElement[bool] = RoomOutage.feature_id.is_(None)
    if features:
        about = sa.or_(about, RoomOutage.feature_id.in_(features))
    return sa.exists().where(RoomOutage.room_id == Room.id, RoomOutage.ended_at.is_(None), about)
