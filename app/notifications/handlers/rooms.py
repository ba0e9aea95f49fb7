"""Who is told of what happens in rooms and with bookings: those who have booked."""

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
from app.rooms.models import BookingOccurrence

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


def tell_of_changed_booking(event: dict[str, Any]) -> None:
    """Whoever has booked hears that somebody else moved it or gave it other words."""
    _tell_owner(What.booking_changed, event, is_cancelled=False)


def tell_of_cancelled_booking(event: dict[str, Any]) -> None:
    """Whoever has booked hears that somebody else gave it back."""
    _tell_owner(What.booking_cancelled, event, is_cancelled=True)


def _tell_owner(what: What, event: dict[str, Any], *, is_cancelled: bool) -> None:
    """Of the first time that the event is about, if it still stands as the event says and is not over yet."""
    times = [time for time in rooms.occurrences_with(event["occurrence_ids"]) if _is(time, cancelled=is_cancelled)]
    if not times:
        return
    first, actor = times[0], queries.people([event["actor_id"]])
    params = {
        "room": first.room.name, "zone": first.room.zone_name, "title": first.title, "times": len(times),
        "starts_at": first.starts_at.isoformat(), "ends_at": first.ends_at.isoformat(),
        "before": event.get("before", ""), "who": actor[0].name if actor else "",
    }  # fmt: skip
    news = News(Kind.appointment, what, actor_id=event["actor_id"], params=params)
    tell((news, queries.people([first.booking.owner_id])))


def _is(time: BookingOccurrence, *, cancelled: bool) -> bool:
    return (time.cancelled_at is not None) is cancelled and time.ends_at > clock.now()
