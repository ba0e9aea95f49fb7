"""Reads an iCalendar file, alone in a child process with hard limits (core.child), so it imports nothing of ours.

Finds FOLDER/source and FOLDER/window ({"starts", "ends", "zone", "most"}); prints what it found as JSON.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

MOST_COMPONENTS = 5000  # of a file; a person's whole year has some hundred
UNFIT = (ValueError, TypeError, AttributeError, OverflowError, KeyError, IndexError, RecursionError)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DAY_RULES = {"BYDAY", "BYMONTHDAY", "BYYEARDAY"}
LONGEST = {"title": 500, "text": 5000, "place": 500, "uid": 255}


def read(content: bytes, window: dict[str, Any]) -> dict[str, Any]:
    """The events that meet the window, each date of a series by itself, the earliest first.

    A file that is no calendar is `unreadable`; an event that cannot be understood is counted as skipped.
    """
    from icalendar import Calendar

    try:
        calendars = Calendar.from_ical(content, multiple=True)
    except UNFIT as error:
        return {"unreadable": str(error)[:200]}
    calendars = [one for one in calendars if one.name == "VCALENDAR"]
    if not calendars:
        return {"unreadable": "no VCALENDAR"}
    if sum(len(one.walk("VEVENT")) for one in calendars) > MOST_COMPONENTS:
        return {"unreadable": "many"}
    found: list[dict[str, Any]] = []
    skipped = 0
    for calendar in calendars:
        complete(calendar)
        for event in dates_of(calendar, window):
            told = told_of(event, window["zone"])
            skipped += told is None
            found += [told] if told else []
            if len(found) > window["most"]:
                return {"events": sorted(found[: window["most"]], key=_order), "skipped": skipped, "is_cut": True}
    return {"events": sorted(found, key=_order), "skipped": skipped, "is_cut": False}


def dates_of(calendar: Any, window: dict[str, Any]) -> Iterator[Any]:
    """Every date of every event that meets the window. An event that contradicts itself gives none; others stand."""
    starts, ends = (datetime.fromisoformat(window[name]) for name in ("starts", "ends"))
    try:
        yield from _between(calendar, starts, ends)
    except UNFIT:
        for part in _parted(calendar):
            try:
                yield from _between(part, starts, ends)
            except UNFIT:
                continue


def _between(calendar: Any, starts: datetime, ends: datetime) -> list[Any]:
    import recurring_ical_events

    query = recurring_ical_events.of(calendar, components=["VEVENT"], skip_bad_series=True)
    return query.between(starts, ends)


def complete(calendar: Any) -> None:
    """Weeks of the year without a weekday mean the weekday of the start (RFC 5545, 3.3.10), not all seven."""
    for event in calendar.walk("VEVENT"):
        rules = event.get("RRULE", [])
        for rule in rules if isinstance(rules, list) else [rules]:
            if isinstance(rule, dict) and "BYWEEKNO" in rule and not rule.keys() & DAY_RULES:
                with suppress(*UNFIT):
                    rule["BYDAY"] = [WEEKDAYS[event.decoded("DTSTART").weekday()]]


def _parted(calendar: Any) -> Iterator[Any]:
    """A calendar for each event with its exceptions."""
    from icalendar import Calendar

    by_uid: dict[str, list[Any]] = {}
    for event in calendar.walk("VEVENT"):
        by_uid.setdefault(str(event.get("UID", id(event))), []).append(event)
    zones = calendar.walk("VTIMEZONE")
    for events in by_uid.values():
        part = Calendar()
        part.subcomponents = [*zones, *events]
        yield part


def told_of(event: Any, zone: str) -> dict[str, Any] | None:
    """An event as plain values; None when it has no times that can be understood."""
    try:
        starts = event.decoded("DTSTART")
        ends = _end(event, starts)
        is_days = not isinstance(starts, datetime)
        if is_days:
            times = [starts.isoformat(), max(ends, starts + timedelta(days=1)).isoformat()]
        else:
            times = [_moment(starts, zone), _moment(ends, zone)]
            if times[1] < times[0]:
                return None
    except UNFIT:
        return None
    return {
        "times": times,
        "is_days": is_days,
        "title": _text(event, "SUMMARY", "title"),
        "text": _text(event, "DESCRIPTION", "text"),
        "place": _text(event, "LOCATION", "place"),
        "uid": _text(event, "UID", "uid"),
        "is_cancelled": str(event.get("STATUS", "")).upper() == "CANCELLED",
    }


def _end(event: Any, starts: date) -> Any:
    """Its end, or start and duration; without either a day for days, and no time at all for moments."""
    if "DTEND" in event:
        return event.decoded("DTEND")
    if "DURATION" in event:
        return starts + event.decoded("DURATION")
    return starts + timedelta(days=1) if not isinstance(starts, datetime) else starts


def _moment(when: datetime, zone: str) -> str:
    """In UTC; a time without a zone is wall time of the reader's."""
    if when.tzinfo is None:
        when = when.replace(tzinfo=ZoneInfo(zone))
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _text(event: Any, name: str, field: str) -> str:
    value = event.get(name, "")
    value = value[0] if isinstance(value, list) and value else value
    text = str(value).replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    return text.encode("utf-8", "ignore").decode("utf-8").strip()[: LONGEST[field]]


def _order(told: dict[str, Any]) -> tuple[str, str]:
    return told["times"][0], told["title"]


if __name__ == "__main__":  # pragma: no cover  in the child, which nobody measures
    folder = Path(sys.argv[1])
    answer = read((folder / "source").read_bytes(), json.loads((folder / "window").read_text(encoding="utf-8")))
    print(json.dumps(answer))  # noqa: T201  how a child answers
