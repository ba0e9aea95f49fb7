"""Who has which room when; titles of private bookings are their owners' alone."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.core.db import MAX_ID
from app.core.errors import NotFound
from app.core.paging import Page, Paging, page_of
from app.extensions import db
from app.rooms import policies
from app.rooms.models import Booking, BookingOccurrence, Building, Floor, Room
from app.rooms.models.bookings import LONGEST

SORT_KEYS = {"startsAt": BookingOccurrence.starts_at, "id": BookingOccurrence.id}
MOST_AT_ONCE = 2_000


def live_occurrences() -> sa.Select[Any]:
    """What takes place, with its booking and owner."""
    booking = joinedload(BookingOccurrence.booking, innerjoin=True)
    owner = booking.joinedload(Booking.owner, innerjoin=True).load_only(User.id, User.first_name)
    return sa.select(BookingOccurrence).where(BookingOccurrence.cancelled_at.is_(None)).options(owner)


def occurrence_for(actor: User, room: Room, occurrence_id: int) -> BookingOccurrence:
    """One time of a booking of this room, else `NotFound`; who sees the room sees that it is taken."""
    if not 0 < occurrence_id <= MAX_ID:
        raise NotFound
    mine = (BookingOccurrence.id == occurrence_id, BookingOccurrence.room_id == room.id)
    found: BookingOccurrence | None = db.session.scalar(live_occurrences().where(*mine))
    if found is None:
        raise NotFound
    return found


def own_occurrence(actor: User, occurrence_id: int) -> BookingOccurrence:
    """One time of a booking that the actor may change, else `NotFound`."""
    wanted = BookingOccurrence.id == min(occurrence_id, MAX_ID)
    found: BookingOccurrence | None = db.session.scalar(_with_rooms(live_occurrences().where(wanted)))
    if found is None or not policies.can_change_booking(actor, found.booking):
        raise NotFound
    return found


def in_rooms(room_ids: Iterable[int], start: datetime, end: datetime) -> Sequence[BookingOccurrence]:
    """What takes place in these rooms between two moments, in order of time."""
    about = BookingOccurrence
    within = (about.starts_at < end, about.starts_at > start - LONGEST, about.ends_at > start)
    rows = live_occurrences().where(about.room_id.in_(list(room_ids)), *within)
    return db.session.scalars(rows.order_by(about.starts_at, about.id).limit(MOST_AT_ONCE)).all()


def bookings_of_room(room: Room, start: datetime | None, end: datetime | None, paging: Paging) -> Page:
    """A page of what takes place in a room, from `start` to `end` where they are said."""
    rows = live_occurrences().where(BookingOccurrence.room_id == room.id)
    if start:
        rows = rows.where(BookingOccurrence.ends_at > start, BookingOccurrence.starts_at > start - LONGEST)
    if end:
        rows = rows.where(BookingOccurrence.starts_at < end)
    return page_of(rows, paging, keys=SORT_KEYS, tie=BookingOccurrence.id)


def own_bookings(actor: User, since: datetime, paging: Paging) -> Page:
    """A page of the actor's own bookings that are not over."""
    mine = sa.select(Booking.id).where(Booking.owner_id == actor.id)
    rows = live_occurrences().where(BookingOccurrence.booking_id.in_(mine), BookingOccurrence.ends_at > since)
    return page_of(_with_rooms(rows), paging, keys=SORT_KEYS, tie=BookingOccurrence.id)


def to_come(person_id: int, since: datetime) -> list[BookingOccurrence]:
    """What a person has booked that has not begun."""
    mine = sa.select(Booking.id).where(Booking.owner_id == person_id)
    rows = live_occurrences().where(BookingOccurrence.booking_id.in_(mine), BookingOccurrence.starts_at > since)
    return list(db.session.scalars(rows))


def of_booking(booking: Booking, since: datetime) -> list[BookingOccurrence]:
    """The times of a booking from `since` (by the rule) on that take place, in order."""
    mine = (BookingOccurrence.booking_id == booking.id, BookingOccurrence.original_at >= since)
    return list(db.session.scalars(live_occurrences().where(*mine).order_by(BookingOccurrence.original_at)))


def occurrences_with(ids: Sequence[int]) -> Sequence[BookingOccurrence]:
    """These, whether they take place or not, in order of time; ids that are none are left out."""
    booking = joinedload(BookingOccurrence.booking, innerjoin=True)
    rows = sa.select(BookingOccurrence).where(BookingOccurrence.id.in_(ids[:MOST_AT_ONCE]))
    rows = rows.options(booking, joinedload(BookingOccurrence.room, innerjoin=True))
    return db.session.scalars(rows.order_by(BookingOccurrence.starts_at, BookingOccurrence.id)).all()


def cancelled_originals(booking: Booking) -> set[datetime]:
    """When the rule wanted those that were cancelled."""
    mine = (BookingOccurrence.booking_id == booking.id, BookingOccurrence.cancelled_at.is_not(None))
    return set(db.session.scalars(sa.select(BookingOccurrence.original_at).where(*mine)))


def names_of(ids: Sequence[int], actor: User) -> dict[int, str]:
    """What the actor may know of these occurrences: their titles, unless private and somebody else's."""
    rows = db.session.scalars(live_occurrences().where(BookingOccurrence.id.in_(ids)))
    return {row.id: row.title for row in rows if policies.can_read_title(actor, row.booking)}


def _with_rooms(rows: sa.Select[Any]) -> sa.Select[Any]:
    floor = joinedload(BookingOccurrence.room, innerjoin=True).joinedload(Room.floor, innerjoin=True)
    return rows.options(floor.joinedload(Floor.building, innerjoin=True).joinedload(Building.site, innerjoin=True))
