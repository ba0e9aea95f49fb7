"""Occurrences as iCalendar (RFC 5545), for programs that subscribe to a feed."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, vRecur

from app.calendar.sources import Occurrence
from app.calendar.sync.state import plain

PRODUCT = "-//IT Helpdesk Pro//Calendar//EN"
YEARS_AROUND = timedelta(days=400)  # how far the rules of a zone are written out around what is shown


def written_calendar(name: str, zone: str, occurrences: Iterable[Occurrence], *, house: str) -> bytes:
    """The whole file, for the house at this address. Written from the same occurrences, it is the same to the byte."""
    rows = sorted(occurrences, key=lambda one: (one.starts_at, one.name))
    calendar = Calendar()
    for field, value in (("prodid", PRODUCT), ("version", "2.0"), ("method", "PUBLISH")):
        calendar.add(field, value)
    calendar.add("x-wr-calname", plain(name, 200))
    calendar.add("x-wr-timezone", zone)
    calendar.add("refresh-interval", timedelta(minutes=15), parameters={"value": "DURATION"})
    for zone_name in sorted({one.zone for one in rows if not one.days}):
        if zone_name != "UTC":
            times = [one for one in rows if one.zone == zone_name]
            calendar.add_component(_zone(zone_name, times))
    for one in rows:
        calendar.add_component(_event(one, house))
    return calendar.to_ical()


def uid_of(occurrence: Occurrence, house: str) -> str:
    """The same for ever, in every feed and file: programs know an event by it."""
    return f"{occurrence.name}@{urlsplit(house).hostname}"


def _event(one: Occurrence, house: str) -> Event:
    event = Event()
    event.add("uid", uid_of(one, house))
    event.add("sequence", one.version)
    event.add("dtstamp", one.updated_at.astimezone(UTC).replace(microsecond=0))
    event.add("last-modified", one.updated_at.astimezone(UTC).replace(microsecond=0))
    starts, ends = _times(one)
    event.add("dtstart", starts)
    event.add("dtend", ends)
    event.add("summary", _text(one.title, 500))
    if one.text:
        event.add("description", plain(one.text, 5000))
    if one.place:
        event.add("location", _text(one.place, 500))
    if one.path:
        event.add("url", f"{house}{one.path}")
    event.add("status", "CANCELLED" if one.is_cancelled else "CONFIRMED")
    event.add("transp", "OPAQUE" if one.is_busy and not one.is_cancelled else "TRANSPARENT")
    if one.recurrence:
        event.add("rrule", vRecur.from_ical(one.recurrence))
        if one.excluded:
            event.add("exdate", [moment.astimezone(ZoneInfo(one.zone)) for moment in one.excluded])
    return event


def _times(one: Occurrence) -> tuple[date, date] | tuple[datetime, datetime]:
    """Days, the end being the day after the last; else wall time in the zone: a series must keep it over changes."""
    if one.days:
        return one.days
    zone = ZoneInfo(one.zone)
    return one.starts_at.astimezone(zone), one.ends_at.astimezone(zone)


def _zone(name: str, occurrences: list[Occurrence]) -> Timezone:
    first = min(one.starts_at for one in occurrences) - YEARS_AROUND
    last = max(one.ends_at for one in occurrences) + YEARS_AROUND
    return Timezone.from_tzid(name, first_date=first.date(), last_date=last.date())


def _text(text: str, most: int) -> str:
    """One line: a lone carriage return would end the line of the file, and break what follows."""
    return plain(text, most).replace("\n", " ")
