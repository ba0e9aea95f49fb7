"""The generated screens of sites, buildings, floors, features and rooms."""

from typing import Any, ClassVar

import sqlalchemy as sa
from flask.testing import FlaskClient

from app.extensions import db
from app.rooms.models import Room, Site
from tests.contracts.screens import ScreenContract
from tests.factories import rooms
from tests.signing_in import sign_in


def all_of(model: Any) -> list[Any]:
    return list(db.session.scalars(sa.select(model).order_by(model.id)))


class TestSites(ScreenContract):
    address, view, label = "/staff/sites", "SiteView", "name"
    keeper = "bob"
    sound: ClassVar = {"name": "Graz", "timezone": "Europe/Vienna", "country": "at", "address": "Hauptplatz 1"}
    bad: ClassVar = {"country": "Austria"}
    changed: ClassVar = {"name": "Graz, old town"}

    def row(self) -> Site:
        return rooms.site(f"Site {len(self.rows())}", address="Ring 1", country="AT")

    def rows(self) -> list[Site]:
        return all_of(Site)

    def test_a_manager_reads_but_does_not_write(self, client: FlaskClient, mia: Any):
        browser = sign_in(client, mia)
        row = self.row()
        assert f"{self.address}/add" not in browser.get(self.address).text
        assert f"{self.address}/edit/" not in browser.get(f"{self.address}/show/{row.id}").text
        assert browser.post(f"{self.address}/add", data=self.filled()).status_code == 403


class TestRooms(ScreenContract):
    address, view, label = "/staff/room-records", "RoomView", "name"
    keeper = "bob"
    sound: ClassVar = {"name": "Amber", "code": "2.14", "capacity": "8", "is_bookable": "y", "is_active": "y"}
    bad: ClassVar = {"capacity": "0"}
    changed: ClassVar = {"name": "Amber and Jade"}

    def row(self) -> Room:
        return rooms.room(f"Room {len(self.rows())}")

    def rows(self) -> list[Room]:
        return all_of(Room)

    def filled(self, **more: Any) -> dict[str, Any]:
        return super().filled(floor=rooms.floor().id, **more)

    def test_hours_and_features_are_kept(self, browser: FlaskClient):
        hours = ["08:00", "18:00"] * 5 + ["", ""] * 2
        features = [rooms.feature("Screen").id, rooms.feature("Whiteboard").id]
        browser.post(f"{self.address}/add", data=self.filled(opening_hours=hours, features=features))
        room = self.rows()[-1]
        assert room.opening_hours == {str(day): ["08:00", "18:00"] for day in range(5)}
        assert [feature.name for feature in room.features] == ["Screen", "Whiteboard"]
        assert 'value="08:00"' in browser.get(f"{self.address}/edit/{room.id}").text

    def test_half_a_day_is_refused(self, browser: FlaskClient):
        page = browser.post(f"{self.address}/add", data=self.filled(opening_hours=["08:00", ""] + ["", ""] * 6))
        assert "A day needs both times, or none." in page.text
        assert self.rows() == []

    def test_a_code_stands_once_in_a_building(self, browser: FlaskClient):
        rooms.room(code="2.14")
        page = browser.post(f"{self.address}/add", data=self.filled())
        assert page.status_code == 200
        assert len(self.rows()) == 1


def test_every_kind_of_place_is_kept_and_what_is_used_stays(client: FlaskClient, bob: Any):
    browser = sign_in(client, bob)
    room = rooms.room(feature_ids=[rooms.feature("Ramp").id])
    for address, row in (
        ("buildings", room.building),
        ("floors", room.floor),
        ("room-features", room.features[0]),
        ("sites", room.site),
    ):
        assert str(row) in browser.get(f"/staff/{address}/show/{row.id}").text
        page = browser.post(f"/staff/{address}/delete/{row.id}", data={"name": str(row)}).text
        assert "This is in use" in page, address
    floor = {"name": "Attic", "building": room.building_id, "position": "5"}
    assert browser.post("/staff/floors/add", data=floor).status_code == 302
    assert browser.post("/staff/buildings/add", data={"name": "Barn", "site": room.site.id}).status_code == 302
    assert browser.post("/staff/room-features/add", data={"name": "Piano", "icon": "mic"}).status_code == 302
    seen = browser.get(f"/staff/floors/edit/{room.floor_id}").text.split('name="seen" value="')[1].split('"')[0]
    renamed = {"name": "Entrance", "building": room.building_id, "position": "0", "seen": seen}
    assert browser.post(f"/staff/floors/edit/{room.floor_id}", data=renamed).status_code == 302
    assert room.floor.name == "Entrance"
