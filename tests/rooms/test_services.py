"""What staff do with rooms and places."""

import pytest

from app.core.errors import Conflict, NotAllowed, NotFound
from app.rooms import policies, queries, services
from app.rooms.models import Site
from app.rooms.schemas import FloorEdit, RoomEdit, SiteChange
from tests.factories import rooms


def test_who_keeps_no_rooms_is_refused(alice, mia):
    room = rooms.room()
    for actor in (alice, mia):
        with pytest.raises(NotAllowed):
            services.keep_room(room, RoomEdit(name="Mine"), actor=actor)
        with pytest.raises(NotAllowed):
            services.keep_site(None, SiteChange(name="Graz", timezone="Europe/Vienna"), actor=actor)


def test_a_floor_takes_its_rooms_to_another_building(bob):
    room, other = rooms.room(code="1"), rooms.building("Annex")
    services.keep_floor(room.floor, FloorEdit(building_id=other.id), actor=bob)
    assert room.building_id == other.id


def test_a_floor_stays_where_a_code_would_stand_twice(bob):
    room, there = rooms.room(code="1"), rooms.room("Jade", rooms.floor(at=rooms.building("Annex")), code="1")
    with pytest.raises(Conflict, match="code"):
        services.keep_floor(room.floor, FloorEdit(building_id=there.building_id, name="Top"), actor=bob)


def test_a_room_is_out_of_order_until_its_cause_is_mended(bob):
    room = rooms.room(feature_ids=[rooms.feature("Screen").id])
    broken = {"cause": "equipment:7", "reason": "No picture", "feature": room.features[0], "actor": bob}
    first = services.mark_out_of_order(room, **broken)
    assert services.mark_out_of_order(room, **broken) is first
    assert [outage.reason for outage in queries.outages([room.id])[room.id]] == ["No picture"]
    services.restore("equipment:7", actor=bob)
    services.restore("equipment:7", actor=bob)
    assert queries.outages([room.id]) == {}


def test_what_is_broken_is_said(calls, alice, bob):
    room = rooms.room(feature_ids=[rooms.feature("Screen").id])
    services.mark_out_of_order(room, "equipment:7", feature=room.features[0], actor=bob)
    services.mark_out_of_order(room, "ticket:9", actor=bob)
    assert calls(alice, "GET", f"/rooms/{room.id}").get_json()["outOfOrder"] == ["Screen", "Amber"]


def test_a_picker_finds_rooms_by_name_and_by_door(client, alice):
    from tests.signing_in import sign_in

    room = rooms.room("Amber", code="2.14")
    rooms.room("Amberstore", is_bookable=False)
    browser = sign_in(client, alice)
    hit = {"id": room.id, "text": "Amber", "detail": "2.14 · Main house, Ground floor"}
    assert browser.get("/rooms/lookup?q=amber").get_json()["results"] == [hit]
    assert browser.get("/rooms/lookup?q=2.1").get_json()["results"] == [hit]
    assert browser.get("/rooms/lookup?q=zzz").get_json()["results"] == []


def test_rooms_are_asked_for_by_id(alice, bob):
    room, store = rooms.room(), rooms.room("Store", is_bookable=False)
    assert policies.can_see(bob, store)
    assert not policies.can_see(alice, store)
    assert set(queries.rooms_by_id(alice, [room.id, store.id])) == {room.id}
    assert [site.name for site in queries.sites()] == ["Vienna"]
    assert [str(house) for house in queries.buildings()] == ["Main house, Vienna"]
    assert queries.features() == []
    with pytest.raises(NotFound):
        queries.place(Site, 99999)
