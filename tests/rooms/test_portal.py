"""The rooms' pages: finding one that is free, booking it, giving it back, and the tablet at its door."""

from datetime import timedelta

import pytest

from app.core import clock
from app.core.paging import Paging
from app.rooms import queries, services
from tests.conftest import MONDAY_MORNING
from tests.factories import rooms
from tests.signing_in import sign_in

pytestmark = pytest.mark.usefixtures("clock")
TUESDAY = {"day": "2026-03-03", "start": "10:00", "end": "11:00"}
FORM = {**TUESDAY, "title": "Stand-up", "repeats": ""}


@pytest.fixture
def room(bob):
    return rooms.room("Amber", actor=bob)


@pytest.fixture
def page(client, alice):
    return sign_in(client, alice)


def booked(person):
    return list(queries.own_bookings(person, MONDAY_MORNING, Paging("startsAt")).items)


def test_free_rooms_come_first_and_lead_to_booking(page, room, bob, alice):
    screen = rooms.feature("Screen")
    rooms.room("Jade", capacity=20, feature_ids=[screen.id], timezone="Asia/Tokyo")
    rooms.booking(bob, room.id, MONDAY_MORNING.replace(day=3))
    text = page.get("/rooms", query_string=TUESDAY).text
    assert "1 room is free" in text
    assert "Jade" in text
    assert "Clocks of Asia/Tokyo" in text
    assert "Nothing is free then" in page.get("/rooms", query_string={**TUESDAY, "people": "50"}).text
    assert "Jade" in page.get("/rooms", query_string={**TUESDAY, "features": screen.id, "people": "8"}).text
    assert "2 rooms are free" in page.get("/rooms").text


@pytest.mark.parametrize("asked", [{"day": "2020-01-01"}, {"start": "11:00", "end": "10:00"}, {"people": "-1"},
                                   {"building": "99999"}, {"day": "nonsense"}, {"features": "x"}])  # fmt: skip
def test_questions_that_make_no_sense_are_answered_kindly(page, room, asked):
    answer = page.get("/rooms", query_string={**TUESDAY, **asked})
    assert answer.status_code == 200
    assert "rooms are free" not in answer.text


def test_a_room_is_booked_by_form_and_given_back(page, room, alice):
    assert 'value="10:00"' in page.get(f"/rooms/{room.id}/book?start=2026-03-03T09:00:00%2B00:00").text
    assert 'value="09:30"' in page.get(f"/rooms/{room.id}/book?start=2026-03-03T09:30").text
    assert page.get(f"/rooms/{room.id}/book?start=nonsense").status_code == 200
    answer = page.post(f"/rooms/{room.id}/book", data=FORM, follow_redirects=True)
    assert "Amber is yours: Mar 3, 2026, 10:00–11:00." in answer.text
    row = booked(alice)[0]
    assert row.starts_at.hour == 9
    assert "Stand-up" in page.get(f"/rooms/{room.id}?day=2026-03-03").text
    answer = page.post(f"/rooms/bookings/{row.id}/cancel", follow_redirects=True)
    assert "Amber is free again." in answer.text
    assert booked(alice) == []
    assert "Nothing booked" in page.get("/rooms/bookings").text


def test_what_is_in_the_way_is_named_and_others_are_offered_with_the_input_kept(page, room, alice, bob):
    other = rooms.room("Jade", actor=bob)
    rooms.booking(bob, room.id, MONDAY_MORNING.replace(day=3), title="Board meeting")
    text = page.post(f"/rooms/{room.id}/book", data=FORM).text
    assert "Amber is taken by “Board meeting”" in text
    assert f"/rooms/{other.id}/book?start=2026-03-03T" in text
    assert 'value="Stand-up"' in text


