"""Rooms and a year of bookings, written in bulk."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import sqlalchemy as sa

from app.accounts import queries as people
from app.accounts.models import User
from app.core.holds import Hold, Resource
from app.core.transaction import transaction
from app.extensions import db
from app.rooms.models import Booking, BookingOccurrence
from app.rooms.models.bookings import SOURCE
from tests.factories import rooms

HALF_HOUR = timedelta(minutes=30)
AT_ONCE = 20_000


def fill(room_count: int, booking_count: int) -> None:
    """Rooms in five buildings with two of five features each, and bookings that do not overlap."""
    chance = Random(11)
    keeper = people.person_by_email("agent0@example.org")
    assert keeper
    features = [rooms.feature(f"Feature {number}", actor=keeper).id for number in range(5)]
    floors = [rooms.floor(at=rooms.building(f"House {number}", actor=keeper), actor=keeper) for number in range(5)]
    with transaction():
        made = [
            rooms.room(f"Room {number}", floors[number % 5], keeper, capacity=chance.choice((2, 4, 6, 8, 12, 20)),
                       feature_ids=chance.sample(features, 2)).id
            for number in range(room_count)
        ]  # fmt: skip
    owners = list(db.session.scalars(sa.select(User.id).limit(500)))
    slots = list(_slots(made, booking_count))
    for begin in range(0, len(slots), AT_ONCE):
        _book(slots[begin : begin + AT_ONCE], owners, chance)


def _slots(made: list[int], booking_count: int) -> Any:
    """Room and start: each room has one booking every 21 hours or so, over a year."""
    base = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    each = -(-booking_count // len(made))
    step = timedelta(days=365) / each
    for room_id in made:
        for number in range(each):
            start = base + step * number
            yield room_id, start - timedelta(minutes=start.minute % 30, seconds=start.second,
                                             microseconds=start.microsecond)  # fmt: skip


def _book(slots: list[tuple[int, datetime]], owners: list[int], chance: Random) -> None:
    now = datetime.now(UTC)
    with transaction():
        ids = _insert(Booking, [
            {"created_at": now, "room_id": room_id, "owner_id": chance.choice(owners), "title": "Meeting",
             "is_private": False, "timezone": "Europe/Vienna", "starts_wall": start.replace(tzinfo=None),
             "seconds": 3600, "setup_minutes": 0, "cleanup_minutes": 0}
            for room_id, start in slots
        ])  # fmt: skip
        times = _insert(BookingOccurrence, [
            {"created_at": now, "booking_id": booking_id, "room_id": room_id, "starts_at": start,
             "ends_at": start + 2 * HALF_HOUR, "original_at": start, "is_shifted": False, "is_moved": False}
            for booking_id, (room_id, start) in zip(ids, slots, strict=True)
        ])  # fmt: skip
        db.session.execute(sa.insert(Hold), [
            {"created_at": now, "resource_kind": Resource.room, "resource_id": room_id, "hold_from": start,
             "hold_to": start + 2 * HALF_HOUR, "source_kind": SOURCE, "source_id": time_id, "is_live": True}
            for time_id, (room_id, start) in zip(times, slots, strict=True)
        ])  # fmt: skip


def _insert(table: Any, rows: list[dict[str, Any]]) -> list[int]:
    statement = sa.insert(table).returning(table.id, sort_by_parameter_order=True)
    return list(db.session.scalars(statement, rows))
