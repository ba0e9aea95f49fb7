"""Sites, buildings, floors, rooms and what stands in them; who has them when."""

from app.rooms.models.bookings import Booking, BookingOccurrence, Scope
from app.rooms.models.places import Building, Floor, Site
from app.rooms.models.rooms import Room, RoomFeature, RoomOutage, room_has_features

__all__ = [
    "Booking",
    "BookingOccurrence",
    "Building",
    "Floor",
    "Room",
    "RoomFeature",
    "RoomOutage",
    "Scope",
    "Site",
    "room_has_features",
]
