"""The reports once more, by counting rows one by one in Python: slow, plain, and written without looking at the SQL."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.reports.written import Written

Key = Any


class Slow:
    """Tickets in memory, read with the eyes of somebody in a zone."""

    def __init__(self, rows: list[Written], zone: str, first: date, last: date, now: datetime) -> None:
        self.zone, self.first, self.last, self.now = ZoneInfo(zone), first, last, now
        self.rows = [row for row in rows if not row.values["is_spam"]]

    def day(self, moment: datetime) -> date:
        """What the calendar on the wall shows."""
        return moment.astimezone(self.zone).date()

    def is_inside(self, moment: datetime | None) -> bool:
        """Whether the period has that day."""
        return moment is not None and self.first <= self.day(moment) <= self.last

    def bucket(self, by: str, moment: datetime) -> date:
        """The first day of the day, week or month."""
        day = self.day(moment)
        return {"day": day, "week": day - timedelta(days=day.weekday()), "month": day.replace(day=1)}[by]

    def key(self, by: str, row: Written, moment: datetime) -> Key:
        """The group of a ticket."""
        if by in ("day", "week", "month"):
            return self.bucket(by, moment)
        if by == "hour_of_week":
            local = row.values["created_at"].astimezone(self.zone)
            return local.weekday() * 24 + local.hour
        if by == "department":
            return row.department
        if by in ("building", "model"):
            return getattr(row, by)
        if by == "age":
            return self.age(self.now - row.values["created_at"])
        column = {"category": "category_id", "team": "team_id", "agent": "assignee_id", "room": "room_id"}.get(by, by)
        return row.values[column]

    @staticmethod
    def age(age: timedelta) -> str:
        """In which drawer an open ticket lies."""
        names = ((1, "day"), (3, "three_days"), (7, "week"), (30, "month"))
        return next((name for days, name in names if age < timedelta(days=days)), "older")

    def groups(self, by: str, moment_of: Callable[[Written], Any]) -> dict[Key, list[Written]]:
        """The tickets of the period by group; everything is one when there is no grouping."""
        found: dict[Key, list[Written]] = {}
        for row in self.rows:
            for moment in moment_of(row):
                if self.is_inside(moment):
                    found.setdefault(self.key(by, row, moment) if by else "", []).append(row)
        return found

    def open_now(self, by: str) -> dict[Key, list[Written]]:
        """What is open."""
        found: dict[Key, list[Written]] = {}
        for row in self.rows:
            if row.values["status"] in ("open", "in_progress", "waiting_on_employee"):
                found.setdefault(self.key(by, row, self.now) if by else "", []).append(row)
        return found

    def open_after(self, day: date, by: str = "") -> dict[Key, int]:
        """How many were open when that day had ended."""
        found: dict[Key, int] = {}
        for row in self.rows:
            solved = row.values["resolved_at"]
            if self.day(row.values["created_at"]) <= day and (solved is None or self.day(solved) > day):
                key = self.key(by, row, self.now) if by else ""
                found[key] = found.get(key, 0) + 1
        return found


def seconds(start: datetime, end: datetime) -> int:
    """Whole seconds of the clock, as if fractions did not exist."""
    return int((end.replace(microsecond=0) - start.replace(microsecond=0)).total_seconds())


def nearest_rank(numbers: list[int], percent: int) -> int | None:
    """The smallest number that at least so many of a hundred do not exceed."""
    ordered = sorted(numbers)
    return next((number for at, number in enumerate(ordered, 1) if at * 100 >= percent * len(ordered)), None)


def share(rows: list[Written], happened: str, due: str) -> float | None:
    """How many of those that had a due time met it; of solutions, what another system said counts first."""
    said = [_is_met(row.values, happened, due) for row in rows]
    known = [met for met in said if met is not None]
    return sum(known) / len(known) if known else None


def _is_met(row: dict[str, Any], happened: str, due: str) -> bool | None:
    if happened == "resolved_at" and row["met_target"] is not None:
        return bool(row["met_target"])
    return None if row[due] is None else row[happened] <= row[due]
