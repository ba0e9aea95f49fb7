"""Desk hours: hand-checked cases, and agreement with a computation that walks minute by minute."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.walltime import DeskHours

VIENNA = ZoneInfo("Europe/Vienna")
OFFICE = DeskHours(VIENNA, frozenset(range(5)), time(8), time(18), frozenset({date(2026, 12, 25)}))
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)

# Each moment lies within two days of a change of clocks; the odd ones change at midnight, by half an hour, or by a day.
CHANGES = {
    "Europe/Vienna": [datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)],
    "America/New_York": [datetime(2026, 3, 8, 7, tzinfo=UTC), datetime(2026, 11, 1, 6, tzinfo=UTC)],
    "Australia/Lord_Howe": [datetime(2026, 4, 4, 15, tzinfo=UTC), datetime(2026, 10, 3, 15, 30, tzinfo=UTC)],
    "Asia/Beirut": [datetime(2026, 3, 28, 22, tzinfo=UTC), datetime(2026, 10, 24, 21, tzinfo=UTC)],
    "America/St_Johns": [datetime(2009, 11, 1, 2, 31, tzinfo=UTC)],
    "Pacific/Apia": [datetime(2011, 12, 30, 10, tzinfo=UTC)],
    "Asia/Kolkata": [datetime(2026, 6, 1, tzinfo=UTC)],
}


def vienna(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=VIENNA)


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        (vienna(2026, 6, 1, 9), 1, vienna(2026, 6, 1, 10)),
        (vienna(2026, 6, 1, 17), 2, vienna(2026, 6, 2, 9)),
        (vienna(2026, 6, 5, 17, 30), 8, vienna(2026, 6, 8, 15, 30)),
        (vienna(2026, 6, 6, 12), 1, vienna(2026, 6, 8, 9)),
        (vienna(2026, 6, 1, 3), 10, vienna(2026, 6, 1, 18)),
        (vienna(2026, 12, 24, 17), 2, vienna(2026, 12, 28, 9)),
        (vienna(2026, 3, 27, 17), 80, vienna(2026, 4, 8, 17)),
        (vienna(2026, 10, 23, 17), 2, vienna(2026, 10, 26, 9)),
    ],
    ids=["same day", "over night", "weekend", "on Saturday", "ends at closing", "holiday", "clocks on", "clocks back"],
)
def test_a_due_time_counts_only_desk_hours(start, hours, due):
    assert OFFICE.add(start, hours * HOUR) == due


def test_time_between_counts_only_desk_hours():
    assert OFFICE.between(vienna(2026, 6, 5, 16), vienna(2026, 6, 8, 9, 30)) == 3.5 * HOUR
    assert OFFICE.between(vienna(2026, 6, 6, 10), vienna(2026, 6, 7, 22)) == timedelta(0)


def test_no_time_passes_backwards():
    assert OFFICE.between(vienna(2026, 6, 2, 12), vienna(2026, 6, 1, 12)) == timedelta(0)
    with pytest.raises(ValueError, match="negative"):
        OFFICE.add(vienna(2026, 6, 1, 9), -MINUTE)


def test_no_duration_changes_nothing_even_outside_desk_hours():
    night = vienna(2026, 6, 6, 3)
    assert OFFICE.add(night, timedelta(0)) == night


def test_a_desk_that_never_closes_counts_real_hours_over_both_changes_of_clocks():
    always = DeskHours(VIENNA, frozenset(range(7)), time(0), time(0))
    for start in (vienna(2026, 3, 28, 12), vienna(2026, 10, 24, 12)):
        assert always.add(start, 24 * HOUR) == start.astimezone(UTC) + 24 * HOUR


def test_an_hour_that_comes_twice_counts_twice_and_one_that_is_skipped_counts_not():
    nights = DeskHours(VIENNA, frozenset(range(7)), time(2), time(3))
    assert nights.between(vienna(2026, 10, 25, 0), vienna(2026, 10, 25, 12)) == 2 * HOUR
    assert nights.between(vienna(2026, 3, 29, 0), vienna(2026, 3, 29, 12)) == timedelta(0)


def test_answers_are_in_utc():
    assert OFFICE.add(vienna(2026, 6, 1, 9), HOUR).tzinfo is UTC


@pytest.mark.parametrize("weekdays", [frozenset(), frozenset({7})])
def test_a_desk_without_a_valid_weekday_is_refused(weekdays):
    with pytest.raises(ValueError, match="weekday"):
        DeskHours(VIENNA, weekdays, time(8), time(18))


def test_a_desk_that_closes_before_it_opens_is_refused():
    with pytest.raises(ValueError, match="open before"):
        DeskHours(VIENNA, frozenset({0}), time(18), time(8))


def slow_is_staffed(desk: DeskHours, minute: datetime) -> bool:
    wall = minute.astimezone(desk.zone)
    open_now = desk.opens <= wall.time() and (desk.closes == time(0) or wall.time() < desk.closes)
    return open_now and wall.weekday() in desk.weekdays and wall.date() not in desk.holidays


def slow_between(desk: DeskHours, start: datetime, end: datetime) -> timedelta:
    total = timedelta(0)
    while start < end:
        total += MINUTE if slow_is_staffed(desk, start) else timedelta(0)
        start += MINUTE
    return total


def slow_add(desk: DeskHours, start: datetime, duration: timedelta) -> datetime:
    while duration:
        duration -= MINUTE if slow_is_staffed(desk, start) else timedelta(0)
        start += MINUTE
    return start


same_each_run = settings(max_examples=80, derandomize=True, database=None)
minutes_of_day = st.integers(0, 24 * 60 - 1).map(lambda minute: time(minute // 60, minute % 60))


@st.composite
def desks_near_a_change(draw):
    zone, changes = draw(st.sampled_from(sorted(CHANGES.items())))
    change = draw(st.sampled_from(changes))
    opens = draw(minutes_of_day)
    closes = draw(minutes_of_day.filter(lambda closing: closing == time(0) or closing > opens))
    days = draw(st.frozensets(st.integers(0, 6), min_size=1))
    holidays = draw(st.frozensets(st.integers(-2, 2).map(lambda n: change.date() + timedelta(days=n)), max_size=2))
    start = change + draw(st.integers(-2880, 1440)) * MINUTE
    return DeskHours(ZoneInfo(zone), days, opens, closes, holidays), start


@same_each_run
@given(desks_near_a_change(), st.integers(0, 3 * 1440))
def test_time_between_agrees_with_counting_minutes(case, length):
    desk, start = case
    assert desk.between(start, start + length * MINUTE) == slow_between(desk, start, start + length * MINUTE)


@same_each_run
@given(desks_near_a_change(), st.integers(1, 900))
def test_a_due_time_agrees_with_counting_minutes(case, length):
    desk, start = case
    at_most = slow_between(desk, start, start + timedelta(days=4))
    duration = min(length * MINUTE, at_most)
    if duration:
        assert desk.add(start, duration) == slow_add(desk, start, duration)


@same_each_run
@given(desks_near_a_change(), st.timedeltas(timedelta(microseconds=1), timedelta(hours=9)))
def test_a_due_time_is_exactly_the_duration_away_to_the_microsecond(case, duration):
    desk, start = case
    assert desk.between(start, desk.add(start, duration)) == duration
