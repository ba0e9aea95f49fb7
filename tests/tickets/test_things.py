"""Devices and rooms on tickets: who may name which, what is shown, how they are found."""

import pytest

from app.core.errors import Invalid
from app.tickets import queries, services
from app.tickets.models import Source
from app.tickets.schemas import KnownProblemChange, TicketChange, TicketDraft
from tests.factories import equipment, labels, rooms
from tests.factories.tickets import category, ticket
from tests.signing_in import bearer_of, sign_in


@pytest.fixture
def store(bob):
    """A room that nobody can book, with a device in it."""
    return equipment.device("LT-99", room_id=rooms.room("Store", is_bookable=False).id)


def file(person, **things):
    category("Hardware")
    draft = TicketDraft(subject="Broken", description="Since noon.", category="Hardware", **things)
    return services.file_ticket(draft, actor=person)


def test_an_employee_names_an_own_device_and_one_in_a_room_that_can_be_booked(alice):
    own, room = equipment.in_use(alice), rooms.room("Amber")
    shared = equipment.device(room_id=room.id)
    assert file(alice, equipment_id=own.id, room_id=room.id).equipment is own
    assert file(alice, equipment_id=shared.id).equipment is shared


def test_any_other_device_or_room_answers_as_if_unknown(alice, bob, store):
    others = equipment.in_use(bob)
    refusals = []
    for things in ({"equipment_id": store.id}, {"equipment_id": others.id}, {"equipment_id": 10**9},
                   {"room_id": store.room_id}, {"room_id": 10**9}):  # fmt: skip
        with pytest.raises(Invalid) as refusal:
            file(alice, **things)
        refusals.append(refusal.value.errors)
    assert refusals[0] == refusals[1] == refusals[2]
    assert refusals[3] == refusals[4]


def test_a_scanned_label_names_any_device_and_its_room(alice, store):
    token = labels.device_label(store).token
    made = file(alice, scan_token=token)
    assert (made.equipment, made.room, made.source) == (store, store.room, Source.scan)
    with pytest.raises(Invalid):
        file(alice, scan_token=token, equipment_id=equipment.device().id)


def test_a_label_that_was_revoked_meanwhile_names_nothing_and_loses_no_ticket(alice):
    assert file(alice, scan_token="revoked-or-never-issued").equipment is None


def test_staff_name_any_device_and_the_timeline_tells(bob, alice, store):
    made = ticket(alice)
    services.change_ticket(made, TicketChange(equipment_id=store.id, room_id=store.room_id), actor=bob)
    services.change_ticket(made, TicketChange(equipment_id=None), actor=bob)
    told = [(row.field, row.old, row.new) for row in queries.timeline(made, bob) if row.kind == "changed"]
    assert told == [("equipment", None, str(store)), ("room", None, "Store"), ("equipment", str(store), None)]
    with pytest.raises(Invalid):
        services.change_ticket(made, TicketChange(room_id=10**9), actor=bob)


def test_rest_shows_and_filters_by_device_and_room(client, alice, bob):
    device = equipment.in_use(alice, "LT-1", name="Falke", room_id=rooms.room("Amber").id)
    made, _other = file(alice, equipment_id=device.id, room_id=device.room_id), ticket(alice)

    body = client.get(f"/api/v1/tickets/{made.id}", headers=bearer_of(alice)).get_json()
    assert body["equipment"] == {"id": device.id, "tag": "LT-1", "name": "Falke"}
    assert body["room"] == {"id": device.room_id, "name": "Amber"}
    for name, pk in (("equipmentId", device.id), ("roomId", device.room_id)):
        found = client.get(f"/api/v1/admin/tickets?{name}={pk}", headers=bearer_of(bob)).get_json()["items"]
        assert [row["id"] for row in found] == [made.id]


def test_the_new_request_offers_my_devices_and_their_rooms(client, alice):
    device = equipment.in_use(alice, "LT-1", name="Falke", room_id=rooms.room("Amber").id)
    category("Other")
    page = sign_in(client, alice).get(f"/tickets/new?equipment={device.id}").text
    assert page.index("Falke") < page.index("Amber")
    assert f'value="{device.id}"' in page
    sent = {"subject": "Slow", "description": "Very.", "category": "Other", "priority": "low"}
    answer = client.post("/tickets/new", data={**sent, "equipment_id": str(device.id), "room_id": ""})
    made = queries.ticket_for(alice, int(answer.location.split("/")[-1].partition("?")[0]))
    assert (made.equipment_id, made.room_id) == (device.id, None)
    assert "There is no such device." in client.post("/tickets/new", data={**sent, "equipment_id": "999999"}).text


