"""Calendar arithmetic inside SQL: days and hours of a zone, exact over changes of clocks, the same on both databases.

No function of a database knows our zones alike, so Python computes where the distance from UTC changes, and SQL adds.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from app.core.db import is_sqlite
from app.core.walltime import stretches

SECONDS_A_DAY = 86_400
SECONDS_AN_HOUR = 3_600
THURSDAY = 3  # the weekday of the first day that is counted, 1970-01-01; Monday is 0
FIRST_DAY = date(1970, 1, 1)


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """When the day begins in the zone, in UTC; where the clocks skip midnight, the moment at which they do."""
    return datetime.combine(day, time(0), zone).astimezone(UTC)


def epoch(moment: Any) -> sa.ColumnElement[int]:
    """Whole seconds since 1970 in UTC; a second that has begun does not count."""
    if is_sqlite():  # which would round the fraction, so it is cut off first
        return sa.cast(sa.func.strftime("%s", sa.func.substr(moment, 1, 19)), sa.Integer)
    return sa.cast(sa.func.floor(sa.extract("epoch", moment)), sa.BigInteger)


def seconds_between(start: Any, end: Any) -> sa.ColumnElement[int]:
    """Whole seconds from one moment to another."""
    return epoch(end) - epoch(start)


def local_seconds(moment: Any, zone: ZoneInfo, start: datetime, end: datetime) -> sa.ColumnElement[int]:
    """What `epoch` would be if the clock on the wall showed UTC; exact from `start` to `end`."""
    seconds = epoch(moment)
    *changes, (_until, last) = offsets(zone, start, end)
    if not changes:
        return seconds + last
    return seconds + sa.case(*((seconds < until, offset) for until, offset in changes), else_=last)


def local_day(moment: Any, zone: ZoneInfo, start: datetime, end: datetime) -> sa.ColumnElement[int]:
    """The number of the day on the wall's calendar; 0 is 1970-01-01."""
    return local_seconds(moment, zone, start, end) // SECONDS_A_DAY


def hour_of_week(moment: Any, zone: ZoneInfo, start: datetime, end: datetime) -> sa.ColumnElement[int]:
    """The hour on the wall, counted from Monday 00:00: 0 to 167."""
    hours = local_seconds(moment, zone, start, end) // SECONDS_AN_HOUR
    return (hours + THURSDAY * 24) % (7 * 24)


@lru_cache(maxsize=500)
def offsets(zone: ZoneInfo, start: datetime, end: datetime) -> tuple[tuple[int, int], ...]:
    """The distances from UTC in seconds between two moments, each with the epoch second at which it ends."""
    found: list[tuple[int, int]] = []
    for begins, ends, offset in stretches(zone, start):  # pragma: no branch  time does not end
        if found and begins >= end:
            break
        seconds = int(offset / timedelta(seconds=1))
        if found and found[-1][1] == seconds:
            found.pop()
        found.append((int(ends.timestamp()), seconds))
    return tuple(found)


def day_number(day: date) -> int:
    """The number under which `local_day` knows a day."""
    return (day - FIRST_DAY).days


def day_of(number: int) -> date:
    """The day of that number."""
    return FIRST_DAY + timedelta(days=number)
