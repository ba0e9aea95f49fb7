"""Whoever has booked a room hears when a device there fails, and when somebody else changes the booking."""

import re
from datetime import timedelta

import sqlalchemy as sa

from app.core.transaction import transaction
from app.extensions import db
from app.notifications.models import Notification, What
from app.rooms import services
from app.rooms.models import Scope
from app.rooms.schemas import BookingChange
from app.worker import relay, sender
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


def mailed(mailbox) -> tuple[str, str]:
    """Subject and text of the one mail that was sent."""
    relay.run()
    sender.run()
    [mail] = mailbox
    return mail.subject, mail.body


def test_whoever_booked_is_told_who_moved_it_from_when_to_when(alice, bob, mailbox, clock):
    time = rooms.booking(alice, rooms.room("Amber").id)
    relay.run()
    later = BookingChange(starts_at=time.starts_at + timedelta(hours=2))
    services.change_booking(time, later, actor=bob)

    subject, text = mailed(mailbox)
    assert re.search(r"Your booking of Amber is now on Tuesday\b.*\b12:00", subject)
    assert re.search(r"Before, it was Tuesday\b.*\b10:00", text)
    assert "Bob Ito" in text


def test_the_hour_is_that_on_the_wall_of_the_room_and_far_readers_are_told_its_zone(alice, bob, mailbox, clock):
    time = rooms.booking(alice, rooms.room("Amber").id)
    with transaction():
        alice.timezone = "America/New_York"
    relay.run()
    services.cancel_booking(time, actor=bob)

    subject, _text = mailed(mailbox)
    assert f"10:00 ({time.room.zone_name})" in subject.replace("\u202f", " ").replace(" AM", "")


def test_whoever_booked_a_series_is_told_once_that_it_was_given_back(alice, bob, mailbox, clock):
    first = rooms.booking(alice, rooms.room("Amber").id, recurrence="FREQ=DAILY;COUNT=4")
    relay.run()
    services.cancel_booking(first, Scope.all, actor=bob)

    subject, text = mailed(mailbox)
    assert "was given back" in subject
    assert "3 further times" in text


def test_nobody_is_told_of_changing_their_own_booking(alice, mailbox, clock):
    time = rooms.booking(alice, rooms.room("Amber").id)
    services.change_booking(time, BookingChange(title="Retro"), actor=alice)
    services.cancel_booking(time, actor=alice)
    relay.run()
    sender.run()
    assert not len(mailbox)
