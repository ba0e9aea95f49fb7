"""Scanning a label: what a stranger, an employee and staff see, on the page and over REST."""

import re

import pytest
import sqlalchemy as sa

from app.extensions import db
from app.labels import services
from app.rooms import services as room_services
from app.tickets import services as tickets
from app.tickets.models import Source, Ticket
from app.tickets.schemas import KnownProblemChange
from app.worker import relay
from tests.conftest import MONDAY_MORNING
from tests.factories import equipment, knowledge, labels, rooms
from tests.factories.tickets import category
from tests.signing_in import bearer_of, sign_in


@pytest.fixture
def label(bob):
    room = rooms.room("Amber")
    return labels.device_label(equipment.device("LT-0042", name="Falke of the front desk", room_id=room.id))


def _said(answer):
    """The page without the tokens of its forms, which carry the second."""
    return re.sub(r'(name="csrf[-_]token"\s+(?:content|value))="[^"]*"', r"\1", answer.text)


def test_a_stranger_sees_the_same_bytes_for_every_code(client, label, bob):
    known, token = client.get(f"/q/{label.token}"), label.token
    services.revoke_label(label, actor=bob)
    revoked, unknown = client.get(f"/q/{token}"), client.get("/q/nobody-issued-this-one")

    assert _said(known) == _said(revoked) == _said(unknown)
    assert {known.status_code, revoked.status_code, unknown.status_code} == {200}
    assert "Found it?" in known.text
    assert "Falke" not in known.text
    assert client.get(f"/q/{token}?sign-in=1").location == f"/login?next=/q/{token}%3Fsign-in%3D1"


def test_an_employee_sees_the_same_bytes_for_unknown_and_revoked_codes(client, label, alice, bob):
    services.revoke_label(label, actor=bob)
    sign_in(client, alice)
    revoked, unknown = client.get(f"/q/{label.token}"), client.get("/q/nobody-issued-this-one")
    assert (revoked.status_code, _said(revoked)) == (404, _said(unknown))


def test_an_employee_reports_first_and_learns_no_holder(client, label, alice, bob):
    equipment.move(equipment.move(label.equipment, "hand_over", bob, person_id=bob.id), "accept", bob)

    page = sign_in(client, alice).get(f"/q/{label.token}").text

    main = page[page.index("<main") :]
    assert main.index("Report a problem") < main.index("Book Amber")
    assert f"/tickets/new?scan={label.token}" in main
    assert "LT-0042" in main
    assert bob.name not in main
    assert "For IT" not in main


def test_staff_see_state_and_holder_and_what_may_happen_now(client, label, bob, alice):
    equipment.move(equipment.move(label.equipment, "hand_over", bob, person_id=alice.id), "accept", alice)
    page = sign_in(client, bob).get(f"/q/{label.token}").text
    assert alice.name in page
    assert f"/staff/equipment/{label.equipment_id}/events/fault" in page
    assert f"/staff/equipment/{label.equipment_id}/events/hand_over" not in page


def test_staff_at_a_door_see_who_has_the_room_now_and_what_is_broken(client, clock, bob):
    room = rooms.room("Amber")
    door = labels.room_label(room)
    rooms.booking(bob, room.id, MONDAY_MORNING, title="Stand-up")
    room_services.mark_out_of_order(room, "ticket:1", actor=bob)
    page = sign_in(client, bob).get(f"/q/{door.token}").text
    staff = page[page.index("For IT") :]
    assert ["Taken until 11:00" in staff, "Out of order" in staff] == [True, True]


def test_instructions_name_the_kind_of_thing_and_not_what_is_merely_likely(client, alice):
    knowledge.item("Show your screen in a meeting room")
    knowledge.item("Amber, and the other warning lights")
    relay.run()
    sign_in(client, alice)
    page = client.get(f"/q/{labels.room_label(rooms.room('Amber')).token}").text
    assert "Show your screen in a meeting room" in page
    assert "warning lights" not in page


def test_known_problems_of_model_room_and_building_are_shown_and_me_too_leads_back(client, label, alice, bob):
    device, raised = label.equipment, []
    for title, thing in (
        ("Docks flicker", {"model_id": device.model_id}),
        ("Amber is dark", {"room_id": device.room_id}),
        ("Power cut", {"building_id": device.room.building_id}),
        ("Other model", {"model_id": equipment.model("Eule 9", kind="dock").id}),
    ):
        raised.append(tickets.raise_problem(KnownProblemChange(title=title, text="We know.", **thing), actor=bob))

    page = sign_in(client, alice).get(f"/q/{label.token}").text
    assert [title in page for title in ("Docks flicker", "Amber is dark", "Power cut", "Other model")] == [
        *(True, True, True, False)
    ]
    home = client.get("/").text
    assert "Docks flicker" not in home, "it concerns those who have such a device"
    me_too = f"/tickets/problems/{raised[0].id}/me-too"
    assert client.post(me_too, data={"back": f"/q/{label.token}"}).location == f"/q/{label.token}"
    assert client.post(me_too, data={"back": "//elsewhere.example"}).location == "/"


def test_three_taps_file_a_ticket_with_device_and_room(client, label, alice):
    category("Other")
    sign_in(client, alice)
    page = client.get(f"/tickets/new?scan={label.token}").text
    assert "It does not charge" in page, "what people say most of a laptop, for one tap"
    chosen = client.get(f"/tickets/new?scan={label.token}&symptom=It+does+not+charge").text
    assert 'value="It does not charge"' in chosen

    client.post(
        "/tickets/new",
        data={"subject": "It does not charge", "description": "It does not charge", "category": "Other",
              "priority": "medium", "scan_token": label.token},
    )  # fmt: skip

    ticket = db.session.scalars(sa.select(Ticket)).one()
    assert (ticket.equipment_id, ticket.room_id, ticket.source) == (
        label.equipment_id,
        label.equipment.room_id,
        Source.scan,
    )


def test_rest_tells_each_reader_what_is_theirs(client, label, alice, bob):
    path = f"/api/v1/q/{label.token}"
    theirs, ours = (client.get(path, headers=bearer_of(person)).get_json() for person in (alice, bob))
    assert theirs["equipment"]["tag"] == "LT-0042"
    assert theirs["equipment"]["state"] is None
    assert ours["equipment"]["state"] == "in_stock"
    assert theirs["room"] == {"id": label.equipment.room_id, "name": "Amber", "place": "Main house, Ground floor",
                              "isBookable": True}  # fmt: skip
    services.revoke_label(label, actor=bob)
    gone, never = (client.get(f"/api/v1/q/{token}", headers=bearer_of(alice)) for token in (label.token, "nobody"))
    bodies = [{**answer.get_json(), "requestId": ""} for answer in (gone, never)]
    assert (gone.status_code, bodies[0]) == (404, bodies[1])