def test_a_series_is_booked_and_says_what_is_not_free(page, room, alice, bob):
    rooms.booking(bob, room.id, MONDAY_MORNING.replace(day=10), private=True, title="Salary")
    form = {**FORM, "repeats": "FREQ=WEEKLY", "until": "2026-03-24", "private": "y"}
    text = page.post(f"/rooms/{room.id}/book", data=form, follow_redirects=True).text
    assert "Amber is yours 3 times." in text
    assert "Not free: Mar 10, 2026." in text
    assert "This and the following" in text
    shown = page.get(f"/rooms/{room.id}?day=2026-03-10").text
    assert "Salary" not in shown
    assert "Private" in shown
    page.post(f"/rooms/bookings/{booked(alice)[1].id}/cancel", data={"scope": "following"})
    assert len(booked(alice)) == 1
    page.post(f"/rooms/bookings/{booked(alice)[0].id}/cancel", data={"scope": "nonsense"})
    assert booked(alice) == []


@pytest.mark.parametrize(("wrong", "said"), [
    ({"title": ""}, "Please say what it is about."), ({"end": "09:00"}, "The end must be after the start."),
    ({"day": "2020-01-01"}, "This time is over already."),
    ({"repeats": "FREQ=DAILY"}, "Please say until which day it repeats."),
    ({"repeats": "FREQ=DAILY", "until": "2030-01-01"}, "more than 732 times"),
    ({"repeats": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "day": "2026-03-07", "until": "2026-04-01"}, "does not fit"),
])  # fmt: skip
def test_bad_bookings_are_said_at_their_fields(page, room, alice, wrong, said):
    text = page.post(f"/rooms/{room.id}/book", data={**FORM, **wrong}).text
    assert said in text
    assert booked(alice) == []


def test_until_midnight_is_a_time(page, room, alice):
    page.post(f"/rooms/{room.id}/book", data={**FORM, "start": "23:00", "end": "00:00"})
    assert (booked(alice)[0].ends_at - booked(alice)[0].starts_at).total_seconds() == 3600


def changed(page, row, **fields):
    known = {"title": row.title, "day": "2026-03-03", "start": "10:00", "end": "11:00"}
    return page.post(f"/rooms/bookings/{row.id}/change", data=known | fields, follow_redirects=True).text


def test_ones_own_booking_gets_another_time_and_title(page, room, alice):
    page.post(f"/rooms/{room.id}/book", data=FORM)
    [row] = booked(alice)
    shown = page.get(f"/rooms/bookings/{row.id}/change").text
    assert 'value="Stand-up"' in shown
    assert 'value="10:00"' in shown
    assert 'name="scope"' not in shown
    text = changed(page, row, title="Retrospective", start="13:00", end="14:30", private="y")
    assert "Changed. Amber is yours: Mar 3, 2026, 13:00–14:30." in text
    [row] = booked(alice)
    assert (row.title, row.booking.is_private, row.starts_at.hour) == ("Retrospective", True, 12)
    assert "Changed." in changed(page, row, start="13:00", end="14:30"), "nothing differs but private"
    assert not booked(alice)[0].booking.is_private


def test_a_refused_change_says_why_keeps_the_input_and_the_booking(page, room, alice, bob, clock):
    rooms.booking(bob, room.id, MONDAY_MORNING.replace(day=4), title="Board meeting")
    page.post(f"/rooms/{room.id}/book", data=FORM)
    [row] = booked(alice)
    taken = changed(page, row, title="Elsewhen", day="2026-03-04")
    assert "Amber is taken by “Board meeting”" in taken
    assert 'value="Elsewhen"' in taken
    assert "The end must be after the start." in changed(page, row, end="09:00")
    assert "Please say what it is about." in changed(page, row, title="")
    assert (booked(alice)[0].title, booked(alice)[0].starts_at.day) == ("Stand-up", 3)
    clock.advance(days=3)
    assert "This is over already." in changed(sign_in(page, alice), row, title="Too late")


def test_of_a_series_this_one_the_following_or_all_are_changed(page, room, alice):
    page.post(f"/rooms/{room.id}/book", data={**FORM, "repeats": "FREQ=WEEKLY", "until": "2026-03-24"})
    first, second, third, _fourth = booked(alice)
    assert "This and the following" in page.get(f"/rooms/bookings/{first.id}/change").text
    assert "A series is private as a whole." in changed(page, first, scope="this", private="y")
    changed(page, first, scope="this", start="15:00", end="16:00")
    changed(page, second, scope="all", title="All hands", day="2026-03-10")
    changed(page, third, scope="following", day="2026-03-18", title="All hands")
    assert {row.title for row in booked(alice)} == {"All hands"}
    assert [(row.starts_at.day, row.starts_at.hour) for row in booked(alice)] == [(3, 14), (10, 9), (18, 9), (25, 9)]
    assert 'value="this"' in changed(page, booked(alice)[0], scope="nonsense", start="15:00", end="16:00")


