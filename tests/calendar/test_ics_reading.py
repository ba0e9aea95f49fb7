"""Calendar files of other programs: never a crash, never a hang, and the dates that they mean."""

import io
import json
import os
import re
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar

from app.calendar import ics_child
from app.calendar.ics_reading import read_calendar
from app.calendar.sources import Window
from app.core.child import Limits
from app.core.errors import Invalid, TooLarge

WINDOW = Window(datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
WIDE = {"starts": "1990-01-01T00:00:00+00:00", "ends": "2030-01-01T00:00:00+00:00", "zone": "UTC", "most": 500}
SAMPLES = Path(os.environ.get("HELPDESK_DATA", Path(__file__).parents[3] / "shared" / "data")) / "calendars"
needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="needs the sample data (HELPDESK_DATA): calendars")


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Fail instead of hanging."""

    def late(*_args: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def file_of(*lines: str) -> io.BytesIO:
    body = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", "BEGIN:VEVENT", "UID:1", "DTSTAMP:20260101T000000Z"]
    return io.BytesIO("\r\n".join([*body, *lines, "END:VEVENT", "END:VCALENDAR", ""]).encode())


def test_a_series_becomes_its_dates_in_wall_time():
    read = read_calendar(
        file_of("DTSTART;TZID=Europe/Warsaw:20260322T090000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=3",
                "EXDATE;TZID=Europe/Warsaw:20260405T090000", "SUMMARY:Stand-up"),
        WINDOW, "UTC",
    )  # fmt: skip
    assert [event.starts for event in read.events] == ["2026-03-22T08:00:00Z", "2026-03-29T07:00:00Z"]


def test_days_keep_their_end():
    read = read_calendar(file_of("DTSTART;VALUE=DATE:20260501", "SUMMARY:Holiday"), WINDOW, "UTC")
    assert [(event.starts, event.ends, event.is_days) for event in read.events] == [("2026-05-01", "2026-05-02", True)]


def test_times_without_a_zone_are_the_readers():
    read = read_calendar(file_of("DTSTART:20260701T090000", "DTEND:20260701T100000"), WINDOW, "Europe/Vienna")
    assert read.events[0].starts == "2026-07-01T07:00:00Z"


def test_an_endless_series_is_cut():
    read = read_calendar(file_of("DTSTART:20260101T000000Z", "RRULE:FREQ=HOURLY"), WINDOW, "UTC")
    assert read.is_cut
    assert len(read.events) == 500


GOOD = "BEGIN:VEVENT\nUID:good\nSUMMARY:Fair\nDTSTART:20260701T090000Z\nEND:VEVENT\n"


def test_a_broken_line_spoils_only_its_event():
    broken = "BEGIN:VEVENT\nUID:bad\nBEGIN:VALARM\nNO COLON\n"  # and no end
    text = f"BEGIN:VCALENDAR\nX-NO COLON\n{GOOD}{broken}END:VCALENDAR\n"
    read = read_calendar(io.BytesIO(text.encode()), WINDOW, "UTC")
    assert [event.uid for event in read.events] == ["good"]
    assert [(one.line, one.reason) for one in read.left] == [(8, "broken")]


def test_an_event_without_a_readable_start_is_named():
    bad = "BEGIN:VEVENT\nUID:bad\nSUMMARY:Late\nDTSTART:2026-7-1\nEND:VEVENT\n"
    read = read_calendar(io.BytesIO(f"BEGIN:VCALENDAR\n{GOOD}{bad}END:VCALENDAR\n".encode()), WINDOW, "UTC")
    assert [event.uid for event in read.events] == ["good"]
    assert [(one.uid, one.title, one.reason) for one in read.left] == [("bad", "Late", "times")]
    assert read.skipped == 1


def test_what_is_no_calendar_is_refused():
    for content in (b"", b"hello", b"BEGIN:VEVENT\r\nEND:VEVENT\r\n", b"\xff\xfe\x00"):
        with pytest.raises(Invalid):
            read_calendar(io.BytesIO(content), WINDOW, "UTC")


def test_a_file_that_is_too_large_is_refused():
    with pytest.raises(TooLarge):
        read_calendar(io.BytesIO(b" " * (2 * 1024 * 1024 + 1)), WINDOW, "UTC")


def test_a_file_that_takes_too_long_is_refused():
    costly = file_of("DTSTART:20260101T000000Z", "RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30")
    with pytest.raises(Invalid):
        read_calendar(costly, WINDOW, "UTC", Limits(cpu_seconds=1, megabytes=512, wall_seconds=5))


@needs_samples
def test_every_sample_is_read_or_refused_within_seconds():
    slow, read = [], 0
    for path in sorted(SAMPLES.rglob("*.ics")):
        began = time.monotonic()
        try:
            with at_most(8):
                answer = ics_child.read(path.read_bytes(), WIDE)
        except TimeoutError:
            slow.append(path.name)  # the limit of the child process would end it
            continue
        json.dumps(answer)
        read += "events" in answer
        assert time.monotonic() - began < 8
    assert len(slow) <= 2, slow
    assert read > 150


# Where we read another set of dates than libical expects, and why.
OUT_OF_STEP = "the start is not of the rule, which RFC 5545 leaves undefined: we show the start as well, as Google does"
FIRST_WEEK = "python-dateutil counts BYSETPOS from the start on, in its week, and not in the whole week"
EXPLAINED = {
    "FREQ=WEEKLY;BYDAY=WE,FR;INTERVAL=2;COUNT=4": OUT_OF_STEP,
    "FREQ=YEARLY;BYWEEKNO=53;INTERVAL=5;BYDAY=TH;COUNT=1": OUT_OF_STEP,
    "FREQ=WEEKLY;BYDAY=MO,TU,SU,SA,TH;BYSETPOS=3,2;COUNT=4": FIRST_WEEK,
    "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1,3;COUNT=3": FIRST_WEEK,
    "FREQ=DAILY;BYMINUTE=1,2,3,4;INTERVAL=2;COUNT=3": "minutes of a whole day: python-dateutil counts each of them",
    "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=30;BYWEEKNO=1;UNTIL=20320101": "libical says that it cannot; ours are the days",
    "FREQ=YEARLY;BYWEEKNO=53;BYDAY=TU,SA;INTERVAL=5;UNTIL=20170101T000000Z": "python-dateutil counts INTERVAL by the "
    "year of the date, libical by the year of its week: 2 January 2010 belongs to 2009",
}


def cases() -> list[tuple[str, str, list[str]]]:
    """Rule, start and the instances that libical expects."""
    text = (SAMPLES / "libical" / "icalrecur_cases.txt").read_text(encoding="utf-8")
    blocks = re.findall(r"^RRULE:(.+)\n(?:[A-Z-]+:.*\n)*?DTSTART:(.+)\n((?:[A-Z-]+:.*\n?)*)", text, re.MULTILINE)
    found = []
    for rule, start, rest in blocks:
        match = re.search(r"^INSTANCES:(.*)$", rest, re.MULTILINE)
        if match and "START-AT" not in rest:
            found.append((rule.strip(), start.strip(), [one for one in match[1].strip().split(",") if one.strip()]))
    return found


def dates_of(rule: str, start: str) -> list[str] | str:
    kind = ";VALUE=DATE" if "T" not in start else ""
    content = file_of(f"DTSTART{kind}:{start}", f"RRULE:{rule}").getvalue()
    window = WIDE | {"starts": "1900-01-01T00:00:00+00:00", "ends": "2200-01-01T00:00:00+00:00", "most": 3000}
    answer = ics_child.read(content, window)
    if "events" not in answer:
        return answer["unreadable"]
    return [re.sub("[-:Z]", "", one["times"][0]) for one in answer["events"]]


@needs_samples
def test_the_share_of_libicals_recurrences_is_right():
    wrong = {}
    for rule, start, expected in cases():
        try:
            with at_most(8):
                ours = dates_of(rule, start)
        except TimeoutError:
            ours = "too costly"
        if ours != [one.rstrip("Z") for one in expected]:
            wrong[rule] = ours
    assert set(wrong) <= set(EXPLAINED), {rule: ours for rule, ours in wrong.items() if rule not in EXPLAINED}
    assert len(wrong) == len(EXPLAINED), "one of the explained ones is right now"
    assert len(cases()) == 68


def test_what_we_write_we_can_read():
    from tests.calendar.test_feeds import VISIT, written

    [event] = Calendar.from_ical(written("Ben", "UTC", [VISIT])).walk("VEVENT")
    read = read_calendar(io.BytesIO(written("Ben", "UTC", [VISIT])), WINDOW, "UTC")
    assert read.events[0].starts == "2026-03-02T09:00:00Z"
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(hours=1)
    assert Path(ics_child.__file__).name == "ics_child.py"
