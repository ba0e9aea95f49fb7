"""Whoever has booked a room hears when a device there fails."""

import sqlalchemy as sa

from app.extensions import db
from app.notifications.models import Notification, What
from app.worker import relay
from tests.factories import equipment, rooms


def told() -> list[tuple[int, str]]:
    rows = sa.select(Notification.user_id, Notification.params).where(Notification.what == What.room_device_failed)
    return [(user_id, params["room"]) for user_id, params in db.session.execute(rows)]


def test_those_who_booked_the_room_are_warned_once_and_nobody_else(alice, bob, mia):
    room = rooms.room("Amber")
    device = equipment.device(room_id=room.id, name="Display")
    rooms.booking(alice, room.id)
    rooms.booking(mia, rooms.room("Beryl").id)

    equipment.move(device, "fault", bob)
    relay.run()
    equipment.move(device, "repaired", bob)
    relay.run()

    assert told() == [(alice.id, "Amber")]


def test_a_device_without_a_room_warns_nobody(bob):
    equipment.move(equipment.device(), "fault", bob)
    relay.run()
    assert not told()
