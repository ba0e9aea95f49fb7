"""How times of a booking get their room: what is closed or taken is refused by name, the rest is held."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _

from app.accounts.models import User
from app.core import holds
from app.core.errors import Invalid
from app.core.holds import BookingConflict, Clash, Hold, Resource, Wanted
from app.core.walltime import is_open
from app.extensions import db
from app.rooms import queries
from app.rooms.models import Booking, BookingOccurrence, Room
from app.rooms.models.bookings import SOURCE
from app.rooms.wording import span


@dataclass(frozen=True)
class Slot:
    """A time that a booking wants; `original_at` is when its rule says."""

    original_at: datetime
    starts_at: datetime
    ends_at: datetime
    is_shifted: bool = False
    is_moved: bool = False


@dataclass(frozen=True)
class Refused:
    """A time that could not be had: the room is closed then, or `hold` is in the way."""

    slot: Slot
    hold: Hold | None = None

    @property
    def reason(self) -> str:
        """Why, in one word for programs."""
        return "taken" if self.hold else "closed"


def place(
    booking: Booking, slots: Sequence[Slot], *, actor: User, partly: bool
) -> tuple[list[BookingOccurrence], list[Refused]]:
    """Hold the room for these times; `partly` lets those be refused that are closed or taken, unless all are.

    `Invalid` when the room is closed, `BookingConflict` (naming what is in the way, and other rooms) when it is taken.
    """
    open_slots = [
        slot for slot in slots if is_open(booking.room.hours, slot.starts_at, slot.ends_at, booking.room.zone)
    ]
    closed = [Refused(slot) for slot in slots if slot not in set(open_slots)]
    if closed and (not partly or not open_slots):
        raise Invalid.for_field("starts_at", _("%(room)s is closed at that time.", room=booking.room.name))
    if not partly and (known := holds.in_the_way(_wanted(booking, open_slots), is_final=False)):
        raise conflict(booking.room, known, actor=actor)  # said before the queue for the room, in which many may stand
    clashes = {clash.wanted: clash for clash in holds.in_the_way(_wanted(booking, open_slots))}
    taken = [clashes[want] for want in _wanted(booking, open_slots) if want in clashes]
    if taken and (not partly or len(taken) == len(open_slots)):
        raise conflict(booking.room, taken, actor=actor)
    pairs = list(zip(open_slots, _wanted(booking, open_slots), strict=True))
    made = _occurrences(booking, [slot for slot, want in pairs if want not in clashes])
    refused = [Refused(slot, clashes[want].hold) for slot, want in pairs if want in clashes]
    return made, sorted(closed + refused, key=lambda each: each.slot.starts_at)


def hold(occurrences: Iterable[BookingOccurrence]) -> None:
    """Take the room for these occurrences; `BookingConflict` when it is taken."""
    holds.take(Wanted(Resource.room, row.room_id, row.held_from, row.held_to, SOURCE, row.id) for row in occurrences)


def conflict(room: Room, clashes: Sequence[Clash], *, actor: User) -> BookingConflict:
    """The refusal that names what is in the way, as far as the actor may know, and up to three rooms instead."""
    first = clashes[0]
    known = holds.names([clash.hold for clash in clashes], actor)
    instead = queries.instead_of(actor, room, first.wanted.start, first.wanted.end)
    conflicts = [
        {
            "startsAt": holds.in_text(clash.hold.hold_from),
            "endsAt": holds.in_text(clash.hold.hold_to),
            "title": _name(clash.hold, known),
        }
        for clash in clashes
    ]
    words = {"room": room.name, "when": span(first.hold.hold_from, first.hold.hold_to, room.zone)}
    title = _name(first.hold, known)
    message = (
        _("%(room)s is taken by “%(title)s”, %(when)s.", title=title, **words)
        if title
        else _("%(room)s is taken already, %(when)s.", **words)
    )
    offers = [{"id": each.id, "name": each.name, "capacity": each.capacity} for each in instead]
    return BookingConflict(clashes, message, conflicts=conflicts, offers=offers)


def _name(held: Hold, known: dict[tuple[str, int], str]) -> str | None:
    return known.get((held.source_kind, held.source_id))


def _wanted(booking: Booking, slots: Sequence[Slot]) -> list[Wanted]:
    before, after = timedelta(minutes=booking.setup_minutes), timedelta(minutes=booking.cleanup_minutes)
    return [
        Wanted(Resource.room, booking.room_id, slot.starts_at - before, slot.ends_at + after, SOURCE, 0)
        for slot in slots
    ]


def _occurrences(booking: Booking, slots: Sequence[Slot]) -> list[BookingOccurrence]:
    rows = [
        BookingOccurrence(
            booking=booking, room_id=booking.room_id, starts_at=slot.starts_at, ends_at=slot.ends_at,
            original_at=slot.original_at, is_shifted=slot.is_shifted, is_moved=slot.is_moved,
        )
        for slot in slots
    ]  # fmt: skip
    db.session.add_all(rows)
    db.session.flush()  # holds carry their ids
    hold(rows)
    return rows
