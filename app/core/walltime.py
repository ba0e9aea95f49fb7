"""Wall-clock arithmetic: what the clock on the wall means in UTC, exact over changes of clocks."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import takewhile
from zoneinfo import ZoneInfo, available_timezones

from dateutil.rrule import rrulestr
from flask_babel import gettext as _

DAY = timedelta(days=1)


@cache
def zone_names() -> frozenset[str]:
    """Every IANA zone that this machine knows; asked once, for the answer is read from the disk."""
    return frozenset(available_timezones())


@dataclass(frozen=True)
class DeskHours:
    """When the desk is staffed: weekdays (Monday is 0) from `opens` to `closes` in one zone, holidays off.

    `closes` at 00:00 means midnight at the end of the day.
    """

    zone: ZoneInfo
    weekdays: frozenset[int]
    opens: time
    closes: time
    holidays: frozenset[date] = field(default_factory=frozenset)

    def __post_init__(self) -> None:
        if not self.weekdays or not self.weekdays <= set(range(7)):
            raise ValueError("desk hours need at least one weekday from 0 to 6")
        if _since_midnight(self.opens) >= self._closing():
            raise ValueError("the desk must open before it closes")

    def add(self, start: datetime, duration: timedelta) -> datetime:
        """The moment (UTC) at which `duration` of desk hours has passed since `start`."""
        if duration < timedelta(0):
            raise ValueError("a negative duration")
        if not duration:
            return start.astimezone(UTC)
        staffed = self._open_from(start.astimezone(UTC))
        begins, ends = next(staffed)
        while ends - begins < duration:
            duration -= ends - begins
            begins, ends = next(staffed)
        return begins + duration

    def between(self, start: datetime, end: datetime) -> timedelta:
        """How much of the time from `start` to `end` the desk was staffed; nothing when `end` is not later."""
        start, end = start.astimezone(UTC), end.astimezone(UTC)
        total = timedelta(0)
        for begins, ends in takewhile(lambda part: part[0] < end, self._open_from(start)):
            total += min(ends, end) - begins
        return total

    def _open_from(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The staffed intervals (UTC, half open, in order) from `start` on."""
        for begins, ends, offset in stretches(self.zone, start):  # pragma: no branch  time does not end
            # The clock on the wall, written as if it were UTC.
            midnight = datetime.combine((begins + offset).date(), time(0), UTC)
            while midnight - offset < ends:
                first = max(begins, midnight + _since_midnight(self.opens) - offset)
                last = min(ends, midnight + self._closing() - offset)
                if first < last and self._is_staffed(midnight.date()):
                    yield first, last
                midnight += DAY

    def _is_staffed(self, day: date) -> bool:
        return day.weekday() in self.weekdays and day not in self.holidays

    def _closing(self) -> timedelta:
        return _since_midnight(self.closes) or DAY


def stretches(zone: ZoneInfo, start: datetime) -> Iterator[tuple[datetime, datetime, timedelta]]:
    """The time from `start` on in parts of at most a day, each with one distance from UTC.

    No zone has ever changed its clocks twice within a day.
    """
    while True:
        ends, offset = start + DAY, _offset(zone, start)
        if _offset(zone, ends) != offset:
            ends = _change(zone, start, ends)
        yield start, ends, offset
        start = ends


