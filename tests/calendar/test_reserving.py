"""A visit takes its technician, a room and a spare device in one go, or nothing at all."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from app.calendar import queries, services
from app.calendar.models import Visit
from app.calendar.schemas import MaintenanceChange, VisitChange
from app.core import holds
from app.core.errors import Invalid
from app.core.holds import BookingConflict, Resource
from app.extensions import db
from tests.factories.calendar import HOUR, TEN, agent, maintenance, visit
from tests.factories.equipment import device, in_use
from tests.factories.rooms import building, floor, room
from tests.factories.tickets import ticket
from tests.signing_in import bearer_of


def held(of: Visit) -> set[Resource]:
    wanted = sa.select(holds.Hold.resource_kind).where(holds.Hold.source_id == of.id, holds.Hold.is_live)
    return set(db.session.scalars(wanted.where(holds.Hold.source_kind == "visit")))


def spare() -> Any:
    return device()


@pytest.fixture
def asked(alice: Any) -> Any:
    """A ticket of alice's."""
    return ticket(alice)


def test_a_visit_takes_technician_room_and_device_together(asked, bob):
    planned = visit(asked, bob, room_id=room().id, equipment_id=spare().id)
    assert held(planned) == {Resource.person, Resource.room, Resource.equipment}
    services.cancel_visit(planned, actor=bob)
    assert held(planned) == set()


def test_what_is_taken_refuses_all_of_it_and_names_what_is_in_the_way(asked, bob):
    amber, other = room("Amber"), agent()
    first = visit(asked, other, room_id=amber.id)
    it = spare()

    with pytest.raises(BookingConflict) as refused:
        visit(asked, bob, room_id=amber.id, equipment_id=it.id)

    assert "Amber is taken: Tue, Mar 3 10:00" in refused.value.message
    assert f"(visit for #{asked.id})" in refused.value.message
    assert [offer["startsAt"] for offer in refused.value.details["free"]] == [
        (TEN + hours * HOUR).isoformat() for hours in (1, 2, 3)
    ]
    assert db.session.scalars(sa.select(Visit.id)).all() == [first.id], "nothing of it is kept"
    assert holds.taken(Resource.equipment, [it.id], TEN, TEN + HOUR) == []
    assert held(visit(asked, bob, room_id=amber.id, starts_at=TEN + HOUR)), "touching ends do not meet"


def test_nobody_is_in_two_places_at_once(asked, bob):
    visit(asked, bob)
    with pytest.raises(BookingConflict, match="Bob Ito is taken"):
        visit(asked, bob, starts_at=TEN + timedelta(minutes=30))
    later = visit(asked, bob, starts_at=TEN + 2 * HOUR)
    with pytest.raises(BookingConflict):
        services.move_visit(later, TEN, TEN + HOUR, actor=bob)
    assert later.starts_at == TEN + 2 * HOUR
    services.change_visit(later, VisitChange(technician_id=agent().id, starts_at=TEN), actor=bob)
    assert later.starts_at == TEN


def test_a_free_time_lies_within_desk_hours(asked, bob):
    friday_evening = TEN + timedelta(days=3, hours=6)  # four in Vienna; the desk closes at six
    visit(asked, bob, starts_at=friday_evening, ends_at=friday_evening + 2 * HOUR)
    with pytest.raises(BookingConflict) as refused:
        visit(asked, bob, starts_at=friday_evening)
    monday_at_eight = TEN + timedelta(days=6, hours=-2)
    assert refused.value.details["free"][0]["startsAt"] == monday_at_eight.isoformat()


