"""Bookings over REST: each call, what it refuses, and what it hides."""

from datetime import timedelta

import pytest

from tests.conftest import MONDAY_MORNING
from tests.factories import rooms

pytestmark = pytest.mark.usefixtures("clock")
DRAFT = {"title": "Stand-up", "startsAt": "2026-03-03T09:00:00Z", "endsAt": "2026-03-03T10:00:00Z"}


@pytest.fixture
def room(bob):
    return rooms.room("Amber", actor=bob)


def test_a_booking_is_made_read_changed_and_given_back(calls, room, alice):
    path = f"/rooms/{room.id}/bookings"
    answer = calls(alice, "POST", path, json=DRAFT, headers={"Idempotency-Key": "once"})
    again = calls(alice, "POST", path, json=DRAFT, headers={"Idempotency-Key": "once"})
    body = answer.get_json()
    assert (answer.status_code, again.get_json()["id"]) == (201, body["id"])
    assert (body["title"], body["owner"]["name"], body["timezone"]) == ("Stand-up", "Alice Berg", "Europe/Vienna")
    assert (body["occurrences"], body["conflicts"]) == (1, [])
    one = f"{path}/{body['id']}"
    assert answer.headers["Location"] == f"/api/v1{one}"
    tag = calls(alice, "GET", one).headers["ETag"]
    changed = calls(alice, "PATCH", one, json={"title": "Retro"}, headers={"If-Match": tag})
    assert changed.get_json()["title"] == "Retro"
    assert calls(alice, "PATCH", one, json={"title": "Late"}, headers={"If-Match": tag}).status_code == 412
    assert [row["id"] for row in calls(alice, "GET", path).get_json()["items"]] == [body["id"]]
    assert calls(alice, "GET", f"{path}?from=2026-03-04T00:00:00Z").get_json()["items"] == []
    assert calls(alice, "GET", f"{path}?to=2026-03-03T09:00:00Z").get_json()["items"] == []
    assert calls(alice, "DELETE", one).status_code == 204
    assert calls(alice, "GET", one).status_code == 404


def test_an_overlap_is_409_with_what_is_in_the_way(calls, room, alice, bob):
    other = rooms.room("Jade", actor=bob)
    calls(bob, "POST", f"/rooms/{room.id}/bookings", json={**DRAFT, "title": "Board"})
    problem = calls(alice, "POST", f"/rooms/{room.id}/bookings", json=DRAFT)
    body = problem.get_json()
    assert (problem.status_code, body["error"]) == (409, "booking_conflict")
    assert body["conflicts"] == [{"startsAt": "2026-03-03T09:00:00Z", "endsAt": "2026-03-03T10:00:00Z",
                                  "title": "Board"}]  # fmt: skip
    assert body["offers"] == [{"id": other.id, "name": "Jade", "capacity": 6}]


def test_a_series_says_which_of_its_times_were_refused(calls, room, alice, bob):
    taken = {**DRAFT, "startsAt": "2026-03-10T09:00:00Z", "endsAt": "2026-03-10T10:00:00Z", "private": True}
    calls(bob, "POST", f"/rooms/{room.id}/bookings", json=taken)
    series = {**DRAFT, "recurrence": "FREQ=WEEKLY;COUNT=3"}
    body = calls(alice, "POST", f"/rooms/{room.id}/bookings", json=series).get_json()
    assert body["occurrences"] == 2
    assert body["conflicts"] == [{"startsAt": "2026-03-10T09:00:00.000Z", "endsAt": "2026-03-10T10:00:00.000Z",
                                  "reason": "taken", "title": None}]  # fmt: skip
    path = f"/rooms/{room.id}/bookings/{body['id']}"
    assert calls(alice, "PATCH", f"{path}?scope=all", json={"title": "All"}).get_json()["title"] == "All"
    assert calls(alice, "PATCH", f"{path}?scope=some", json={"title": "All"}).status_code == 400
    assert calls(bob, "GET", path).get_json()["title"] == "All"
    hidden = [row for row in calls(alice, "GET", f"/rooms/{room.id}/bookings").get_json()["items"] if row["private"]]
    assert [(row["title"], row["owner"]) for row in hidden] == [(None, None)]
    assert calls(alice, "DELETE", f"{path}?scope=all").status_code == 204
    assert calls(alice, "GET", f"/rooms/{room.id}/bookings").get_json()["total"] == 1


@pytest.mark.parametrize("wrong", [
    {"startsAt": "2026-03-01T09:00:00Z"}, {"endsAt": "2026-03-03T08:00:00Z"}, {"endsAt": "2026-03-03T09:00:00Z"},
    {"recurrence": "FREQ=DAILY;COUNT=733"}, {"recurrence": "nonsense"}, {"title": ""}, {"timezone": "Mars/Base"},
    {"startsAt": "2026-03-03T09:00:00"}, {"setupMinutes": 500},
], ids=str)  # fmt: skip
def test_bad_bookings_are_422(calls, room, alice, wrong):
    assert calls(alice, "POST", f"/rooms/{room.id}/bookings", json={**DRAFT, **wrong}).status_code == 422


def test_a_change_to_nothing_is_422(calls, room, alice):
    body = calls(alice, "POST", f"/rooms/{room.id}/bookings", json=DRAFT).get_json()
    assert calls(alice, "PATCH", f"/rooms/{room.id}/bookings/{body['id']}", json={"title": None}).status_code == 422


def test_free_rooms_are_listed(calls, room, alice, bob):
    rooms.room("Jade", actor=bob, capacity=20)
    calls(bob, "POST", f"/rooms/{room.id}/bookings", json=DRAFT)
    start, end = MONDAY_MORNING + timedelta(days=1), MONDAY_MORNING + timedelta(days=1, hours=1)
    when = f"from={start:%Y-%m-%dT%H:%M:%SZ}&to={end:%Y-%m-%dT%H:%M:%SZ}"
    assert [row["name"] for row in calls(alice, "GET", f"/rooms/availability?{when}").get_json()["items"]] == ["Jade"]
    assert calls(alice, "GET", f"/rooms/availability?{when}&capacity=30").get_json()["items"] == []
    assert calls(alice, "GET", "/rooms/availability").status_code == 400
    backwards = f"from={end:%Y-%m-%dT%H:%M:%SZ}&to={start:%Y-%m-%dT%H:%M:%SZ}"
    assert calls(alice, "GET", f"/rooms/availability?{backwards}").status_code == 400
