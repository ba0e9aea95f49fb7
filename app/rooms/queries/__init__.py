"""Questions about rooms; never writes. `room_for` and `visible_to` are the gates that every road uses."""

from app.rooms.queries.places import buildings, features, features_by_id, place, places, sites
from app.rooms.queries.rooms import (
    listed,
    narrowed,
    outages,
    room_for,
    rooms,
    rooms_by_id,
    rooms_found,
    visible_to,
)

__all__ = [
    "buildings",
    "features",
    "features_by_id",
    "listed",
    "narrowed",
    "outages",
    "place",
    "places",
    "room_for",
    "rooms",
    "rooms_by_id",
    "rooms_found",
    "sites",
    "visible_to",
]
