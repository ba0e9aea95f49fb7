"""What staff see of rooms: the day of all, the week of one, the tablet at its door."""

import re

import pytest

from app.rooms import services
from tests.conftest import MONDAY_MORNING
from tests.factories import rooms
from tests.signing_in import sign_in

pytestmark = pytest.mark.usefixtures("clock")
WEEK = {"start": "2026-03-02T00:00", "end": "2026-03-09T00:00"}


@pytest.fixture
def room(bob):
    return rooms.room("Amber", actor=bob, opening_hours={str(day): ["08:00", "18:00"] for day in range(5)})


@pytest.fixture
def desk(client, bob):
    return sign_in(client, bob)


def test_the_day_of_all_rooms_shows_who_has_which_half_hours(desk, room, alice, bob):
    rooms.room("Jade", rooms.floor(at=rooms.building("Annex")), timezone="Asia/Tokyo", actor=bob)
    rooms.booking(alice, room.id, MONDAY_MORNING, title="Stand-up")
    rooms.booking(alice, room.id, MONDAY_MORNING.replace(hour=12), title="Salary", private=True)
    text = desk.get("/staff/rooms").text
    assert re.search(r'colspan="2"><span class="day-grid__entry"[^>]*>Stand-up', text)
    assert "Salary" not in text
    assert "day-grid__slot--now" in text
    assert text.index("Jade") < text.index("Amber"), "by building"
    only = desk.get(f"/staff/rooms?building={room.building_id}&day=2026-03-03").text
    assert "Jade" not in only
    assert "Stand-up" not in only
    assert desk.get("/staff/rooms?building=99999&day=nonsense").status_code == 200


def test_without_rooms_the_day_says_what_to_do(desk):
    assert "No rooms here" in desk.get("/staff/rooms").text


def test_the_week_of_a_room_feeds_its_calendar(desk, room, alice):
    rooms.booking(alice, room.id, MONDAY_MORNING, title="Stand-up")
    rooms.booking(alice, room.id, MONDAY_MORNING.replace(hour=12), title="Salary", private=True)
    page = desk.get(f"/staff/rooms/{room.id}")
    nonce = re.search(r'name="csp-nonce" content="([^"]+)"', page.text)[1]
    assert f"style-src 'self' 'nonce-{nonce}'" in page.headers["Content-Security-Policy"]
    shown = desk.get(f"/staff/rooms/{room.id}/events", query_string=WEEK).get_json()
    assert [(row["title"], row["start"], row["who"]) for row in shown] == [
        ("Stand-up", "2026-03-02T10:00:00", "Alice Berg"), ("Private", "2026-03-02T13:00:00", None)]  # fmt: skip


@pytest.mark.parametrize("asked", [{}, {"start": "x", "end": "y"}, {**WEEK, "end": "2027-01-01T00:00"},
                                   {"start": WEEK["end"], "end": WEEK["start"]}])  # fmt: skip
def test_nonsense_for_a_week_is_refused(desk, room, asked):
    assert desk.get(f"/staff/rooms/{room.id}/events", query_string=asked).status_code == 400


def test_a_door_gets_an_address_that_staff_may_take_back(desk, room):
    assert "/rooms/door/" not in desk.get(f"/staff/rooms/{room.id}").text
    text = desk.post(f"/staff/rooms/{room.id}/door", follow_redirects=True).text
    assert services.door_token(room) in text
    assert "/rooms/door/" not in desk.post(f"/staff/rooms/{room.id}/door/close", follow_redirects=True).text
