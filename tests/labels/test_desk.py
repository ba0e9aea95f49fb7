"""Printing labels on the desk."""

import pypdfium2
import pytest

from app.labels import queries
from tests.factories import equipment, labels, rooms
from tests.signing_in import sign_in


@pytest.fixture
def desk(client, bob):
    return sign_in(client, bob)


def test_the_pdf_holds_what_was_chosen_in_its_order(desk):
    devices, room = [equipment.device(f"LT-{number}") for number in (1, 2)], rooms.room("Amber")

    answer = desk.post(
        "/staff/labels",
        data={"equipment": [devices[1].id, devices[0].id], "room": [room.id], "format": "roll-62x29"},
    )

    assert answer.mimetype == "application/pdf"
    pdf = pypdfium2.PdfDocument(answer.data)
    texts = [page.get_textpage().get_text_range() for page in pdf]
    assert [word in text for word, text in zip(("LT-2", "LT-1", "Amber"), texts, strict=True)] == [True] * 3
    assert all(queries.device_labels(device) for device in devices)


def test_the_preview_counts_sheets_and_issues_nothing(desk):
    devices = [equipment.device(f"LT-{number}") for number in (1, 2)]
    chosen = {"equipment": ",".join(str(device.id) for device in devices), "format": "a4-70x37", "first": 24}

    part, picture = (desk.get(f"/staff/labels/{name}", query_string=chosen) for name in ("preview", "preview.png"))

    assert "2 labels" in part.text
    assert "2 sheets" in part.text
    assert picture.data.startswith(b"\x89PNG")
    assert not queries.device_labels(devices[0])


def test_nothing_chosen_leads_back_and_says_so(desk):
    assert desk.post("/staff/labels", data={"first": "3"}).location.endswith("first=3")
    assert "Choose at least one" in desk.get("/staff/labels").text


@pytest.mark.parametrize("wrong", [{"format": "a5"}, {"first": "0"}, {"equipment": "x"}])
def test_what_makes_no_sense_is_refused(desk, wrong):
    assert desk.get("/staff/labels", query_string=wrong).status_code == 422


def test_a_lost_label_is_revoked_or_replaced_from_the_page_of_its_thing(desk):
    label, door = labels.device_label(), labels.room_label()
    part = desk.get(f"/staff/labels/for-equipment/{label.equipment_id}").text
    assert f"/staff/labels/{label.id}/revoke" in part

    again = desk.post(f"/staff/labels/{label.id}/reissue").location
    gone = desk.post(f"/staff/labels/{door.id}/revoke").location

    assert again == f"/staff/labels?equipment={label.equipment_id}"
    assert gone == f"/staff/rooms/{door.room_id}"
    assert "Revoked" in desk.get(f"/staff/labels/for-room/{door.room_id}").text
