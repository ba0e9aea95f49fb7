"""The calendar over REST: each call, what it refuses, and what it hides."""

from collections.abc import Callable
from typing import Any

import pytest

from app.calendar import queries
from app.calendar.models import VisitState
from tests.factories.calendar import absence, maintenance, task, visit
from tests.factories.tickets import ticket
from tests.signing_in import bearer_of

HOURS = {"startsAt": "2026-03-03T09:00:00Z", "endsAt": "2026-03-03T10:00:00Z"}
Calls = Callable[..., Any]


@pytest.fixture
def calls(client):
    """A function that calls REST as anybody."""
    kept: dict[int, dict[str, str]] = {}

    def call(person, method, path, **more):
        if person.id not in kept:
            kept[person.id] = bearer_of(person)
        headers = kept[person.id] | more.pop("headers", {})
        return client.open(f"/api/v1/admin{path}", method=method, headers=headers, **more)

    return call


def test_a_planned_visit_is_answered_whole_with_its_warnings(calls: Calls, alice, bob, clock):
    asked = ticket(alice)
    absence(bob)
    answer = calls(bob, "POST", "/visits", json={"ticketId": asked.id, "timezone": "Europe/London", **HOURS})

    body = answer.get_json()
    assert answer.status_code == 201
    assert answer.headers["Location"] == f"/api/v1/admin/visits/{body['id']}"
    assert body == {
        "id": body["id"], "ticket": {"id": asked.id, "subject": asked.subject},
        "technician": {"id": bob.id, "name": "Bob Ito"}, "room": None, "equipment": None,
        "startsAt": "2026-03-03T09:00:00.000Z",
        "endsAt": "2026-03-03T10:00:00.000Z", "timezone": "Europe/London", "state": "planned", "note": "",
        "createdAt": body["createdAt"], "updatedAt": body["updatedAt"], "warnings": ["Bob Ito is away on that day."],
    }  # fmt: skip


def test_the_same_key_plans_one_visit(calls: Calls, alice, bob):
    asked, key = ticket(alice), {"Idempotency-Key": "once"}
    first, second = (
        calls(bob, "POST", "/visits", json={"ticketId": asked.id, **HOURS}, headers=key) for _again in range(2)
    )
    assert first.get_json() == second.get_json()
    assert len(queries.visits_of_ticket(bob, asked.id)) == 1


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"endsAt": "2026-03-03T09:00:00Z"}, "endsAt"),
        ({"startsAt": "2026-03-03T09:00:00"}, "startsAt"),
        ({"timezone": "Mars/Olympus"}, "timezone"),
        ({"wall": "10:00"}, "wall"),
        ({"ticketId": 0}, "ticketId"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(calls: Calls, alice, bob, sent, field):
    answer = calls(bob, "POST", "/visits", json={"ticketId": ticket(alice).id, **HOURS, **sent})
    assert answer.status_code == 422
    assert field in answer.get_json()["errors"]


def test_a_visit_is_moved_only_by_who_saw_it_last(calls: Calls, alice, bob):
    path = f"/visits/{visit(ticket(alice), bob).id}"
    seen = calls(bob, "GET", path).headers["ETag"]
    change = {"startsAt": "2026-03-03T11:00:00Z"}
    moved = calls(bob, "PATCH", path, json=change, headers={"If-Match": seen})
    assert moved.status_code == 200
    assert moved.get_json()["endsAt"] == "2026-03-03T12:00:00.000Z"
    assert calls(bob, "PATCH", path, json=change, headers={"If-Match": seen}).status_code == 412
    assert calls(bob, "DELETE", path, headers={"If-Match": seen}).status_code == 412
    assert calls(bob, "DELETE", path, headers={"If-Match": moved.headers["ETag"]}).status_code == 204
    assert calls(bob, "GET", path).get_json()["state"] == "cancelled"
    assert calls(bob, "DELETE", path).status_code == 409


def test_lists_are_narrowed_by_their_filters(calls: Calls, alice, bob, carol):
    asked = ticket(alice)
    ids = [visit(asked, bob).id, visit(ticket(alice), carol).id]
    window, kept = maintenance(bob), task(bob, ticket_id=asked.id)
    away = absence(bob)

    def found(path: str) -> list[int]:
        answer = calls(bob, "GET", path)
        assert answer.status_code == 200, answer.text
        return sorted(row["id"] for row in answer.get_json()["items"])

    assert found("/visits") == ids
    for query in (f"technician={bob.id}", f"ticket={asked.id}", f"technician={bob.id}&startsTo=2026-03-04T00:00:00Z"):
        assert found(f"/visits?{query}") == ids[:1]
    assert found(f"/visits?state={VisitState.done},{VisitState.cancelled}") == []
    assert found("/visits?startsFrom=2026-03-04T00:00:00Z") == []
    assert found("/maintenance?state=planned&sort=startsAt") == [window.id]
    assert found(f"/tasks?assignee={bob.id}&isDone=false&dueTo=2026-03-07&ticket={asked.id}") == [kept.id]
    assert found("/tasks?isDone=true") == found("/tasks?dueFrom=2026-03-07") == []
    assert found(f"/absences?person={bob.id}&from=2026-03-04&to=2026-03-05") == [away.id]
    assert found("/absences?from=2026-03-05") == found("/absences?to=2026-03-03") == []
    assert calls(bob, "GET", "/visits?site=1").status_code == 400
    assert calls(bob, "GET", "/visits?sort=note").status_code == 400


def test_a_task_is_ticked_off(calls: Calls, bob):
    path = f"/tasks/{task(bob).id}"
    body = calls(bob, "PATCH", path, json={"isDone": True}).get_json()
    assert body["isDone"]
    assert body["doneAt"]


def test_why_somebody_is_away_is_not_for_colleagues(calls: Calls, bob, mia, carol):
    recorded = absence(mia, kind="sick")
    path = f"/absences/{recorded.id}"
    assert calls(bob, "GET", path).get_json()["kind"] is None
    assert calls(bob, "GET", "/absences").get_json()["items"][0]["kind"] is None
    assert calls(mia, "GET", path).get_json()["kind"] == calls(carol, "GET", path).get_json()["kind"] == "sick"


def test_maintenance_is_changed_and_cancelled(calls: Calls, bob):
    path = f"/maintenance/{maintenance(bob).id}"
    assert calls(bob, "PATCH", path, json={"effect": "slow"}).get_json()["effect"] == "slow"
    assert calls(bob, "DELETE", path).status_code == 204
    assert calls(bob, "PATCH", path, json={"effect": "nothing"}).status_code == 409
