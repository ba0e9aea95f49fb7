"""Booking a room, and giving it back."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from flask_babel import gettext as _

from app.accounts.models import User
from app.accounts.policies import is_system
from app.core import clock, holds
from app.core.errors import Conflict, Invalid, require
from app.core.outbox import record
from app.core.transaction import transaction
from app.core.walltime import BadRule, Occurrence, rule_ending
from app.extensions import db
from app.rooms import policies, queries
from app.rooms.events import BookingCancelled, RoomBooked
from app.rooms.models import Booking, BookingOccurrence, Room, Scope
from app.rooms.models.bookings import LONGEST, SOURCE
from app.rooms.schemas import BookingDraft
from app.rooms.services.holding import Refused, Slot, place

GRACE = timedelta(minutes=15)  # a meeting that has just begun can still be entered


@dataclass(frozen=True)
class Booked:
    """What came of a booking: its times, and those that could not be had."""

    booking: Booking
    occurrences: list[BookingOccurrence]
    refused: list[Refused]


@transaction()
def book_room(room: Room, draft: BookingDraft, *, actor: User) -> Booked:
    """Book a room for the actor, once or as a series, of which single times may be refused.

    `Invalid`: past, end before start, longer than 31 days, more than 732 times, closed. `BookingConflict`: taken.
    `Conflict`: the room is out of order or cannot be booked.
    """
    require(policies.can_book(actor, room), _("This room cannot be booked."))
    must_be_sound(draft.starts_at, draft.ends_at)
    if any(outage.feature_id is None for outage in queries.outages([room.id]).get(room.id, [])):
        raise Conflict(_("%(room)s is out of order at the moment.", room=room.name))
    zone = draft.timezone or room.zone_name
    booking = Booking(
        room=room, owner=actor, title=draft.title, is_private=draft.private, timezone=zone,
        starts_wall=wall(draft.starts_at, zone), seconds=int((draft.ends_at - draft.starts_at).total_seconds()),
        recurrence=draft.recurrence, setup_minutes=draft.setup_minutes, cleanup_minutes=draft.cleanup_minutes,
    )  # fmt: skip
    slots = slots_of(booking, draft.starts_at)
    db.session.add(booking)
    db.session.flush()
    made, refused = place(booking, slots, actor=actor, partly=booking.recurrence is not None)
    record(RoomBooked(booking.id, tuple(row.id for row in made), actor.id))
    return Booked(booking, made, refused)


@transaction()
def cancel_booking(occurrence: BookingOccurrence, scope: Scope = Scope.this, *, actor: User) -> None:
    """Give the room back: this time, this and the following, or all that have not begun.

    `Conflict` for a time that is over.
    """
    booking = occurrence.booking
    require(policies.can_change_booking(actor, booking))
    rows = meant(occurrence, scope)
    if not rows:
        raise Conflict(_("This is over already."))
    drop(rows)
    if scope is not Scope.this and booking.recurrence:
        end_series(booking, min(row.original_at for row in rows))
    record(BookingCancelled(booking.id, tuple(row.id for row in rows), actor.id))


@transaction()
def free_bookings_of(person_id: int, *, actor: User) -> None:
    """Give back everything to come that a person had booked: they have left."""
    require(is_system(actor) or actor.is_agent)
    rows = queries.to_come(person_id, clock.now())
    drop(rows)
    for booking_id in {row.booking_id for row in rows}:
        ids = tuple(row.id for row in rows if row.booking_id == booking_id)
        record(BookingCancelled(booking_id, ids, actor.id))


def meant(occurrence: BookingOccurrence, scope: Scope) -> list[BookingOccurrence]:
    """The times that a change of this scope is about; what is over stays as it was."""
    now = clock.now()
    if scope is Scope.this:
        return [occurrence] if occurrence.ends_at > now else []
    since = occurrence.original_at if scope is Scope.following else datetime.min.replace(tzinfo=UTC)
    return [row for row in queries.of_booking(occurrence.booking, since) if row.starts_at > now - GRACE]


def drop(rows: list[BookingOccurrence]) -> None:
    """These do not take place; what they held is free."""
    ids = [row.id for row in rows]
    holds.free(SOURCE, ids)
    now, about = clock.now(), BookingOccurrence
    mine = sa.update(about).where(about.id.in_(ids))
    db.session.execute(mine.values(cancelled_at=now, updated_at=now, version=about.version + 1))


def end_series(booking: Booking, before: datetime) -> None:
    """Let the rule end before this moment; one that would never have begun is left as it was."""
    if booking.recurrence and booking.times()[0].start < before:
        booking.recurrence = rule_ending(booking.recurrence, before - timedelta(seconds=1))


def must_be_sound(start: datetime, end: datetime) -> None:
    """`Invalid` for a time that is over, ends before it begins, or takes too long."""
    if end <= start:
        raise Invalid.for_field("ends_at", _("The end must be after the start."))
    if end - start > LONGEST:
        raise Invalid.for_field("ends_at", _("A booking takes at most %(days)s days.", days=LONGEST.days))
    if start < clock.now() - GRACE:
        raise Invalid.for_field("starts_at", _("This time is over already."))


def wall(moment: datetime, zone: str) -> datetime:
    """What the clock on the wall of that zone says then."""
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def slots_of(booking: Booking, first: datetime) -> list[Slot]:
    """The times by the rule. The first one is the very moment that was asked for: its wall time may exist twice."""
    try:
        times = booking.times()
    except BadRule as error:
        raise Invalid.for_field("recurrence", str(error)) from error
    times[0] = Occurrence(times[0].wall, first, times[0].is_shifted)
    slots = [Slot(time.start, time.start, time.start + booking.duration, time.is_shifted) for time in times]
    if any(after.starts_at < before.ends_at for before, after in pairwise(slots)):
        raise Invalid.for_field("recurrence", _("It would repeat before it ends."))
    return slots
