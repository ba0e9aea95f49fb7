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


def booked(where: Any, by: Any, **more: Any) -> Any:
    starts_at = more.pop("at", TEN)
    draft = BookingDraft(title="Review", starts_at=starts_at, ends_at=starts_at + HOUR, **more)
    return rooms.book_room(where, draft, actor=by)


def test_a_private_booking_says_only_that_the_room_is_taken(client, alice, bob, clock):
    amber = room("Amber")
    booked(amber, alice, private=True)
    browser = sign_in(client, bob)
    assert shown(browser, kinds="booking") == [], "everybody's calendar is that of IT"
    [entry] = shown(browser, who=f"room:{amber.id}")
    assert (entry["title"], entry["who"], entry["editable"]) == ("Busy", "Amber", True)
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


def test_a_booking_is_dragged_by_the_rules_of_its_form(client, alice, bob, mia, clock):
    amber = room("Amber")
    [mine] = booked(amber, bob).occurrences
    [other] = booked(amber, alice, at=TEN + 2 * HOUR).occurrences
    browser = sign_in(client, bob)
    move = f"/staff/calendar/move/booking/{mine.id}"
    assert browser.post(move, data={"starts_at": "2026-03-03T11:00", "ends_at": "2026-03-03T12:00"}).status_code == 200
    refused = browser.post(move, data={"starts_at": "2026-03-03T12:30", "ends_at": "2026-03-03T13:30"})
    assert refused.status_code == 409
    assert "Review" in refused.text
    [entry] = shown(browser, who="me")
    assert entry["start"] == "2026-03-03T11:00:00", "refused, it stays where it was"
    assert browser.get(f"/staff/calendar/entry/booking/{other.id}").status_code == 404, "there are no details"


def test_a_manager_drags_no_booking_of_others_and_nobody_what_is_over(client, alice, bob, mia, clock):
    amber = room("Amber")
    [mine] = booked(amber, alice).occurrences
    browser = sign_in(client, mia)
    [entry] = shown(browser, who=f"room:{amber.id}")
    assert not entry["editable"]
    span = {"starts_at": "2026-03-03T11:00", "ends_at": "2026-03-03T12:00"}
    assert browser.post(f"/staff/calendar/move/booking/{mine.id}", data=span).status_code in {403, 404}
    clock.advance(days=2)
    [entry] = shown(sign_in(client, bob), who=f"room:{amber.id}")
    assert not entry["editable"]
