"""Sites, rooms and two weeks of meetings, as part of the caller's transaction; the many are written in bulk."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

import sqlalchemy as sa

from app.accounts.models import User
from app.core import clock
from app.core.holds import Hold, Resource
from app.core.walltime import to_utc
from app.demo import cast, houses
from app.demo.travel import Traveller
from app.extensions import db
from app.rooms import services
from app.rooms.models import Booking, BookingOccurrence, Floor, Room, RoomFeature
from app.rooms.models.bookings import SOURCE
from app.rooms.schemas import BookingDraft, BuildingChange, FeatureChange, FloorChange, RoomChange, SiteChange

BEFORE = timedelta(days=390)
HALF_HOURS = range(16, 36)  # of a day, 08:00 to 18:00
WEEKS = 2
Times = tuple[datetime, datetime]


def open_houses(people: dict[str, User], traveller: Traveller, now: datetime, chance: Random) -> dict[str, Room]:
    """Everything about rooms; answers the rooms by name."""
    traveller.moment = now - BEFORE
    rooms = _rooms(people["carl"])
    monday = now.date() - timedelta(days=now.weekday())
    known: dict[int, list[Times]] = {room.id: [] for room in rooms.values()}
    for room_id, times in _series(rooms, people, traveller, monday):
        known[room_id].append(times)
    traveller.moment = now - timedelta(hours=2)
    name, feature, reason = houses.BROKEN
    broken = next(each for each in rooms[name].features if each.name == feature)
    services.mark_out_of_order(rooms[name], "display", reason, feature=broken, actor=people["ben"])
    traveller.moment = now - timedelta(days=9)
    owners = [person for key, person in people.items() if key not in (cast.LEAVER, cast.NEWCOMER)]
    _meetings([room for room in rooms.values() if room.is_bookable], owners, monday, chance, known)
    traveller.moment = None
    return rooms


def _rooms(actor: User) -> dict[str, Room]:
    features = {name: services.keep_feature(None, FeatureChange(name=name, icon=icon), actor=actor)
                for name, icon in houses.FEATURES.items()}  # fmt: skip
    floors: dict[tuple[str, str], Floor] = {}
    buildings = {}
    for key, (name, zone, country, address) in houses.SITES.items():
        site = services.keep_site(
            None, SiteChange(name=name, timezone=zone, country=country, address=address), actor=actor
        )
        buildings[key] = services.keep_building(
            None, BuildingChange(name=houses.BUILDINGS[key], site_id=site.id), actor=actor
        )
    rows = [*houses.ROOMS, *((*each, ()) for each in houses.CLOSED)]
    for key, floor, *_rest in rows:
        if (key, floor) not in floors:
            place = -1 if floor == houses.BASEMENT else sum(house == key for house, _name in floors)
            change = FloorChange(name=floor, building_id=buildings[key].id, position=place)
            floors[key, floor] = services.keep_floor(None, change, actor=actor)
    return {row[2]: _room(row, floors[row[0], row[1]], features, actor) for row in rows}


def _room(row: Any, floor: Floor, features: dict[str, RoomFeature], actor: User) -> Room:
    _site, _floor, name, code, seats, wanted = row
    change = RoomChange(
        name=name, code=code, floor_id=floor.id, capacity=seats, feature_ids=[features[each].id for each in wanted],
        opening_hours=houses.OFFICE, is_bookable=row in houses.ROOMS,
    )  # fmt: skip
    return services.keep_room(None, change, actor=actor)


def _series(
    rooms: dict[str, Room], people: dict[str, User], traveller: Traveller, monday: date
) -> Iterator[tuple[int, Times]]:
    """Weekly meetings that began two weeks ago; answers their times by room."""
    for name, owner, title, weekday, hour, minutes, private in houses.SERIES:
        room = rooms[name]
        start, _moved = to_utc(_at(monday - timedelta(days=14 - weekday), hour * 2), room.zone)
        traveller.moment = start - timedelta(days=3)
        draft = BookingDraft(title=title, starts_at=start, ends_at=start + timedelta(minutes=minutes), private=private,
                             recurrence="FREQ=WEEKLY;COUNT=12")  # fmt: skip
        booked = services.book_room(room, draft, actor=people[owner])
        yield from ((room.id, (row.starts_at, row.ends_at)) for row in booked.occurrences)


def _meetings(
    rooms: list[Room], owners: list[User], monday: date, chance: Random, known: Mapping[int, list[Times]]
) -> None:
    """This and next week, about half of each day, in three statements."""
    meetings = [
        (room, chance.choice(owners), chance.choice(houses.TITLES), chance.random() < 0.08, wall, start, end)
        for room in rooms
        for day in (monday + timedelta(days=week * 7 + number) for week in range(WEEKS) for number in range(5))
        for wall, start, end in _half_a_day(room, day, chance, known[room.id])
    ]
    bookings = _insert(Booking, [
        {"room_id": room.id, "owner_id": owner.id, "title": title, "is_private": private, "timezone": room.zone_name,
         "starts_wall": wall, "seconds": int((end - start).total_seconds()), "setup_minutes": 0, "cleanup_minutes": 0}
        for room, owner, title, private, wall, start, end in meetings
    ])  # fmt: skip
    occurrences = _insert(BookingOccurrence, [
        {"booking_id": booking_id, "room_id": room.id, "starts_at": start, "ends_at": end, "original_at": start,
         "is_shifted": False, "is_moved": False}
        for booking_id, (room, *_words, start, end) in zip(bookings, meetings, strict=True)
    ])  # fmt: skip
    _insert(Hold, [
        {"resource_kind": Resource.room, "resource_id": room.id, "hold_from": start, "hold_to": end,
         "source_kind": SOURCE, "source_id": occurrence_id, "is_live": True}
        for occurrence_id, (room, *_words, start, end) in zip(occurrences, meetings, strict=True)
    ])  # fmt: skip


def _half_a_day(
    room: Room, day: date, chance: Random, known: list[Times]
) -> Iterator[tuple[datetime, datetime, datetime]]:
    """Meetings of half an hour to two hours with gaps of the same kind, where nothing else is known of."""
    at = HALF_HOURS.start + chance.choice((0, 0, 1, 2))
    while at < HALF_HOURS.stop:
        length = min(chance.choice((1, 2, 2, 3, 4)), HALF_HOURS.stop - at)
        wall = _at(day, at)
        start, end = to_utc(wall, room.zone)[0], to_utc(_at(day, at + length), room.zone)[0]
        if all(end <= begins or start >= ends for begins, ends in known):
            yield wall, start, end
        at += length + chance.choice((0, 1, 2, 3, 5))


def _at(day: date, half_hours: int) -> datetime:
    return datetime.combine(day, time(0)) + timedelta(minutes=30 * half_hours)


def _insert(table: Any, rows: list[dict[str, Any]]) -> list[int]:
    statement = sa.insert(table).returning(table.id, sort_by_parameter_order=True)
    return list(db.session.scalars(statement, [{"created_at": clock.now(), **row} for row in rows]))