def _change(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The second at which the clocks change between two moments."""
    offset = _offset(zone, before)
    low, high = int(before.timestamp()), int(after.timestamp())
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _offset(zone, datetime.fromtimestamp(middle, UTC)) == offset else (low, middle)
    return datetime.fromtimestamp(high, UTC)


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta(0)


def _since_midnight(clock: time) -> timedelta:
    return timedelta(hours=clock.hour, minutes=clock.minute, seconds=clock.second, microseconds=clock.microsecond)


@dataclass(frozen=True)
class Hours:
    """From when to when something is open on one day, on the clock on the wall; 00:00 closes at midnight."""

    opens: time
    closes: time


def open_hours(stored: Mapping[str, Sequence[str]]) -> dict[int, Hours] | None:
    """Opening hours as rows keep them, `{"0": ["08:00", "18:00"]}` (Monday is 0), ready for use.

    None when nothing is stored: always open. A weekday that is missing is closed all day.
    """
    if not stored:
        return None
    return {int(day): Hours(time.fromisoformat(opens), time.fromisoformat(closes))
            for day, (opens, closes) in stored.items()}  # fmt: skip


def is_open(hours: Mapping[int, Hours] | None, start: datetime, end: datetime, zone: ZoneInfo) -> bool:
    """Whether the whole of `start` to `end` lies within the opening hours of its days, in the zone of the place."""
    if hours is None:
        return True
    begins, ends = start.astimezone(zone).replace(tzinfo=None), end.astimezone(zone).replace(tzinfo=None)
    day = begins.date()
    while datetime.combine(day, time(0)) < ends:
        open_today = hours.get(day.weekday())
        if open_today is None:
            return False
        midnight = datetime.combine(day, time(0))
        opens, closes = (
            midnight + _since_midnight(open_today.opens),
            midnight + (_since_midnight(open_today.closes) or DAY),
        )
        if max(begins, midnight) < opens or min(ends, midnight + DAY) > closes:
            return False
        day += DAY
    return True


MOST_OCCURRENCES = 732  # of one series: two years of days
HORIZON = timedelta(days=20 * 366)  # a rule that finds nothing, such as the 31st of each February, ends here
RULE_PARTS = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST"})
FREQUENCIES = frozenset({"DAILY", "WEEKLY", "MONTHLY"})
NUMBER = re.compile(r"[1-9]\d{0,3}", re.ASCII)
UNTIL = re.compile(r"\d{8}(T\d{6}Z?)?", re.ASCII)


class BadRule(ValueError):
    """A rule of repetition that cannot be followed; the message is for the person who gave it."""


@dataclass(frozen=True)
class Occurrence:
    """One time of a series: as the clock on the wall says, and when that is; a time that does not exist was moved."""

    wall: datetime
    start: datetime
    is_shifted: bool


def to_utc(wall: datetime, zone: ZoneInfo) -> tuple[datetime, bool]:
    """When the clock on the wall says so. What does not exist (True) moves by the gap; of two, it is the first."""
    moment = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    return moment, moment.astimezone(zone).replace(tzinfo=None) != wall


def occurrences(first: datetime, zone: ZoneInfo, rule: str | None, most: int = MOST_OCCURRENCES) -> list[Occurrence]:
    """Every time of a series that begins at `first` on the wall; `rule` is an RRULE (RFC 5545), None for once.

    `BadRule` for a rule without end, one that `first` does not fit, or more than `most` times.
    """
    if rule is None:
        return [Occurrence(first, *to_utc(first, zone))]
    parts = rule_parts(rule)
    until, count = rule_until(parts, zone), int(parts.get("COUNT", 0))
    found: list[Occurrence] = []
    for wall in _walls(first, parts):
        each = Occurrence(wall, *to_utc(wall, zone))
        if (until and each.start > until) or (count and len(found) >= count):
            break
        if len(found) >= most:
            raise BadRule(_("This repeats more than %(most)s times. Please end it earlier.", most=most))
        found.append(each)
    if not found or found[0].wall != first:
        raise BadRule(_("The first day does not fit the rule by which it repeats."))
    return found


def rule_parts(rule: str) -> dict[str, str]:
    """The parts of an RRULE by name; `BadRule` for what this product does not follow, and for a rule without end."""
    pairs = [part.partition("=") for part in rule.upper().removeprefix("RRULE:").split(";") if part]
    parts = {name: value for name, _equals, value in pairs}
    if len(parts) != len(pairs) or not parts.keys() <= RULE_PARTS or parts.get("FREQ") not in FREQUENCIES:
        raise BadRule(_("It can repeat by day, week or month (FREQ=DAILY, WEEKLY or MONTHLY)."))
    for name in {"INTERVAL", "COUNT"} & parts.keys():
        if not NUMBER.fullmatch(parts[name]):
            raise BadRule(_("%(part)s must be a number from 1 on.", part=name))
    if ("COUNT" in parts) == ("UNTIL" in parts):
        raise BadRule(_("Say either how often it repeats (COUNT) or until when (UNTIL)."))
    if "UNTIL" in parts and not UNTIL.fullmatch(parts["UNTIL"]):
        raise BadRule(_("UNTIL must look like 20271231T090000Z."))
    return parts


def rule_until(parts: Mapping[str, str], zone: ZoneInfo) -> datetime | None:
    """The last moment at which an occurrence may begin; a day counts to its end in the zone."""
    if "UNTIL" not in parts:
        return None
    try:
        wall = datetime.fromisoformat(parts["UNTIL"].removesuffix("Z"))
    except ValueError as error:
        raise BadRule(_("UNTIL must look like 20271231T090000Z.")) from error
    if parts["UNTIL"].endswith("Z"):
        return wall.replace(tzinfo=UTC)
    if "T" not in parts["UNTIL"]:
        return to_utc(wall + DAY, zone)[0] - timedelta(seconds=1)
    return to_utc(wall, zone)[0]


def rule_ending(rule: str, until: datetime) -> str:
    """The rule with another end: the last moment (UTC) at which an occurrence may begin."""
    parts = {name: value for name, value in rule_parts(rule).items() if name not in ("COUNT", "UNTIL")}
    parts["UNTIL"] = f"{until.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    return ";".join(f"{name}={value}" for name, value in parts.items())


def _walls(first: datetime, parts: Mapping[str, str]) -> Iterator[datetime]:
    """Wall times by the rule without its end, which is ours to judge: in UTC, over changes of clocks."""
    plain = ";".join(f"{name}={value}" for name, value in parts.items() if name not in ("COUNT", "UNTIL"))
    try:
        rule = rrulestr(f"{plain};UNTIL={first + HORIZON:%Y%m%dT%H%M%S}", dtstart=first)
    except (ValueError, TypeError, KeyError, IndexError) as error:
        raise BadRule(_("This rule of repetition cannot be read.")) from error
    return iter(rule)
