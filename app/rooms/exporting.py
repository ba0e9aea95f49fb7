"""Rooms as a table that the import of rooms reads."""

from collections.abc import Iterable, Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.core.paging import in_pieces
from app.rooms.models import Building, Floor, Room

HEADER = ("code", "name", "site", "building", "floor", "capacity", "features", "timezone", "is_bookable", "is_active",
          "notes")  # fmt: skip


def all_rooms_as_rows() -> tuple[Iterable[str], Iterator[Iterable[Any]]]:
    """The header, and every room by id."""
    return HEADER, rooms_as_rows(sa.select(Room))


def rooms_as_rows(question: Any) -> Iterator[Iterable[Any]]:
    """The rooms of a question, a few hundred in memory at a time."""
    place = joinedload(Room.floor).joinedload(Floor.building).joinedload(Building.site)
    for room in in_pieces(question.options(place, selectinload(Room.features)), Room.id):
        yield (room.code, room.name, room.site.name, room.floor.building.name, room.floor.name, room.capacity,
               ", ".join(feature.name for feature in room.features), room.timezone, room.is_bookable, room.is_active,
               room.notes)  # fmt: skip
