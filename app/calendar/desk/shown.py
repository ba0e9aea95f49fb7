"""Entries of the calendar as the page's script and its list take them."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import get_locale, get_timezone

from app.calendar.queries import Entry, Stretch
from app.core.company import DeskHoursSettings
from app.core.errors import Malformed
from app.web.filters import hue

WALL = "%Y-%m-%dT%H:%M:%S"
MOST_LISTED = 300


def reader_zone() -> ZoneInfo:
    """The zone of the person who reads the page."""
    return ZoneInfo(str(get_timezone()))


def stretch(first: str, last: str) -> Stretch:
    """The days that an address names, the last left out; `Malformed` for nonsense."""
    try:
        begins, ends = date.fromisoformat(first[:10]), date.fromisoformat(last[:10])
    except ValueError as error:
        raise Malformed from error
    if not 1970 < begins.year < 9998 or ends <= begins:
        raise Malformed
    return days(begins, ends)


def days(first: date, last: date) -> Stretch:
    """From midnight to midnight in the reader's zone."""
    zone = reader_zone()
    begins, ends = (datetime.combine(day, time(0), zone) for day in (first, last))
    return Stretch(begins, ends, first, last)


def first_drawn(view: str, day: date) -> Stretch:
    """The days that the script draws first: of a month, all six weeks that its grid has."""
    if view == "day":
        return days(day, day + timedelta(days=1))
    begins = day.replace(day=1) if view == "month" else day
    begins -= timedelta(days=(begins.weekday() - get_locale().first_week_day) % 7)
    return days(begins, begins + timedelta(days=42 if view == "month" else 7))


def event(entry: Entry, zone: ZoneInfo) -> dict[str, Any]:
    """What the calendar's script draws; times are those of the reader's clock, so no browser reckons with zones."""
    shown: dict[str, Any] = {
        "id": f"{entry.kind}-{entry.id}",
        "title": entry.title,
        "start": _on_clock(entry.starts, zone),
        "end": _on_clock(entry.ends, zone),
        "className": _look(entry.kind, entry.person_id, is_over=entry.is_over),
        "editable": entry.can_move,
        "who": entry.who,
        "kind": entry.kind,
    }
    if entry.is_all_day:
        shown["allDay"] = True
    if entry.kind == "task":
        shown["durationEditable"] = False
    return shown


@lru_cache(maxsize=1_000)
def _look(kind: str, person_id: int | None, *, is_over: bool) -> str:
    whose = f" entry--h{hue(person_id)}" if person_id else ""
    return f"entry entry--{kind}{whose}{' entry--over' if is_over else ''}"


@lru_cache(maxsize=5_000)  # a week has many entries, but few hours at which they begin and end
def _on_clock(when: datetime | date, zone: ZoneInfo) -> str:
    if isinstance(when, datetime):
        return when.astimezone(zone).isoformat()[:19]  # four times as fast as strftime
    return when.isoformat()


def by_day(found: Sequence[Entry], span: Stretch) -> tuple[list[tuple[date, list[Entry]]], int]:
    """The entries of each day that has some, whole days first, and how many more there are than a list can hold.

    What goes on for days stands on each of them.
    """
    zone = reader_zone()
    placed = [(day, entry) for entry in found for day in _days_of(entry, span, zone)]
    placed.sort(key=lambda pair: (pair[0], not pair[1].is_all_day, str(pair[1].starts), pair[1].id))
    groups = groupby(placed[:MOST_LISTED], key=lambda pair: pair[0])
    return [(day, [entry for _day, entry in group]) for day, group in groups], max(0, len(placed) - MOST_LISTED)


def _days_of(entry: Entry, span: Stretch, zone: ZoneInfo) -> list[date]:
    if isinstance(entry.starts, datetime) and isinstance(entry.ends, datetime):
        first = entry.starts.astimezone(zone).date()
        last = (entry.ends - timedelta(microseconds=1)).astimezone(zone).date()
    else:
        first, last = entry.starts, entry.ends - timedelta(days=1)
    begins, ends = max(first, span.first), min(last, span.last - timedelta(days=1))
    return [begins + timedelta(days=offset) for offset in range((ends - begins).days + 1)]


def working_hours(day: date) -> list[dict[str, Any]]:
    """When the desk is staffed in the week of this day, on the reader's clock; nothing where that crosses midnight."""
    desk, zone = DeskHoursSettings.desk(), reader_zone()
    opens = datetime.combine(day, desk.opens, desk.zone).astimezone(zone)
    closes = datetime.combine(day, desk.closes, desk.zone)
    closes = (closes + timedelta(days=1) if desk.closes == time(0) else closes).astimezone(zone)
    if opens.date() != day or (closes - timedelta(minutes=1)).date() != day:
        return []
    until = "24:00" if closes.date() != day else closes.strftime("%H:%M")
    weekdays = [(weekday + 1) % 7 for weekday in sorted(desk.weekdays)]  # the script's week begins on Sunday
    return [{"daysOfWeek": weekdays, "startTime": opens.strftime("%H:%M"), "endTime": until}]
