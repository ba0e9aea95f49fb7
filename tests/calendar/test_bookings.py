"""Bookings of rooms in the calendar of IT: whose they are decides who sees what they are about."""

from typing import Any

from app.calendar import sources
from app.calendar.sources import Scope, ScopeKind, Window
from app.rooms import services as rooms
from app.rooms.models import Scope as Meant
from app.rooms.schemas import BookingChange, BookingDraft
from tests.calendar.test_desk import shown
from tests.factories.calendar import HOUR, TEN
from tests.factories.rooms import room
from tests.signing_in import sign_in


def booked(at: Any, by: Any, **more: Any) -> Any:
    draft = BookingDraft(title="Review", starts_at=TEN, ends_at=TEN + HOUR, **more)
    return rooms.book_room(at, draft, actor=by)


def test_a_private_booking_says_only_that_the_room_is_taken(client, alice, bob, clock):
    amber = room("Amber")
    booked(amber, alice, private=True)
    browser = sign_in(client, bob)
    assert shown(browser, kinds="booking") == [], "everybody's calendar is that of IT"
    [entry] = shown(browser, who=f"room:{amber.id}")
    assert (entry["title"], entry["who"], entry["editable"]) == ("Busy", "Amber", False)
    [entry] = shown(browser, who=f"person:{alice.id}")
    assert entry["title"] == "Busy"


def test_an_open_booking_says_what_for_and_whose(client, alice, bob, clock):
    amber = room("Amber")
    booked(amber, bob)
    browser = sign_in(client, bob)
    assert shown(browser) == [], "nobody asked for them"
    [entry] = shown(browser, kinds="booking")
    assert [entry] == shown(browser, who="me")
    assert (entry["title"], entry["who"]) == ("Review (Amber)", "Bob Ito")
    assert shown(client, who=f"building:{amber.building_id}") == shown(client, who=f"room:{amber.id}") == [entry]
    page = client.get("/appointments").text
    assert "Review" in page
    assert "Amber" in page


def test_feeds_get_bookings_of_a_person_and_of_a_room(alice, bob, clock):
    amber = room("Amber")
    booked(amber, alice, private=True)
    week = Window(TEN - HOUR, TEN + 2 * HOUR)
    mine = Scope(ScopeKind.person, alice.id, frozenset({alice.id}))
    [own] = sources.source_of("booking").occurrences(mine, week, actor=alice)
    [seen] = sources.source_of("booking").occurrences(Scope(ScopeKind.room, amber.id), week, actor=bob)
    assert (own.title, seen.title, seen.name) == ("Review", "Busy", own.name)
    assert sources.source_of("booking").of(own.source_id, actor=alice) == [own]
    assert sources.source_of("booking").of(9_000_000, actor=alice) == []


def test_each_change_of_a_booking_raises_its_sequence_and_keeps_its_name(alice, clock):
    [row] = booked(room("Amber"), alice).occurrences
    source, seen = sources.source_of("booking"), []

    def note() -> None:
        [one] = source.of(row.id, actor=alice)
        seen.append((one.version, one.name, one.updated_at))

    note()
    for change in (BookingChange(title="Retro"), BookingChange(starts_at=TEN + HOUR), BookingChange(private=True)):
        clock.advance(minutes=1)
        rooms.change_booking(row, change, actor=alice)
        note()
    clock.advance(minutes=1)
    rooms.cancel_booking(row, actor=alice)
    note()
    assert [version for version, _name, _at in seen] == [1, 2, 3, 4, 5]
    assert len({name for _version, name, _at in seen}) == 1
    assert len({at for *_rest, at in seen}) == 5, "the stamp of a feed moves as well"


def test_a_renamed_series_is_newer_as_a_whole(alice, clock):
    rows = booked(room("Amber"), alice, recurrence="FREQ=DAILY;COUNT=3").occurrences
    rooms.change_booking(rows[1], BookingChange(title="Retro"), Meant.following, actor=alice)
    assert [row.version for row in rows] == [1, 2, 2]
