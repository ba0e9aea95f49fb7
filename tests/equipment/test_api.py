"""Equipment over REST: each call, what it refuses, and what it hides."""

import pytest

from tests.factories import equipment as devices
from tests.signing_in import bearer_of

HUGE = 10**20


@pytest.fixture
def calls(client):
    """A function that calls REST as anybody."""
    kept = {}

    def call(person, method, path, **more):
        if person.id not in kept:
            kept[person.id] = bearer_of(person)
        headers = kept[person.id] | more.pop("headers", {})
        return client.open(f"/api/v1{path}", method=method, headers=headers, **more)

    return call


def test_a_device_is_registered_changed_and_read(calls, bob):
    maker = calls(bob, "POST", "/admin/manufacturers", json={"name": "Nordwind"}).get_json()
    model = {"name": "Falke 14", "kind": "laptop", "manufacturerId": maker["id"], "warrantyMonths": 12}
    model = calls(bob, "POST", "/admin/models", json=model).get_json()
    draft = {"tag": "LT-0042", "modelId": model["id"], "purchasedOn": "2025-03-01", "purchaseCost": "1299.90"}

    answer = calls(bob, "POST", "/admin/equipment", json=draft, headers={"Idempotency-Key": "once"})
    again = calls(bob, "POST", "/admin/equipment", json=draft, headers={"Idempotency-Key": "once"})

    body = answer.get_json()
    assert (answer.status_code, again.get_json()["id"]) == (201, body["id"])
    path = f"/admin/equipment/{body['id']}"
    assert answer.headers["Location"] == f"/api/v1{path}"
    assert (body["purchaseCost"], body["warrantyEndsOn"], body["currency"]) == ("1299.90", "2026-03-01", "EUR")
    assert body["model"] == {"id": model["id"], "name": "Falke 14", "kind": "laptop", "manufacturer": "Nordwind"}
    assert (body["state"], body["holder"], body["room"]) == ("in_stock", None, None)
    tag = calls(bob, "GET", path).headers["ETag"]
    changed = calls(bob, "PATCH", path, json={"notes": "Dented"}, headers={"If-Match": tag})
    assert (changed.status_code, changed.get_json()["notes"]) == (200, "Dented")
    assert calls(bob, "PATCH", path, json={"notes": "New"}, headers={"If-Match": tag}).status_code == 412
    for field in ({"state": "in_use"}, {"holderId": bob.id}, {"tag": None}, {"purchaseCost": "1.999"}, {"modelId": 0}):
        assert calls(bob, "PATCH", path, json=field).status_code == 422, field


def test_a_taken_tag_names_the_other_device(calls, bob):
    device = devices.device("LT-1", bob)
    answer = calls(bob, "POST", "/admin/equipment", json={"tag": "LT-1", "modelId": device.model_id})
    assert answer.status_code == 409
    assert "LT-1 Nordwind Falke 14" in answer.get_json()["detail"]


def test_events_move_a_device_and_illegal_ones_name_the_legal(calls, bob, alice):
    device = devices.device("LT-1", bob)
    path = f"/admin/equipment/{device.id}/events"

    moved = calls(bob, "POST", path, json={"event": "hand_over", "personId": alice.id, "reason": "New here"})
    assert moved.get_json()["holder"] == {"id": alice.id, "name": "Alice Berg"}
    assert moved.get_json()["legalEvents"] == ["accept", "decline", "return", "lose"]

    refused = calls(bob, "POST", path, json={"event": "dispose"})
    assert (refused.status_code, refused.get_json()["error"]) == (409, "illegal_move")
    assert "Take back" in refused.get_json()["detail"]
    assert calls(bob, "POST", path, json={"event": "accept"}).status_code == 403
    for wrong in ({"event": "explode"}, {"event": "return", "ticketId": 9_000_000}, {}):
        assert calls(bob, "POST", path, json=wrong).status_code == 422, wrong
    history = calls(bob, "GET", f"/admin/equipment/{device.id}/history").get_json()
    assert [row["event"] for row in history["items"]] == ["hand_over", "register"]
    assert history["items"][0]["reason"] == "New here"
    assert calls(bob, "POST", path, json={"event": "return"}).get_json()["state"] == "quarantine"


