"""Reads an iCalendar file, alone in a child process with hard limits (core.child), so it imports nothing of ours.

Finds FOLDER/source and FOLDER/window ({"starts", "ends", "zone", "most"}); prints what it found as JSON.
"""

import json
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

MOST_COMPONENTS = 5000  # of a file; a person's whole year has some hundred
MOST_LEFT = 50  # that are named one by one
UNFIT = (ValueError, TypeError, AttributeError, OverflowError, KeyError, IndexError, RecursionError)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DAY_RULES = {"BYDAY", "BYMONTHDAY", "BYYEARDAY"}
LONGEST = {"title": 500, "text": 5000, "place": 500, "uid": 255}


def read(content: bytes, window: dict[str, Any]) -> dict[str, Any]:
    """The events that meet the window, each date of a series by itself, the earliest first.

    A file that is no calendar is `unreadable`; an event that cannot be understood is told in `left`.
    """
    from icalendar import Calendar

    left: list[dict[str, Any]] = []
    try:
        calendars = [one for one in Calendar.from_ical(content, multiple=True) if one.name == "VCALENDAR"]
    except UNFIT:
        calendars = []
    calendars = calendars or rescued(content, left)
    if not calendars:
        return {"unreadable": "no VCALENDAR"}
    if sum(len(one.walk("VEVENT")) for one in calendars) > MOST_COMPONENTS:
        return {"unreadable": "many"}
    found: list[dict[str, Any]] = []
    for calendar in calendars:
        complete(calendar)
        for event in dates_of(calendar, window, left):
            told = told_of(event, window["zone"])
            if told:
                found.append(told)
            else:
                left.append(_left("times", event=event))
            if len(found) > window["most"]:
                return _answer(found[: window["most"]], left, is_cut=True)
    return _answer(found, left, is_cut=False)


def _answer(found: list[dict[str, Any]], left: list[dict[str, Any]], *, is_cut: bool) -> dict[str, Any]:
    return {"events": sorted(found, key=_order), "left": left[:MOST_LEFT], "skipped": len(left), "is_cut": is_cut}


def _left(reason: str, *, event: Any = None, line: int = 0) -> dict[str, Any]:
    """An event that is left out: by its UID and title, or by the line at which it begins."""
    uid, title = (_text(event, "UID", "uid"), _text(event, "SUMMARY", "title")) if event else ("", "")
    return {"reason": reason, "line": line, "uid": uid, "title": title}


def rescued(content: bytes, left: list[dict[str, Any]]) -> list[Any]:
    """One calendar of the events that can be read alone, where a broken line spoils the whole.

    Nothing for a file that opens no calendar, or holds no event that can be read.
    """
    from icalendar import Calendar, Event, Timezone

    lines = re.split(r"\r\n|\r|\n", content.decode("utf-8-sig", "replace"))
    if not any(line.strip().upper() == "BEGIN:VCALENDAR" for line in lines):
        return []
    calendar = Calendar()
    # Zones first: reading one makes its name known to the events.
    for kind, name in ((Timezone, "VTIMEZONE"), (Event, "VEVENT")):
        for line, block in list(blocks(lines, name))[: MOST_COMPONENTS + 1]:
            try:
                calendar.subcomponents.append(kind.from_ical("\r\n".join(block)))
            except UNFIT:
                left += [_left("broken", line=line)] if kind is Event else []
    return [calendar] if calendar.walk("VEVENT") else []


def blocks(lines: list[str], name: str) -> Iterator[tuple[int, list[str]]]:
    """Each part of that name with the line it begins at; one without an end runs to the next, or to the last line."""
    began = None
    for number, line in enumerate(lines):
        mark = line.strip().upper()
        if began is not None and mark in (f"BEGIN:{name}", f"END:{name}"):
            yield began + 1, lines[began : number + (mark == f"END:{name}")]
            began = None
        if mark == f"BEGIN:{name}":
            began = number
    if began is not None:
        yield began + 1, lines[began:]


def dates_of(calendar: Any, window: dict[str, Any], left: list[dict[str, Any]]) -> Iterator[Any]:
    """Every date of every event that meets the window. An event that contradicts itself is left; others stand."""
    starts, ends = (datetime.fromisoformat(window[name]) for name in ("starts", "ends"))
    try:
        yield from _between(calendar, starts, ends)
    except UNFIT:
        for part in _parted(calendar):
            try:
                yield from _between(part, starts, ends)
            except UNFIT:
                left.append(_left("times", event=part.walk("VEVENT")[0]))


def _between(calendar: Any, starts: datetime, ends: datetime) -> list[Any]:
    import recurring_ical_events

    query = recurring_ical_events.of(calendar, components=["VEVENT"])
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
