"""Secret addresses: who reads what, and what programs that subscribe rely on."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar

from app.calendar import ics, sources
from app.calendar.queries import feeds as queries
from app.calendar.schemas.connections import FeedDraft
from app.calendar.services import feeds
from app.calendar.sources import Occurrence, ScopeKind
from app.core.errors import NotAllowed, NotFound
from app.core.transaction import transaction
from tests.calendar.diary import Diary
from tests.conftest import MONDAY_MORNING

HOUR = timedelta(hours=1)
VISIT = Occurrence(
    "visit", 7, MONDAY_MORNING, MONDAY_MORNING + HOUR, "Europe/Vienna", "Dock", MONDAY_MORNING, version=4
)


@pytest.fixture
def diary(bob, clock, only_own_sources):
    diary = Diary(bob.id)
    sources.register(diary)
    return diary


def event_of(occurrence: Occurrence):
    [event] = Calendar.from_ical(written("Ben", "Europe/Vienna", [occurrence])).walk("VEVENT")
    return event


def written(name: str, zone: str, rows: list[Occurrence]) -> bytes:
    return ics.written_calendar(name, zone, rows, house="https://help.example.org")


def address(feed) -> str:
    return feeds.address_of(feed).removeprefix("http://localhost")


def test_the_address_shows_what_its_owner_may_see(client, diary, bob):
    diary.plan(MONDAY_MORNING, title="Replace dock", place="Room 2.14")
    feed = feeds.open_feed(FeedDraft(), actor=bob)
    answer = client.get(address(feed))
    assert answer.status_code == 200
    assert answer.mimetype == "text/calendar"
    [event] = Calendar.from_ical(answer.data).walk("VEVENT")
    assert (event["summary"], event["location"]) == ("Replace dock", "Room 2.14")


def test_an_unchanged_calendar_is_not_sent_again(client, diary, bob, clock):
    number = diary.plan(MONDAY_MORNING)
    feed = feeds.open_feed(FeedDraft(), actor=bob)
    tag = client.get(address(feed)).headers["ETag"]
    clock.advance(minutes=5)
    assert client.get(address(feed), headers={"If-None-Match": tag}).status_code == 304
    diary.change(number, title="Another")
    assert client.get(address(feed), headers={"If-None-Match": tag}).status_code == 200


def test_only_the_hash_of_the_secret_is_stored(diary, bob):
    feed = feeds.open_feed(FeedDraft(), actor=bob)
    assert queries.secret_of(feed) not in {feed.nonce, feed.token_hash}


@pytest.mark.parametrize("ending", ["rotate", "revoke", "deactivate"])
def test_an_address_ends_at_once(client, diary, bob, ending):
    feed = feeds.open_feed(FeedDraft(), actor=bob)
    old = address(feed)
    if ending == "rotate":
        feeds.rotate_feed(feed, actor=bob)
        assert client.get(address(queries.feeds_of(bob)[0])).status_code == 200
    elif ending == "revoke":
        feeds.revoke_feed(feed, actor=bob)
    else:
        with transaction():
            bob.active = False
    assert client.get(old).status_code == 404
    assert client.get("/calendar/feed/wrong.ics").status_code == 404


def test_an_employee_subscribes_to_nobody_else(diary, alice, bob, carol):
    feed = feeds.open_feed(FeedDraft(), actor=alice)
    assert feed.scope_id == alice.id
    with pytest.raises(NotFound):
        feeds.open_feed(FeedDraft(scope_id=bob.id), actor=alice)
    with pytest.raises(NotAllowed):
        feeds.revoke_feed(feed, actor=bob)
    with pytest.raises(NotFound):
        queries.feed_for(bob, feed.id)
    assert feeds.open_feed(FeedDraft(scope_id=alice.id), actor=carol).scope_kind is ScopeKind.person


def test_programs_know_an_event_by_its_uid_and_see_each_change_by_its_sequence():
    first, second = event_of(VISIT), event_of(replace(VISIT, version=5, title="Two docks"))
    assert first["uid"] == second["uid"] == "visit-7@help.example.org"
    assert (first["sequence"], second["sequence"]) == (4, 5)


def test_a_cancelled_one_says_so_under_a_higher_sequence():
    event = event_of(replace(VISIT, is_cancelled=True, version=6))
    assert (event["status"], event["sequence"], event["transp"]) == ("CANCELLED", 6, "TRANSPARENT")


def test_days_end_on_the_day_after_the_last():
    event = event_of(replace(VISIT, days=(date(2026, 3, 2), date(2026, 3, 4))))
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2026, 3, 2), date(2026, 3, 4))


def test_the_zone_is_written_out():
    content = written("Ben", "Europe/Vienna", [VISIT])
    assert b"BEGIN:VTIMEZONE" in content
    assert b"DTSTART;TZID=Europe/Vienna:20260302T100000" in content


def test_long_lines_are_folded_without_breaking_a_letter():
    content = written("Ben", "UTC", [replace(VISIT, title="Ü" * 200)])
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    assert event_of(replace(VISIT, title="Ü" * 200))["summary"] == "Ü" * 200


def test_the_same_is_written_to_the_byte():
    rows = [VISIT, replace(VISIT, source_id=8)]
    assert written("Ben", "UTC", rows) == written("Ben", "UTC", rows[::-1])


def test_a_lone_carriage_return_breaks_no_line():
    event = event_of(replace(VISIT, title="One\rTwo\r\nThree", text="a\rb"))
    assert event["summary"] == "One Two Three"
    assert event["description"] == "a\nb"


def test_a_series_starts_in_wall_time():
    weekly = replace(VISIT, recurrence="FREQ=WEEKLY;COUNT=3", excluded=(datetime(2026, 3, 9, 9, tzinfo=UTC),))
    content = written("Ben", "Europe/Vienna", [weekly]).decode()
    assert "DTSTART;TZID=Europe/Vienna:20260302T100000" in content
    assert "RRULE:FREQ=WEEKLY;COUNT=3" in content
    assert "EXDATE;TZID=Europe/Vienna:20260309T100000" in content
