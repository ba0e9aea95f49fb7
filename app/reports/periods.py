"""Days of a report in one zone: the period, the period before, and its days, weeks and months."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from flask_babel import gettext as _

from app.core.errors import Malformed
from app.core.localtime import day_number, local_day, midnight

USUAL_DAYS = 30
MOST_DAYS = 3_660
DAY = timedelta(days=1)
MONDAY = 4  # the number of the first Monday that is counted, 1970-01-05


class Grain(StrEnum):
    """How finely time is cut."""

    day = "day"
    week = "week"
    month = "month"


@dataclass(frozen=True)
class Bucket:
    """Days that are counted together; `start` counts, `end` does not."""

    key: int
    first: date
    start: datetime
    end: datetime


@dataclass(frozen=True)
class Period:
    """From the first to the last day, both whole, on the calendar of one zone."""

    first: date
    last: date
    zone: ZoneInfo

    @classmethod
    def asked(cls, first: date | None, last: date | None, zone: ZoneInfo, now: datetime) -> "Period":
        """The days that were named, else the last 30 up to today. `Malformed` when they make no period."""
        last = last or now.astimezone(zone).date()
        try:
            first = first or last - (USUAL_DAYS - 1) * DAY
            if last < first:
                raise Malformed.for_field("to", _("Lies before the first day."))
            if (last - first).days >= MOST_DAYS or first.year < 1971 or last.year > 9000:
                raise Malformed.for_field("from", _("A report looks at ten years at most."))
        except OverflowError as error:
            raise Malformed.for_field("from", _("A report looks at ten years at most.")) from error
        return cls(first, last, zone)

    @property
    def start(self) -> datetime:
        """The first moment that counts, in UTC."""
        return midnight(self.first, self.zone)

    @property
    def end(self) -> datetime:
        """The first moment that does not count any more, in UTC."""
        return midnight(self.last + DAY, self.zone)

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    def before(self) -> "Period":
        """As many days, directly before."""
        return Period(self.first - self.days * DAY, self.first - DAY, self.zone)

    def buckets(self, grain: Grain) -> tuple[Bucket, ...]:
        """Its days, weeks (from Monday) or months, in order; the first and the last may be parts of one."""
        return _buckets(self, grain)

    def bucket_of(self, moment: Any, grain: Grain) -> sa.ColumnElement[int]:
        """The key of the bucket in which a moment of the period lies, in SQL."""
        day = local_day(moment, self.zone, self.start, self.end)
        if grain is Grain.day:
            return day
        if grain is Grain.week:
            return day - (day - MONDAY) % 7
        months = self.buckets(Grain.month)
        last = months[-1].key
        if len(months) == 1:
            return sa.literal(last, sa.Integer)
        later = [(day < day_number(after.first), month.key) for month, after in pairwise(months)]
        return sa.case(*later, else_=last)


@lru_cache(maxsize=200)
def _buckets(period: Period, grain: Grain) -> tuple[Bucket, ...]:
    days = (period.first + number * DAY for number in range(period.days))
    firsts = [day for day in days if day == period.first or _begins(day, grain)]
    ends = [*firsts[1:], period.last + DAY]
    return tuple(
        Bucket(_key(first, grain), first, midnight(first, period.zone), midnight(end, period.zone))
        for first, end in zip(firsts, ends, strict=True)
    )


def _begins(day: date, grain: Grain) -> bool:
    return {Grain.day: True, Grain.week: day.weekday() == 0, Grain.month: day.day == 1}[grain]


def _key(day: date, grain: Grain) -> int:
    """The number of the bucket's own first day, which may lie before the period."""
    whole = {Grain.day: day, Grain.week: day - day.weekday() * DAY, Grain.month: day.replace(day=1)}[grain]
    return day_number(whole)
