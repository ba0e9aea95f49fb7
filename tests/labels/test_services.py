"""Labels: one live code per thing, printed again, revoked, replaced."""

import pytest

from app.core.errors import Conflict, NotAllowed, NotFound
from app.labels import queries, services
from app.labels.printing import Sticker
from tests.factories import equipment, labels, rooms


def test_printing_again_keeps_the_code(bob):
    device, room = equipment.device(), rooms.room()

    first = services.issue_labels([device], [room], actor=bob)
    again = services.issue_labels([equipment.device(), device], [room], actor=bob)

    assert [row.token for row in again[1:]] == [row.token for row in first]
    assert len({row.token for row in again}) == 3


def test_a_token_is_long_and_says_nothing(bob):
    label = labels.device_label()
    assert len(label.token) >= 22  # 128 bits in base 64
    assert label.equipment.tag not in label.token


def test_only_those_who_keep_equipment_print_and_revoke(alice, mia):
    label = labels.device_label()
    for person in (alice, mia):
        with pytest.raises(NotAllowed):
            services.issue_labels([equipment.device()], [], actor=person)
        with pytest.raises(NotAllowed):
            services.revoke_label(label, actor=person)


def test_a_revoked_label_leads_nowhere(bob):
    label = labels.device_label()

    services.revoke_label(label, actor=bob)

    assert queries.scanned(label.token) is None
    with pytest.raises(NotFound):
        queries.label_for(label.token)
    with pytest.raises(Conflict):
        services.revoke_label(label, actor=bob)


def test_a_replaced_label_has_another_code_for_the_same_thing(bob):
    label = labels.device_label()

    new = services.reissue_label(label, actor=bob)

    assert (new.equipment_id, new.is_live, label.is_live) == (label.equipment_id, True, False)
    assert new.token != label.token
    assert [row.id for row in queries.device_labels(new.equipment)] == [new.id, label.id]


def test_a_device_label_leads_to_its_room_too(bob):
    room = rooms.room("Amber")
    device = equipment.device(room_id=room.id)
    by_device = queries.scanned(labels.device_label(device).token)
    by_room = queries.scanned(labels.room_label(room).token)
    assert (by_device.equipment_id, by_device.room_id) == (device.id, room.id)
    assert (by_room.equipment_id, by_room.room_id) == (None, room.id)


def test_a_preview_issues_nothing_and_shows_a_sample_code(bob):
    device = equipment.device("LT-7", name="Falke 14")
    [sticker] = queries.stickers([device], [])
    assert sticker == Sticker("http://localhost/q/" + "x" * 22, "LT-7", str(device.model), "IT Helpdesk")
    assert not queries.device_labels(device)


def test_an_unknown_label_is_not_found(bob):
    with pytest.raises(NotFound):
        queries.label_by_id(bob, 10**6)
