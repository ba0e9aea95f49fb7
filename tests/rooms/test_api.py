"""Rooms over REST: each call, what it refuses, and what it hides."""

from tests.factories import rooms

PLACES = ("sites", "buildings", "floors", "room-features")


def test_a_room_is_made_from_the_site_up(calls, bob, alice):
    site = calls(bob, "POST", "/admin/sites", json={"name": "Oslo", "timezone": "Europe/Oslo", "country": "no"})
    house = calls(bob, "POST", "/admin/buildings", json={"name": "Quay", "siteId": site.get_json()["id"]})
    floor = calls(bob, "POST", "/admin/floors", json={"name": "2nd", "buildingId": house.get_json()["id"]})
    ramp = calls(bob, "POST", "/admin/room-features", json={"name": "Ramp", "icon": "accessibility"}).get_json()
    draft = {"name": "Fjord", "code": "2.01", "floorId": floor.get_json()["id"], "capacity": 12,
             "featureIds": [ramp["id"]], "openingHours": {"0": ["08:00", "18:00"]}}  # fmt: skip

    answer = calls(bob, "POST", "/admin/rooms", json=draft)

    body = answer.get_json()
    assert (answer.status_code, answer.headers["Location"]) == (201, f"/api/v1/rooms/{body['id']}")
    assert (body["building"]["name"], body["floor"]["name"], body["timezone"]) == ("Quay", "2nd", "Europe/Oslo")
    assert [feature["name"] for feature in body["features"]] == ["Ramp"]
    assert calls(alice, "GET", f"/rooms/{body['id']}").get_json() == body
    tag = calls(bob, "GET", f"/admin/rooms/{body['id']}").headers["ETag"]
    change = {"capacity": 14, "timezone": "Europe/Paris"}
    changed = calls(bob, "PATCH", f"/admin/rooms/{body['id']}", json=change, headers={"If-Match": tag}).get_json()
    assert (changed["capacity"], changed["timezone"], changed["name"]) == (14, "Europe/Paris", "Fjord")
    assert calls(bob, "PATCH", f"/admin/rooms/{body['id']}", json=change, headers={"If-Match": tag}).status_code == 412
    assert calls(bob, "DELETE", f"/admin/floors/{floor.get_json()['id']}").status_code == 409
    assert calls(bob, "DELETE", f"/admin/rooms/{body['id']}").status_code == 204
    for kind, made in zip(reversed(PLACES), (ramp, *(each.get_json() for each in (floor, house, site))), strict=True):
        assert calls(bob, "DELETE", f"/admin/{kind}/{made['id']}").status_code == 204


def test_an_employee_sees_what_can_be_booked_only(calls, alice, bob):
    shown, store, closed = rooms.room(), rooms.room("Store", is_bookable=False), rooms.room("Old", is_active=False)
    assert [room["id"] for room in calls(alice, "GET", "/rooms").get_json()["items"]] == [shown.id]
    assert {room["id"] for room in calls(bob, "GET", "/rooms").get_json()["items"]} == {shown.id, store.id, closed.id}
    assert calls(alice, "GET", f"/rooms/{store.id}").status_code == 404
    assert calls(bob, "GET", f"/rooms/{store.id}").status_code == 200


def test_rooms_are_narrowed_by_place_seats_features_and_words(calls, alice):
    screen, ramp = rooms.feature("Screen").id, rooms.feature("Ramp").id
    small = rooms.room("Amber", capacity=2, feature_ids=[screen])
    large = rooms.room("Jade", capacity=20, feature_ids=[screen, ramp], code="J-1")
    other = rooms.room("Onyx", rooms.floor(at=rooms.building("Annex")), capacity=20)

    def found(query):
        return {room["id"] for room in calls(alice, "GET", f"/rooms?{query}").get_json()["items"]}

    assert found(f"features={screen}") == {small.id, large.id}
    assert found(f"features={screen},{ramp}") == {large.id}
    assert found("capacity=20") == {large.id, other.id}
    assert found(f"building={other.building_id}") == {other.id}
    assert found(f"floor={small.floor_id}") == {small.id, large.id}
    assert found(f"site={small.site.id}&q=j-1") == {large.id}
    assert calls(alice, "GET", "/rooms?colour=red").status_code == 400


def test_bad_rooms_and_places_are_refused(calls, bob):
    floor = rooms.floor()
    draft = {"name": "Amber", "code": "1", "floorId": floor.id}
    for wrong in ({"floorId": 99999}, {"featureIds": [99999]}, {"capacity": 0}, {"timezone": "Mars/Base"},
                  {"openingHours": {"7": ["08:00", "18:00"]}}, {"openingHours": {"0": ["08:00"]}},
                  {"openingHours": {"0": ["18:00", "08:00"]}}, {"colour": "red"}):  # fmt: skip
        assert calls(bob, "POST", "/admin/rooms", json={**draft, **wrong}).status_code == 422, wrong
    assert calls(bob, "POST", "/admin/rooms", json=draft).status_code == 201
    assert calls(bob, "POST", "/admin/rooms", json=draft).status_code == 409
    assert calls(bob, "POST", "/admin/buildings", json={"name": "A", "siteId": 99999}).status_code == 422
    assert calls(bob, "POST", "/admin/floors", json={"name": "A", "buildingId": 99999}).status_code == 422
    assert calls(bob, "POST", "/admin/sites", json={"name": "Vienna", "timezone": "Europe/Vienna"}).status_code == 409
    assert calls(bob, "GET", f"/admin/floors?building={floor.building_id}").get_json()["total"] == 1
    assert calls(bob, "GET", f"/admin/buildings?site={floor.building.site_id + 1}").get_json()["total"] == 0
