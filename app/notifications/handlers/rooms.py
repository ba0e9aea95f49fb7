"""Who is told of what happens in rooms: those who have booked them."""

from datetime import timedelta
from typing import Any

from app.accounts.preferences import Kind
from app.core import clock
from app.equipment import queries as equipment
from app.equipment.models import DeviceEvent
from app.notifications import queries
from app.notifications.audience import News
from app.notifications.handlers.telling import tell
from app.notifications.models import What
from app.rooms import queries as rooms

SOON = timedelta(days=7)


def warn_of_failed_device(event: dict[str, Any]) -> None:
    """Whoever has booked the room for the coming week, once each, as soon as a device there fails."""
    if event["event"] != DeviceEvent.fault:
        return
    device = equipment.device_by_id(event["device_id"])
    if device.room is None:
        return
    now = clock.now()
    booked = rooms.in_rooms([device.room.id], now, now + SOON)
    owners = dict.fromkeys(occurrence.booking.owner_id for occurrence in booked)
    params = {"room_id": device.room.id, "room": device.room.name, "device": device.name}
    news = News(Kind.known_problem, What.room_device_failed, actor_id=event["actor_id"], params=params)
    tell((news, queries.people(list(owners))))