def test_what_ends_on_another_day_still_does_when_it_is_moved(page, room, alice):
    start = MONDAY_MORNING.replace(day=3)
    row = rooms.booking(alice, room.id, start, ends_at=start + timedelta(hours=26))
    ends = row.ends_at
    local = start.astimezone(room.zone)
    changed(page, row, start=f"{local:%H:%M}", end=f"{ends.astimezone(room.zone):%H:%M}", day="2026-03-05")
    [row] = booked(alice)
    assert (row.starts_at.day, row.ends_at - row.starts_at) == (5, ends - start)


def test_what_is_over_cannot_be_given_back(client, room, alice, clock):
    row = rooms.booking(alice, room.id)
    clock.advance(days=3)
    page = sign_in(client, alice)
    assert "This is over already." in page.post(f"/rooms/bookings/{row.id}/cancel", follow_redirects=True).text


def test_a_room_says_when_it_is_closed_and_what_is_broken(page, bob):
    room = rooms.room(actor=bob, opening_hours={"0": ["08:00", "18:00"]}, feature_ids=[rooms.feature("Screen").id],
                      notes="Ring twice.")  # fmt: skip
    services.mark_out_of_order(room, "equipment:1", feature=room.features[0], actor=bob)
    services.mark_out_of_order(room, "ticket:1", "Water on the floor", actor=bob)
    text = page.get(f"/rooms/{room.id}").text
    for said in ("Closed", "08:00–18:00", "Screen: out of order", "This room is out of order", "Water on the floor",
                 "Ring twice."):  # fmt: skip
        assert said in text
    assert "out of order at the moment" in page.post(f"/rooms/{room.id}/book", data=FORM).text
    assert page.get(f"/rooms/{room.id}?day=9999-12-31").status_code == 200


def test_a_room_that_cannot_be_booked_says_so_to_staff(client, bob):
    store = rooms.room("Store", is_bookable=False, actor=bob)
    assert "This room cannot be booked." in sign_in(client, bob).get(f"/rooms/{store.id}/book").text


def test_the_tablet_shows_now_and_next_without_private_titles(client, room, alice, bob):
    token = services.open_door(room, actor=bob)
    assert "Free for the rest of the day" in client.get(f"/rooms/door/{token}").text
    rooms.booking(alice, room.id, MONDAY_MORNING.replace(hour=10), title="Salary", private=True)
    assert "Free until 11:00" in client.get(f"/rooms/door/{token}").text
    rooms.booking(bob, room.id, MONDAY_MORNING, title="Stand-up")
    text = client.get(f"/rooms/door/{token}").text
    assert "Taken until 11:00" in text
    assert "Stand-up" in text
    assert "Bob Ito" in text
    assert "Salary" not in text + client.get(f"/rooms/door/{token}").text
    assert "Alice" not in text
    services.mark_out_of_order(room, "ticket:1", actor=bob)
    assert "Out of order" in client.get(f"/rooms/door/{token}").text


def test_a_tablet_that_hears_nothing_can_say_since_when(client, room, bob):
    token = services.open_door(room, actor=bob)
    text = client.get(f"/rooms/door/{token}").text
    assert "data-door-stale hidden" in text
    assert f"No connection since {clock.now().astimezone(room.zone):%H:%M}" in text


def test_the_address_of_a_door_can_be_taken_back(client, room, alice, bob):
    first = services.open_door(room, actor=bob)
    second = services.open_door(room, actor=bob)
    assert client.get(f"/rooms/door/{first}").status_code == 404
    assert client.get(f"/rooms/door/{second}").status_code == 200
    services.close_door(room, actor=bob)
    assert client.get(f"/rooms/door/{second}").status_code == 404
    assert services.door_token(room) is None
