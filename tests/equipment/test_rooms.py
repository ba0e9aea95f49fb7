"""Devices that are part of a room, and pictures of models."""

import io

import pytest
from PIL import Image

from app.core.errors import Invalid, NotAllowed, TooLarge
from app.core.storage import storage
from app.equipment import queries, services
from app.equipment.schemas import DeviceChange
from app.extensions import db
from app.rooms.models import RoomOutage
from tests.factories import equipment as devices
from tests.factories import rooms
from tests.signing_in import sign_in


@pytest.fixture
def screen(bob):
    """The feature, and a display that is it in the room Amber."""
    feature = rooms.feature("Screen", bob)
    room = rooms.room("Amber", actor=bob, feature_ids=[feature.id])
    return devices.device("MO-1", bob, room_id=room.id, room_feature_id=feature.id)


def outages():
    """What is out of order now: room, feature, why."""
    rows = db.session.scalars(db.select(RoomOutage).where(RoomOutage.ended_at.is_(None))).all()
    return [(row.room.name, row.feature.name, row.cause) for row in rows]


def test_a_screen_in_repair_is_out_of_order_in_its_room_until_it_is_back(bob, screen):
    devices.move(screen, "fault", bob)
    assert outages() == [("Amber", "Screen", f"equipment:{screen.id}")]
    devices.move(screen, "repaired", bob)
    assert outages() == []


def test_from_repair_to_disposal_it_stays_out_of_order(bob, carol, screen):
    for event, actor, more in (("fault", bob, {}), ("retire", bob, {}), ("dispose", carol, {"proof": "Shredded"})):
        devices.move(screen, event, actor, **more)
        assert len(outages()) == 1


def test_a_missing_screen_that_is_found_works_again(bob, screen):
    devices.move(screen, "lose", bob)
    assert len(outages()) == 1
    devices.move(screen, "find", bob)
    assert outages() == []


def test_a_broken_screen_takes_its_outage_to_another_room(bob, screen):
    other = rooms.room("Birch", actor=bob)
    devices.move(screen, "fault", bob)

    services.change_device(screen, DeviceChange(room_id=other.id), actor=bob)
    assert [name for name, _feature, _cause in outages()] == ["Birch"]

    services.change_device(screen, DeviceChange(room_feature_id=None), actor=bob)
    assert outages() == []


def test_other_devices_put_nothing_out_of_order(bob):
    device = devices.device("LT-1", bob, room_id=rooms.room("Amber", actor=bob).id)
    devices.move(device, "fault", bob)
    assert outages() == []


def test_a_part_of_a_room_needs_its_room_and_a_known_feature(bob, screen):
    for wrong in ({"room_feature_id": 9_000_000}, {"room_feature_id": screen.room_feature_id}):
        with pytest.raises(Invalid):
            devices.device(actor=bob, **wrong)


def picture(kind="PNG"):
    stream = io.BytesIO()
    Image.new("RGB", (400, 300), "#336699").save(stream, kind)
    stream.seek(0)
    return stream


def test_a_models_picture_is_shown_to_holders_and_taken_away(client, bob, alice):
    device = devices.in_use(alice, "LT-1", bob)
    model, desk = device.model, sign_in(client, bob)
    address = f"/staff/equipment-models/{model.id}/picture"

    assert desk.post(address, data={"picture": (picture(), "laptop.png")}).status_code == 302
    first = model.picture_key
    assert f"/devices/models/{model.id}/picture" in desk.get(f"/staff/equipment-models/show/{model.id}").text
    assert f"/devices/models/{model.id}/picture" in desk.get(f"/staff/equipment/show/{device.id}").text
    shown = sign_in(client, alice)
    assert f"/devices/models/{model.id}/picture" in shown.get("/devices").text
    with shown.get(shown.get(f"/devices/models/{model.id}/picture").location) as answer:
        assert answer.mimetype == "image/webp"

    sign_in(client, bob).post(address, data={"picture": (picture(), "laptop.png")})
    assert model.picture_key != first
    assert not storage().exists(first)
    client.post(f"{address}/remove")
    assert model.picture_key is None
    assert client.get(f"/devices/models/{model.id}/picture").status_code == 404


@pytest.mark.parametrize("content", [b"no picture", b""])
def test_what_is_no_picture_is_refused_in_words(client, bob, content):
    model = devices.model(actor=bob)
    sent = {"picture": (io.BytesIO(content), "laptop.png")}
    page = sign_in(client, bob).post(f"/staff/equipment-models/{model.id}/picture", data=sent, follow_redirects=True)
    assert "The picture is damaged" in page.text
    assert model.picture_key is None


def test_a_huge_picture_and_a_stranger_are_refused(bob, mia):
    model = devices.model(actor=bob)
    with pytest.raises(TooLarge):
        services.change_picture(model, io.BytesIO(b"x" * (5 * 1024 * 1024 + 1)), actor=bob)
    for attempt in (lambda: services.change_picture(model, picture(), actor=mia),
                    lambda: services.remove_picture(model, actor=mia)):  # fmt: skip
        with pytest.raises(NotAllowed):
            attempt()


def test_a_models_page_counts_devices_and_repairs(client, bob, alice):
    broken, _other = devices.in_use(alice, "LT-1", bob), devices.device("LT-2", bob)
    devices.move(broken, "fault", bob)
    devices.move(devices.device("LT-3", bob), "lose", bob)

    assert queries.model_figures(broken.model) == queries.ModelFigures(devices=2, in_stock=1, faults=1)
    assert "0.5 per device" in sign_in(client, bob).get(f"/staff/equipment-models/show/{broken.model_id}").text