def test_a_holder_accepts_and_asks_to_return(calls, bob, alice):
    device = devices.handed_over(alice, "LT-1", bob)
    assert [row["state"] for row in calls(alice, "GET", "/equipment/mine").get_json()["items"]] == ["handed_over"]

    accepted = calls(alice, "POST", f"/equipment/{device.id}/accept")
    assert (accepted.status_code, accepted.get_json()["state"]) == (200, "in_use")
    assert accepted.get_json()["acceptedAt"]
    assert calls(alice, "POST", f"/equipment/{device.id}/accept").status_code == 409
    assert calls(alice, "POST", f"/equipment/{device.id}/return-request").get_json()["returnAskedAt"]
    assert calls(bob, "GET", "/equipment/mine").get_json()["items"] == []


def test_a_holder_declines_with_a_reason(calls, bob, alice):
    device = devices.handed_over(alice, "LT-1", bob)
    assert calls(alice, "POST", f"/equipment/{device.id}/decline", json={"reason": "Not mine"}).status_code == 204
    assert calls(alice, "GET", "/equipment/mine").get_json()["items"] == []


def test_what_is_not_ones_own_is_hidden(calls, bob, alice, mallory):
    device = devices.handed_over(alice, "LT-1", bob)
    for who in (bob, mallory):
        for call in ("accept", "decline", "return-request"):
            expected = 403 if who is mallory else 404
            assert calls(who, "POST", f"/equipment/{device.id}/{call}").status_code == expected
    for path in (f"/admin/equipment/{device.id}", "/admin/equipment", "/admin/models", "/admin/manufacturers"):
        assert calls(alice, "GET", path).status_code == 403
    assert calls(bob, "GET", f"/admin/equipment/{HUGE}").status_code == 404


def test_lists_are_paged_filtered_and_searched(calls, bob):
    for number in range(3):
        devices.device(f"LT-{number}", bob)
    page = calls(bob, "GET", "/admin/equipment?pageSize=1&sort=tag").get_json()
    assert ([row["tag"] for row in page["items"]], page["total"]) == (["LT-0"], 3)
    following = calls(bob, "GET", f"/admin/equipment?pageSize=1&sort=tag&cursor={page['nextCursor']}").get_json()
    assert [row["tag"] for row in following["items"]] == ["LT-1"]
    assert calls(bob, "GET", "/admin/equipment?q=lt 2&state=in_stock,ordered").get_json()["total"] == 1
    for query in ("sort=notes", "state=broken", "unknown=1", "q=lt&sort=tag", "holder=x"):
        assert calls(bob, "GET", f"/admin/equipment?{query}").status_code == 400, query


def test_manufacturers_and_models_are_kept(calls, bob):
    maker = calls(bob, "POST", "/admin/manufacturers", json={"name": "Nordwind"}).get_json()
    path = f"/admin/manufacturers/{maker['id']}"
    assert calls(bob, "PATCH", path, json={"website": "https://nordwind.example"}).get_json()["name"] == "Nordwind"
    assert calls(bob, "PATCH", path, json={"website": "javascript:x"}).status_code == 422
    assert calls(bob, "POST", "/admin/manufacturers", json={"name": "Nordwind"}).status_code == 409
    model = {"name": "Falke 14", "kind": "laptop", "manufacturerId": maker["id"], "floorValue": "50.00"}
    model = calls(bob, "POST", "/admin/models", json=model).get_json()
    changed = calls(bob, "PATCH", f"/admin/models/{model['id']}", json={"depreciationMonths": 36}).get_json()
    assert (changed["floorValue"], changed["depreciationMonths"]) == ("50.00", 36)
    assert calls(bob, "GET", f"/admin/models?kind=laptop&manufacturer={maker['id']}&q=falk").get_json()["total"] == 1
    assert [row["name"] for row in calls(bob, "GET", "/admin/manufacturers").get_json()["items"]] == ["Nordwind"]
    assert calls(bob, "DELETE", path).status_code == 409
    assert calls(bob, "DELETE", f"/admin/models/{model['id']}").status_code == 204
    assert calls(bob, "DELETE", path).status_code == 204
    for missing in (path, f"/admin/models/{model['id']}", f"/admin/models/{HUGE}"):
        assert calls(bob, "GET", missing).status_code == 404
