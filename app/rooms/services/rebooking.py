"""Changing a booking: one time of it, this and the following, or all that have not begun."""

from datetime import datetime, timedelta

from flask_babel import gettext as _

from app.accounts.models import User
from app.core import clock, holds
from app.core.errors import Conflict, Invalid, require
from app.core.outbox import record
from app.core.transaction import transaction
from app.core.walltime import is_open, rule_parts
from app.extensions import db
from app.rooms import policies, queries
from app.rooms.events import BookingChanged
from app.rooms.models import Booking, BookingOccurrence, Scope
from app.rooms.models.bookings import SOURCE
from app.rooms.schemas import BookingChange
from app.rooms.services.booking import drop, end_series, meant, must_be_sound, slots_of, wall
from app.rooms.services.holding import Slot, conflict, hold, place

TIMES = frozenset({"starts_at", "ends_at", "timezone", "recurrence"})
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@transaction()
def change_booking(
    occurrence: BookingOccurrence, change: BookingChange, scope: Scope = Scope.this, *, actor: User
) -> BookingOccurrence:
    """Give a booking other words or times; answers the occurrence that stands for the changed one.

    `Conflict` when it is over, `Invalid` as for booking, `BookingConflict` when a new time is taken: nothing changes
    then. A changed series goes on in a new booking; what is over stays as it was.
    """
    booking = occurrence.booking
    require(policies.can_change_booking(actor, booking))
    rows = meant(occurrence, scope)
    if not rows:
        raise Conflict(_("This is over already."))
    is_once = booking.recurrence is None
    if not change.model_fields_set & TIMES:
        return _rename(occurrence, rows, change, Scope.all if is_once else scope, actor=actor)
    if is_once and change.recurrence is None:
        return _move(occurrence, change, actor=actor)
    if scope is Scope.this and not is_once:
        if change.model_fields_set & {"recurrence", "timezone"}:
            raise Invalid.for_field("recurrence", _("Change how it repeats for this and the following, or for all."))
        return _move(occurrence, change, actor=actor)
    return _restart(rows, change, actor=actor)


def _rename(
    occurrence: BookingOccurrence, rows: list[BookingOccurrence], change: BookingChange, scope: Scope, *, actor: User
) -> BookingOccurrence:
    booking = occurrence.booking
    if scope is Scope.this and change.private is not None:
        raise Invalid.for_field("private", _("A series is private as a whole."))
    if scope is Scope.all:
        booking.title, booking.is_private = _words(booking, change)
        for row in rows:
            row.own_title = None
    else:
        for row in rows:
            row.own_title = change.title
    for row in rows:
        row.mark_changed(clock.now())
    record(BookingChanged(booking.id, tuple(row.id for row in rows), actor.id, rows[0].starts_at.isoformat()))
    return occurrence


def _move(occurrence: BookingOccurrence, change: BookingChange, *, actor: User) -> BookingOccurrence:
    """One time goes elsewhere; of a single booking, its wall time too."""
    booking = occurrence.booking
    start, end = _times(occurrence, change)
    must_be_sound(start, end)
    if not is_open(booking.room.hours, start, end, booking.room.zone):
        raise Invalid.for_field("starts_at", _("%(room)s is closed at that time.", room=booking.room.name))
    holds.free(SOURCE, [occurrence.id])
    before = occurrence.starts_at.isoformat()
    occurrence.starts_at, occurrence.ends_at = start, end
    occurrence.is_moved = booking.recurrence is not None
    occurrence.mark_changed(clock.now())
    if booking.recurrence is None:
        booking.timezone = change.timezone or booking.timezone
        booking.starts_wall = wall(start, booking.timezone)
        booking.seconds = int((end - start).total_seconds())
        booking.title, booking.is_private = _words(booking, change)
    elif change.title:
        occurrence.own_title = change.title
    try:
        hold([occurrence])
    except holds.BookingConflict as refusal:
        raise conflict(booking.room, refusal.clashes, actor=actor) from refusal
    record(BookingChanged(booking.id, (occurrence.id,), actor.id, before))
    return occurrence


def _restart(rows: list[BookingOccurrence], change: BookingChange, *, actor: User) -> BookingOccurrence:
    """The series ends before the first of these; another one begins there, at the new times."""
    old, first = rows[0].booking, rows[0]
    start, end = _times(first, change)
    must_be_sound(start, end)
    zone = change.timezone or old.timezone
    title, is_private = _words(old, change)
    by_rule = wall(first.original_at, old.timezone)
    new = Booking(
        room=old.room, owner=old.owner, title=title, is_private=is_private, timezone=zone,
        starts_wall=wall(start, zone),
        seconds=int((end - start).total_seconds()), setup_minutes=old.setup_minutes,
        cleanup_minutes=old.cleanup_minutes, follows_id=old.id,
        recurrence=change.recurrence or _remaining(old, first.original_at, wall(start, zone) - by_rule),
    )  # fmt: skip
    slots = slots_of(new, start)
    if change.recurrence is None:
        slots = _without_cancelled(slots, old, start - first.original_at)
    drop(rows)
    end_series(old, first.original_at)
    db.session.add(new)
    db.session.flush()
    made, _refused = place(new, slots, actor=actor, partly=False)
    ids = tuple(row.id for row in rows) + tuple(row.id for row in made)
    record(BookingChanged(new.id, ids, actor.id, first.starts_at.isoformat()))
    return made[0]


def _times(occurrence: BookingOccurrence, change: BookingChange) -> tuple[datetime, datetime]:
    """The new start and end; who moves only the start keeps how long it takes."""
    start = change.starts_at or occurrence.starts_at
    return start, change.ends_at or start + (occurrence.ends_at - occurrence.starts_at)


def _words(booking: Booking, change: BookingChange) -> tuple[str, bool]:
    title = change.title or booking.title
    return title, booking.is_private if change.private is None else change.private


def _remaining(old: Booking, since: datetime, moved: timedelta) -> str:
    """The rule for what is left of a series; `Invalid` when its weekdays no longer fit the new day."""
    parts = rule_parts(old.recurrence or "")
    if "COUNT" in parts:
        parts["COUNT"] = str(sum(time.start >= since for time in old.times()))
    elif moved > timedelta(0):
        parts["UNTIL"] = _later(parts["UNTIL"], moved)
    day = wall(since, old.timezone)
    if "BYDAY" in parts and (day + moved).date() != day.date():
        if parts["BYDAY"] not in DAYS:
            raise Invalid.for_field("recurrence", _("It repeats on several days: please say anew how."))
        parts["BYDAY"] = DAYS[(day + moved).weekday()]
    return ";".join(f"{name}={value}" for name, value in parts.items())


def _later(until: str, moved: timedelta) -> str:
    """The end of a rule that goes along with its times; a mere day is the whole day, so its last time stays within."""
    end = datetime.fromisoformat(until.removesuffix("Z")) + moved
    return f"{end:%Y%m%d}" if "T" not in until else f"{end:%Y%m%dT%H%M%S}{'Z' if until.endswith('Z') else ''}"


def _without_cancelled(slots: list[Slot], old: Booking, moved: timedelta) -> list[Slot]:
    """What was cancelled stays cancelled, by the day that its rule wanted."""
    gone = {(moment + moved).date() for moment in queries.cancelled_originals(old)}
    return [slot for slot in slots if slot.original_at.date() not in gone]
