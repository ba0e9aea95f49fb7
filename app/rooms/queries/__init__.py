"""Questions about rooms; never writes. `room_for` and `visible_to` are the gates that every road uses."""

from app.rooms.queries.availability import free_rooms, instead_of
from app.rooms.queries.bookings import (
    bookings_of_room,
    cancelled_originals,
    in_rooms,
    names_of,
    occurrence_for,
    occurrences_with,
    of_booking,
    own_bookings,
    own_occurrence,
    to_come,
)
from app.rooms.queries.places import buildings, features, features_by_id, place, places, sites
from app.rooms.queries.rooms import (
    listed,
    narrowed,
    outages,
    room_at_door,
    room_for,
    rooms,
    rooms_by_id,
    rooms_found,
    rooms_of_day,
    visible_to,
)

__all__ = [
    "bookings_of_room",
    "buildings",
    "cancelled_originals",
    "features",
    "features_by_id",
    "free_rooms",
    "in_rooms",
    "instead_of",
    "listed",
    "names_of",
    "narrowed",
    "occurrence_for",
    "occurrences_with",
    "of_booking",
    "outages",
    "own_bookings",
    "own_occurrence",
    "place",
    "places",
    "room_at_door",
    "room_for",
    "rooms",
    "rooms_by_id",
    "rooms_found",
    "rooms_of_day",
    "sites",
    "to_come",
    "visible_to",
]
