"""How times of bookings are said: on the clock on the wall of the room."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date
from flask_babel import get_locale
from flask_babel import gettext as _

from app.accounts.models import User
from app.core import clock
from app.core.walltime import to_utc
from app.rooms import policies, queries
from app.rooms.models import BookingOccurrence, Room


def span(start: datetime, end: datetime, zone: ZoneInfo) -> str:
    """A day and two times: "Mar 2, 2026, 09:00–10:00"; two days where it ends on another one."""
    begins, ends = start.astimezone(zone), end.astimezone(zone)
    first = f"{day(begins)}, {begins:%H:%M}"
    return f"{first}–{ends:%H:%M}" if begins.date() == ends.date() else f"{first} – {day(ends)}, {ends:%H:%M}"


def day(moment: datetime) -> str:
    """A day in the reader's words; the moment is local already."""
    return str(format_date(moment.date(), "medium", locale=get_locale() or "en"))


@dataclass(frozen=True)
class Entry:
    """A booking as a calendar shows it to one reader, on the clock on the wall of its room."""

    id: int
    room_id: int
    title: str | None  # None where it is private and somebody else's
    who: str | None
    begins: datetime
    ends: datetime
    is_own: bool
    is_series: bool
    is_shifted: bool

    @property
    def last_day(self) -> date:
        """The last day on which it goes on; what ends at midnight ends the day before."""
        return (self.ends - timedelta(microseconds=1)).date()


def entry(row: BookingOccurrence, reader: User | None, zone: ZoneInfo) -> Entry:
    """What this reader sees of a booking; `reader` None is whoever stands at the door."""
    booking = row.booking
    is_open = not booking.is_private if reader is None else policies.can_read_title(reader, booking)
    return Entry(
        row.id, row.room_id, row.title if is_open else None, booking.owner.name if is_open else None,
        row.starts_at.astimezone(zone), row.ends_at.astimezone(zone),
        reader is not None and policies.can_change_booking(reader, booking), booking.recurrence is not None,
        row.is_shifted,
    )  # fmt: skip


def midnight(of: date, zone: ZoneInfo) -> datetime:
    """When the day begins there."""
    return to_utc(datetime.combine(of, time(0)), zone)[0]


def own_time(room: Room, reader_zone: str, at: datetime | None = None) -> str | None:
    """The room's zone, where its clock differs from the reader's at that moment, or now."""
    moment = at or clock.now()
    differs = moment.astimezone(room.zone).utcoffset() != moment.astimezone(ZoneInfo(reader_zone)).utcoffset()
    return room.zone_name if differs else None


def door(room: Room) -> dict[str, Any]:
    """What is on now, what comes next, and until when it is free; titles of private bookings stay hidden."""
    now = clock.now()
    today = now.astimezone(room.zone).date()
    tomorrow = midnight(today + timedelta(days=1), room.zone)
    rows = [entry(row, None, room.zone) for row in queries.in_rooms([room.id], now, tomorrow)]
    on = next((row for row in rows if row.begins <= now < row.ends), None)
    coming = [row for row in rows if row.begins > now]
    broken = queries.outages([room.id]).get(room.id, [])
    return {"on": on, "coming": coming[:4], "now": now.astimezone(room.zone), "outages": broken}


def calendar_settings(room: Room) -> dict[str, Any]:
    """What the calendar of a room's week must know; times are those on the clock in the room."""
    hours = room.hours
    return {
        "now": clock.now().astimezone(room.zone).replace(tzinfo=None).isoformat(timespec="minutes"),
        "bookable": room.is_active and room.is_bookable,
        "words": {"today": _("Today"), "week": _("Week"), "day": _("Day"), "prev": _("Earlier"), "next": _("Later")},
        "hours": True if hours is None else [
            {"daysOfWeek": [(day + 1) % 7], "startTime": f"{open_.opens:%H:%M}",
             "endTime": "24:00" if open_.closes == time(0) else f"{open_.closes:%H:%M}"}
            for day, open_ in hours.items()
        ],
    }  # fmt: skip
