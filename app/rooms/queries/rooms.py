"""The gates that every road uses, lists of rooms, and what of them is out of order."""

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import User
from app.core import tokens
from app.core.db import MAX_ID
from app.core.errors import NotFound
from app.core.paging import Page, Paging, page_of
from app.extensions import db
from app.rooms import policies
from app.rooms.models import Building, Floor, Room, RoomOutage, room_has_features
from app.rooms.schemas import RoomFilters

SORT_KEYS = {"id": Room.id, "name": Room.name, "code": Room.code, "capacity": Room.capacity}
HITS = 20
MOST_OF_A_DAY = 100


def visible_to(actor: User) -> sa.Select[Any]:
    """The rooms that the actor may see: all of them for staff, else those in use that can be booked."""
    rows = sa.select(Room)
    return rows if policies.sees_all_rooms(actor) else rows.where(Room.is_active, Room.is_bookable)


def room_for(actor: User, room_id: int) -> Room:
    """The room, if the actor may see it; else `NotFound`, as for one that does not exist."""
    if not 0 < room_id <= MAX_ID:
        raise NotFound
    room: Room | None = db.session.scalar(listed(visible_to(actor).where(Room.id == room_id)))
    if room is None:
        raise NotFound
    return room


def rooms(actor: User, filters: RoomFilters, paging: Paging) -> Page:
    """A page of the rooms that the actor may see."""
    return page_of(listed(narrowed(visible_to(actor), filters)), paging, keys=SORT_KEYS, tie=Room.id)


def rooms_found(actor: User, words: str, limit: int = HITS) -> Sequence[Room]:
    """What a picker offers: rooms in use whose name or code contains the words, by name."""
    rows = visible_to(actor).where(Room.is_active, _contains(words)).order_by(Room.name, Room.id).limit(limit)
    return db.session.scalars(listed(rows)).unique().all()


def rooms_of_day(actor: User, filters: RoomFilters) -> Sequence[Room]:
    """The rooms of a day's grid: in use, by building, floor and name."""
    rows = narrowed(visible_to(actor), filters).where(Room.is_active, Room.is_bookable)
    rows = rows.join(Room.floor).join(Floor.building).order_by(Building.name, Floor.position, Room.name)
    return db.session.scalars(listed(rows.limit(MOST_OF_A_DAY))).unique().all()


def room_at_door(token: str) -> Room:
    """The room whose tablet has this secret address, else `NotFound`."""
    room: Room | None = db.session.scalar(listed(sa.select(Room).where(Room.door_hash == tokens.digest(token))))
    if room is None:
        raise NotFound
    return room


def rooms_by_id(actor: User, ids: Iterable[int]) -> dict[int, Room]:
    """Those of the rooms that the actor may see, by id."""
    rows = listed(visible_to(actor).where(Room.id.in_(list(ids))))
    return {room.id: room for room in db.session.scalars(rows).unique()}


def narrowed(rows: sa.Select[Any], filters: RoomFilters) -> sa.Select[Any]:
    """The rooms at these places, with enough seats, all the features, and the words in their name or code."""
    if filters.floor:
        rows = rows.where(Room.floor_id.in_(filters.floor))
    if filters.building:
        rows = rows.where(Room.building_id.in_(filters.building))
    if filters.site:
        rows = rows.where(Room.building_id.in_(sa.select(Building.id).where(Building.site_id.in_(filters.site))))
    if filters.capacity:
        rows = rows.where(Room.capacity >= filters.capacity)
    if wanted := set(filters.features):
        has = room_has_features.c
        counted = sa.select(has.room_id).where(has.feature_id.in_(wanted)).group_by(has.room_id)
        rows = rows.where(Room.id.in_(counted.having(sa.func.count() == len(wanted))))
    return rows.where(_contains(filters.q)) if filters.q else rows


def listed(rows: sa.Select[Any]) -> sa.Select[Any]:
    """What a row of a list needs, in two queries."""
    place = joinedload(Room.floor, innerjoin=True).joinedload(Floor.building, innerjoin=True)
    return rows.options(place.joinedload(Building.site, innerjoin=True), selectinload(Room.features))


def outages(room_ids: Iterable[int]) -> dict[int, list[RoomOutage]]:
    """What is out of order now, by room."""
    rows = sa.select(RoomOutage).where(RoomOutage.room_id.in_(list(room_ids)), RoomOutage.ended_at.is_(None))
    found: dict[int, list[RoomOutage]] = {}
    for row in db.session.scalars(rows.order_by(RoomOutage.id)):
        found.setdefault(row.room_id, []).append(row)
    return found


def _contains(words: str) -> sa.ColumnElement[bool]:
    return sa.or_(Room.name.icontains(words, autoescape=True), Room.code.icontains(words, autoescape=True))
