"""The day of several rooms as rows of half hours: what is taken spans its half hours, the rest can be booked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.accounts.models import User
from app.core import clock
from app.core.walltime import is_open
from app.rooms import queries
from app.rooms.models import Room
from app.rooms.wording import Entry, entry, midnight

STEP = timedelta(minutes=30)
FIRST, LAST = 7, 20  # hours that are always shown


@dataclass(frozen=True)
class Cell:
    """A stretch of one room's day: a booking over `span` half hours, or one half hour that is free."""

    span: int
    entry: Entry | None
    start: datetime
    end: datetime
    is_open: bool
    is_half: bool
    is_now: bool


@dataclass(frozen=True)
class Grid:
    """The hours on top, and each room with its cells; each room's clock is its own."""

    hours: list[str]
    rows: list[tuple[Room, list[Cell]]]


def of(rooms: Sequence[Room], day: date, reader: User) -> Grid:
    """The grid of these rooms."""
    entries: dict[int, list[Entry]] = {room.id: [] for room in rooms}
    zones = {room.id: room.zone for room in rooms}
    if rooms:
        begins = min(midnight(day, zone) for zone in zones.values())
        ends = max(midnight(day + timedelta(days=1), zone) for zone in zones.values())
        for row in queries.in_rooms(zones, begins, ends):
            shown = entry(row, reader, zones[row.room_id])
            if shown.begins.date() <= day <= shown.last_day:
                entries[row.room_id].append(shown)
    slots = range(FIRST * 2, LAST * 2)
    hours = [f"{slot // 2:02}:00" for slot in slots if slot % 2 == 0]
    return Grid(hours, [(room, list(_cells(room, day, slots, entries[room.id]))) for room in rooms])


def _cells(room: Room, day: date, slots: range, entries: list[Entry]) -> Iterator[Cell]:
    now = clock.now()
    at = slots.start
    while at < slots.stop:
        start, end = _moment(room, day, at), _moment(room, day, at + 1)
        taken = next((row for row in entries if row.begins < end and row.ends > start), None)
        span = 1
        while taken and at + span < slots.stop and _moment(room, day, at + span) < taken.ends:
            span += 1
        end = _moment(room, day, at + span)
        yield Cell(span, taken, start, end, is_open(room.hours, start, end, room.zone), at % 2 == 1, start <= now < end)
        at += span


def _moment(room: Room, day: date, slot: int) -> datetime:
    """The beginning of a half hour, by the clock on the wall."""
    return midnight(day, room.zone) + slot * STEP
