"""A source of occurrences that needs no table: what a test plans is what calendars show."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from app.calendar.sources import Occurrence, Scope, Source, Window
from app.core import clock
from app.core.errors import Conflict

NIGHT = 22  # nobody works from here on: such a wish is refused


class BrokenSource(Exception):
    """Our own side cannot be read."""


class Diary(Source):
    """Entries of one person."""

    kind = "diary"

    def __init__(self, person_id: int) -> None:
        self.person_id = person_id
        self.entries: dict[int, Occurrence] = {}
        self.refusals: list[str] = []
        self.is_broken = False

    def occurrences(self, scope: Scope, window: Window, *, actor):
        self._read()
        return [one for one in self.entries.values() if scope.concerns(one) and window.meets(one)]

    def of(self, source_id: int, *, actor):
        self._read()
        return [self.entries[source_id]] if source_id in self.entries else []

    def move(self, occurrence: Occurrence, starts_at: datetime, ends_at: datetime, *, actor) -> None:
        if starts_at.hour >= NIGHT:
            raise Conflict("Nobody works at night.")
        self.change(occurrence.source_id, starts_at=starts_at, ends_at=ends_at)

    def cancel(self, occurrence: Occurrence, *, actor) -> None:
        if occurrence.title.startswith("Fixed"):
            raise Conflict("This one stays.")
        self.change(occurrence.source_id, is_cancelled=True)

    def note_refusal(self, occurrence: Occurrence, reason: str, *, actor) -> None:
        self.refusals.append(reason)

    def plan(self, starts_at: datetime, hours: float = 1, title: str = "Visit", **more) -> int:
        """A new entry; answers its number."""
        number = len(self.entries) + 1
        times = (starts_at.astimezone(UTC), (starts_at + timedelta(hours=hours)).astimezone(UTC))
        people = {"person_ids": frozenset({self.person_id})}
        values = {"zone": "Europe/Vienna", "title": title, "updated_at": clock.now(), **people, **more}
        self.entries[number] = Occurrence(self.kind, number, *times, **values)
        return number

    def change(self, number: int, **values) -> None:
        """Change an entry."""
        one = self.entries[number]
        self.entries[number] = replace(one, version=one.version + 1, updated_at=clock.now(), **values)

    def shift(self, number: int, hours: float) -> None:
        """Move an entry by some hours."""
        one, by = self.entries[number], timedelta(hours=hours)
        self.change(number, starts_at=one.starts_at + by, ends_at=one.ends_at + by)

    def _read(self) -> None:
        if self.is_broken:
            raise BrokenSource("the database is away")
