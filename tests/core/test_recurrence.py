"""Series by wall time: nine stays nine, gaps and overlaps are known, and rules that cannot be followed are refused."""

from datetime import UTC, timedelta
from datetime import datetime as clocked
from zoneinfo import ZoneInfo, available_timezones

import pytest

from app.core.walltime import BadRule, Hours, is_open, occurrences, open_hours, rule_ending, to_utc


def wall(*parts: int, **more: object) -> clocked:
    """What a clock on the wall says; without `tzinfo` it hangs anywhere."""
    return clocked(*parts, **{"tzinfo": None, **more})  # noqa: DTZ001  a wall has no zone


VIENNA = ZoneInfo("Europe/Vienna")
NINE = wall(2026, 1, 5, 9)  # a Monday
WEEKLY = "FREQ=WEEKLY;COUNT=520"
ZONES = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "SystemV/")))
ODD = ["Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kathmandu", "America/Nuuk", "Europe/Warsaw", "Asia/Beirut"]
FORTY = list(dict.fromkeys([*ODD, *ZONES[:: len(ZONES) // 40]]))[:40]


@pytest.fixture(autouse=True)
def words(app):
    """Refusals are said in words."""
    with app.test_request_context():
        yield


def test_nine_o_clock_stays_nine_o_clock_for_ten_years_in_forty_zones():
    assert len(set(FORTY)) == 40
    for name in FORTY:
        zone = ZoneInfo(name)
        found = occurrences(NINE, zone, WEEKLY)
        assert len(found) == 520
        for week, each in enumerate(found):
            assert each.wall == NINE + timedelta(weeks=week)
            assert each.start.tzinfo is UTC
            assert each.start.astimezone(zone).replace(tzinfo=None) == each.wall
            assert not each.is_shifted


def test_a_time_that_does_not_exist_moves_by_the_gap_and_says_so():
    found = occurrences(wall(2026, 3, 28, 2, 30), VIENNA, "FREQ=DAILY;COUNT=3")
    local = [(each.start.astimezone(VIENNA).strftime("%d %H:%M"), each.is_shifted) for each in found]
    assert local == [("28 02:30", False), ("29 03:30", True), ("30 02:30", False)]


def test_of_a_time_that_exists_twice_the_first_is_meant():
    moment, is_shifted = to_utc(wall(2026, 10, 25, 2, 30), VIENNA)
    assert (moment, is_shifted) == (wall(2026, 10, 25, 0, 30, tzinfo=UTC), False)


@pytest.mark.parametrize(("rule", "days"), [
    (None, [5]),
    ("RRULE:FREQ=DAILY;INTERVAL=2;COUNT=3", [5, 7, 9]),
    ("FREQ=WEEKLY;BYDAY=MO,WE;COUNT=3", [5, 7, 12]),
    ("FREQ=WEEKLY;UNTIL=20260119T080000Z", [5, 12, 19]),
    ("FREQ=WEEKLY;UNTIL=20260119T075959Z", [5, 12]),
    ("FREQ=WEEKLY;UNTIL=20260119T090000", [5, 12, 19]),
    ("FREQ=WEEKLY;UNTIL=20260119", [5, 12, 19]),
    ("FREQ=MONTHLY;BYDAY=1MO;COUNT=1", [5]),
])  # fmt: skip
def test_rules_are_followed(rule, days):
    assert [each.wall.day for each in occurrences(NINE, VIENNA, rule)] == days


@pytest.mark.parametrize(("rule", "reason"), [
    ("FREQ=DAILY;COUNT=733", "more than 732 times"), ("FREQ=DAILY;UNTIL=20300101", "more than 732 times"),
    ("FREQ=HOURLY;COUNT=3", "by day, week or month"), ("FREQ=YEARLY;COUNT=3", "by day, week or month"),
    ("COUNT=3", "by day, week or month"), ("FREQ=DAILY;COUNT=3;COUNT=4", "by day, week or month"),
    ("FREQ=DAILY;BYHOUR=9;COUNT=3", "by day, week or month"), ("FREQ=DAILY", "how often"),
    ("FREQ=DAILY;COUNT=3;UNTIL=20260119", "how often"), ("FREQ=DAILY;INTERVAL=0;COUNT=3", "from 1 on"),
    ("FREQ=DAILY;COUNT=x", "from 1 on"), ("FREQ=DAILY;UNTIL=tomorrow", "must look like"),
    ("FREQ=DAILY;UNTIL=20261399", "must look like"), ("FREQ=WEEKLY;BYDAY=XX;COUNT=3", "cannot be read"),
    ("FREQ=WEEKLY;BYDAY=TU;COUNT=3", "first day does not fit"), ("FREQ=DAILY;UNTIL=20200101", "does not fit"),
    ("FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=31;COUNT=1", "does not fit"),
])  # fmt: skip
def test_rules_that_cannot_be_followed_are_refused(rule, reason):
    with pytest.raises(BadRule, match=reason):
        occurrences(NINE, VIENNA, rule)


def test_a_rule_gets_another_end_in_utc():
    ended = rule_ending("FREQ=WEEKLY;BYDAY=MO;COUNT=9", wall(2026, 1, 12, 9, 30, tzinfo=VIENNA))
    assert ended == "FREQ=WEEKLY;BYDAY=MO;UNTIL=20260112T083000Z"
    assert len(occurrences(NINE, VIENNA, ended)) == 2


@pytest.mark.parametrize(("start", "end", "expected"), [
    ((5, 8), (5, 18), True), ((5, 7), (5, 9), False), ((5, 17), (5, 19), False), ((10, 9), (10, 10), False),
    ((9, 20), (10, 0), True), ((9, 20), (10, 1), False), ((5, 9), (6, 9), False),
])  # fmt: skip
def test_what_is_open_is_open_for_all_of_the_time(start, end, expected):
    hours = {day: Hours(NINE.replace(hour=8).time(), NINE.replace(hour=18).time()) for day in range(4)}
    hours[4] = Hours(NINE.replace(hour=8).time(), NINE.replace(hour=0).time())
    begins, ends = (wall(2026, 1, *part, tzinfo=VIENNA) for part in (start, end))
    assert is_open(hours, begins, ends, VIENNA) is expected
    assert is_open(None, begins, ends, VIENNA)


def test_hours_are_read_from_what_rows_keep():
    assert open_hours({}) is None
    assert open_hours({"0": ["09:00", "00:00"]}) == {0: Hours(NINE.time(), NINE.replace(hour=0).time())}
