"""How much rooms are used: booked time over the time in which they can be booked; never who booked, or for what."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from app.core.walltime import Hours, to_utc
from app.extensions import db
from app.reports.asked import Asked
from app.reports.periods import Period
from app.reports.queries.tables import field_table
from app.reports.tables import Row, Table
from app.rooms import queries as rooms
from app.rooms.models import BookingOccurrence, Room
from app.rooms.models.bookings import LONGEST

MOST = 5_001
AT_ONCE = 5_000
DAY = timedelta(days=1)
Stretch = tuple[datetime, datetime]


def room_use_table(asked: Asked) -> Table:
    """Bookings and booked hours of each room that can be booked, the most used first."""
    wanted = rooms.visible_to(asked.actor).where(Room.is_active, Room.is_bookable)
    found = list(db.session.scalars(rooms.listed(wanted).order_by(Room.name, Room.id).limit(MOST)).unique())
    booked = _booked(asked.period, found)
    rows = sorted((_row(room, booked[room.id]) for room in found), key=lambda row: -(row.values["share"] or 0))
    table = field_table(asked, rows)
    table.total.values = _whole(rows)
    return table


def _row(room: Room, used: "Use") -> Row:
    return Row(str(room.id), room.name, {
        "room": room.name, "building": room.floor.building.name, "capacity": room.capacity, "bookings": used.bookings,
        "booked": used.booked, "open": used.open, "share": used.booked / used.open if used.open else None,
    }, {"room": f"/staff/rooms/{room.id}"})  # fmt: skip


def _whole(rows: list[Row]) -> dict[str, Any]:
    sums = {name: sum(row.values[name] for row in rows) for name in ("bookings", "booked", "open")}
    return {**sums, "share": sums["booked"] / sums["open"] if sums["open"] else None}


class Use:
    """One room in one period: seconds in which it could be booked and was, and how many bookings that were."""

    def __init__(self, stretches: list[Stretch]) -> None:
        self.stretches = stretches
        self.begins = [start for start, _end in stretches]
        self.open = sum(int((end - start).total_seconds()) for start, end in stretches)
        self.booked = self.bookings = 0

    def add(self, start: datetime, end: datetime) -> None:
        """Count what of a booking lies within the stretches."""
        at = max(0, bisect_right(self.begins, start) - 1)
        seconds = 0
        while at < len(self.stretches) and self.stretches[at][0] < end:
            opens, closes = self.stretches[at]
            seconds += max(0, int((min(end, closes) - max(start, opens)).total_seconds()))
            at += 1
        self.booked += seconds
        self.bookings += bool(seconds)


def _booked(period: Period, found: list[Room]) -> dict[int, Use]:
    known: dict[tuple[str, str], list[Stretch]] = {}  # many rooms open at the same hours
    uses = {}
    for room in found:
        key = room.zone_name, str(room.opening_hours)
        if key not in known:
            known[key] = list(_stretches(period, room.hours, room.zone))
        uses[room.id] = Use(known[key])
    for room_id, start, end in _occurrences(period):
        if room_id in uses:
            uses[room_id].add(start, end)
    return uses


def _occurrences(period: Period) -> Iterator[tuple[int, datetime, datetime]]:
    about = BookingOccurrence
    rows = sa.select(about.room_id, about.starts_at, about.ends_at).where(
        about.cancelled_at.is_(None), about.starts_at < period.end, about.starts_at > period.start - LONGEST,
        about.ends_at > period.start,
    )  # fmt: skip
    for row in db.session.execute(rows.execution_options(yield_per=AT_ONCE)):
        yield row.room_id, row.starts_at, row.ends_at


def _stretches(period: Period, hours: Mapping[int, Hours] | None, zone: ZoneInfo) -> Iterator[Stretch]:
    """When a room is open in the period, in UTC: by its own clock; whole days where no hours are kept."""
    day, last = (moment.astimezone(zone).date() for moment in (period.start, period.end))
    while day <= last:
        opens, closes = _of_day(day, hours, zone)
        start, end = max(opens, period.start), min(closes, period.end)
        if start < end:
            yield start, end
        day += DAY


def _of_day(day: date, hours: Mapping[int, Hours] | None, zone: ZoneInfo) -> Stretch:
    today = Hours(time(0), time(0)) if hours is None else hours.get(day.weekday())
    if today is None:
        return datetime.max.replace(tzinfo=UTC), datetime.min.replace(tzinfo=UTC)
    ends_on = day + DAY if today.closes == time(0) else day
    opens, closes = datetime.combine(day, today.opens), datetime.combine(ends_on, today.closes)
    return to_utc(opens, zone)[0], to_utc(closes, zone)[0]