def test_a_moved_visit_gives_back_what_it_had(asked, bob):
    amber, berry = room("Amber"), room("Berry")
    planned = visit(asked, bob, room_id=amber.id)
    services.change_visit(planned, VisitChange(room_id=berry.id), actor=bob)
    assert visit(asked, agent(), room_id=amber.id)
    services.change_visit(planned, VisitChange(room_id=None), actor=bob)
    assert held(planned) == {Resource.person}
    assert planned.room is None
    services.move_visit(planned, TEN + timedelta(minutes=30), TEN + 2 * HOUR, actor=bob)
    assert held(planned) == {Resource.person}
    services.finish_visit(planned, actor=bob)
    assert held(planned) == set()


def test_a_spare_device_comes_from_stock(asked, bob, alice):
    not_there = 9_000_000
    for field, name, key in (
        ("equipmentId", "equipment_id", in_use(alice).id),
        ("equipmentId", "equipment_id", not_there),
        ("roomId", "room_id", not_there),
    ):
        with pytest.raises(Invalid) as refused:
            visit(asked, bob, **{name: key})
        assert field in refused.value.errors


def test_without_a_zone_it_hangs_on_the_rooms_clock(asked, bob):
    lisbon = room("Lisbon", timezone="Europe/Lisbon")
    assert visit(asked, bob, room_id=lisbon.id).zone == "Europe/Lisbon"


def test_a_program_learns_what_is_in_the_way(client, asked, bob):
    visit(asked, bob)
    sent = {"ticketId": asked.id, "startsAt": "2026-03-03T09:30:00Z", "endsAt": "2026-03-03T10:30:00Z"}
    answer = client.post("/api/v1/admin/visits", json=sent, headers=bearer_of(bob))
    assert answer.status_code == 409
    body = answer.get_json()
    assert body["conflicts"][0] == {"from": "2026-03-03T09:00:00Z", "to": "2026-03-03T10:00:00Z", "resource": "person",
                                    "resourceId": bob.id, "source": "visit"}  # fmt: skip
    assert len(body["free"]) == 3


class TestMaintenance:
    def test_it_concerns_who_has_a_device_in_those_places(self, alice, bob, mia, mallory):
        amber = room("Amber", at=floor(at=building("Annexe")))
        laptop, screen = in_use(alice), in_use(mia, room_id=amber.id)
        everybody = maintenance(bob)
        by_device = maintenance(bob, title="Firmware", equipment_ids=[laptop.id])
        by_room = maintenance(bob, title="Cables", room_ids=[amber.id])
        by_house = maintenance(bob, title="Power", building_id=amber.building_id)
        assert screen.room_id == amber.id

        concerned = {
            row: {person.first_name for person in queries.concerned_by(row)} for row in (by_device, by_room, by_house)
        }
        assert concerned == {by_device: {"Alice Berg"}, by_room: {"Mia Roth"}, by_house: {"Mia Roth"}}
        assert {alice, mallory} <= set(queries.concerned_by(everybody))
        before = TEN - HOUR
        assert queries.announced_to(alice, before) == [everybody, by_device]
        assert queries.announced_to(mia, before) == [everybody, by_room, by_house]
        assert queries.announced_to(mallory, before) == [everybody]
        assert queries.ids_concerned_by(by_room) == {mia.id}
        assert queries.rooms_affected_by(by_house) == queries.rooms_affected_by(by_room) == {amber.id}
        assert amber.id in queries.rooms_affected_by(everybody)

    def test_what_it_names_is_changed_only_when_sent_and_must_exist(self, bob):
        amber, it = room("Amber"), spare()
        window = maintenance(bob, room_ids=[amber.id], equipment_ids=[it.id])
        services.change_maintenance(window, MaintenanceChange(title="Other"), actor=bob)
        assert (window.rooms, window.equipment) == ([amber], [it])
        services.change_maintenance(window, MaintenanceChange(room_ids=[], building_id=amber.building_id), actor=bob)
        assert (window.rooms, window.building) == ([], amber.building)
        for field, value in (("room_ids", [9_000_000]), ("equipment_ids", [9_000_000]), ("building_id", 9_000_000)):
            with pytest.raises(Invalid):
                maintenance(bob, **{field: value})