def test_beside_the_ticket_stand_state_warranty_holder_and_other_tickets(client, alice, bob):
    room = rooms.room("Amber")
    device = equipment.in_use(alice, "LT-1", room_id=room.id)
    made = file(alice, equipment_id=device.id, room_id=room.id)
    ticket(alice, "The same again", equipment_id=device.id)
    ticket(bob, "Another of the kind", equipment_id=equipment.in_use(bob).id)

    part = sign_in(client, bob).get(f"/staff/tickets/{made.id}/things").text

    assert [text in part for text in ("LT-1", alice.name, "Amber", "The same again", "Another of the kind")] == [
        True
    ] * 5
    assert "1 ticket" in client.get(f"/staff/tickets/for-room/{room.id}").text
    assert "2 of 2" in client.get(f"/staff/tickets/for-model/{device.model_id}").text


def test_pickers_and_palette_find_by_tag_serial_and_room(client, bob):
    device, room = equipment.device("LT-0815", serial_number="SN77X"), rooms.room("Amber")
    sign_in(client, bob)
    for words in ("815", "sn77"):
        [hit] = client.get(f"/staff/tickets/devices?q={words}").get_json()["results"]
        assert hit == {"id": device.id, "text": str(device), "detail": str(device.model)}
        assert f"/staff/equipment/show/{device.id}" in client.get(f"/staff/palette?q={words}").text
    [hit] = client.get("/staff/tickets/rooms?q=amb").get_json()["results"]
    assert (hit["id"], hit["text"]) == (room.id, "Amber")
    assert "Amber" in client.get("/staff/palette?q=amber").text


def test_the_palette_shows_the_ticket_of_a_number_first(client, alice, bob):
    other = ticket(alice, subject="Room 7777 is dark")
    meant = ticket(alice, subject="Screen stays black")
    sign_in(client, bob)
    for words in (f"{meant.id}", f"#{meant.id}"):
        part = client.get("/staff/palette", query_string={"q": words}).text
        assert part.index(meant.subject) < part.index("Search all tickets")
    part = client.get("/staff/palette?q=7777").text
    assert other.subject in part
    assert meant.subject not in part


def test_the_desk_files_and_changes_with_device_and_room(client, alice, bob):
    device, room = equipment.device("LT-1"), rooms.room("Amber")
    category("Hardware")
    sign_in(client, bob)
    assert "LT-1" in client.get(f"/staff/tickets/new?equipment_id={device.id}&room_id=nonsense").text
    sent = {"subject": "Slow", "description": "Very.", "category": "Hardware", "priority": "low", "source": "phone"}
    answer = client.post("/staff/tickets/new", data={**sent, "equipment_id": device.id, "room_id": room.id})
    made = queries.ticket_for(bob, int(answer.location.split("/")[-1].partition("?")[0]))
    assert (made.equipment, made.room) == (device, room)
    assert "LT-1" in client.get(f"/staff/tickets/{made.id}/fields").text
    client.post(f"/staff/tickets/{made.id}/change", data={"equipment_id": ["", device.id], "room_id": ""})
    queue = client.get(f"/staff/tickets?room_id={room.id}&view=all").text
    assert "Slow" not in queue
    assert "Amber" in queue, "the filter says which room"


def test_a_problem_of_a_model_or_place_is_told_to_those_who_have_to_do_with_it(client, alice, bob):
    room = rooms.room("Amber")
    device = equipment.in_use(alice, room_id=room.id)
    for title, thing in (("Model", {"model_id": device.model_id}), ("Room", {"room_id": room.id}),
                         ("House", {"building_id": room.building_id})):  # fmt: skip
        services.raise_problem(KnownProblemChange(title=f"{title} trouble", text="We know.", **thing), actor=bob)
    mine, theirs = (sign_in(client, person).get("/").text for person in (alice, bob))
    for title in ("Model", "Room", "House"):
        assert f"{title} trouble" in mine
        assert f"{title} trouble" not in theirs


def test_a_move_of_a_device_names_its_ticket(alice, bob):
    device = equipment.in_use(alice)
    made = file(alice, equipment_id=device.id)
    moved = equipment.move(device, "fault", bob, ticket_id=made.id)
    assert moved.state == "in_repair"
