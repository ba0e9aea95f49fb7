"""What happened to bookings; ids of occurrences, so that calendars can follow."""

from dataclasses import dataclass

from app.core.outbox import Event


@dataclass(frozen=True)
class RoomBooked(Event):
    """Somebody booked a room, once or as a series."""

    name = "rooms.booked"
    booking_id: int
    occurrence_ids: tuple[int, ...]
    actor_id: int


@dataclass(frozen=True)
class BookingChanged(Event):
    """Times or words of these occurrences are others than before; `before` is the first one's old start, as ISO."""

    name = "rooms.booking_changed"
    booking_id: int
    occurrence_ids: tuple[int, ...]
    actor_id: int
    before: str


@dataclass(frozen=True)
class BookingCancelled(Event):
    """These occurrences do not take place."""

    name = "rooms.booking_cancelled"
    booking_id: int
    occurrence_ids: tuple[int, ...]
    actor_id: int
