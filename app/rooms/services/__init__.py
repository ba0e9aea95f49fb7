"""Changes to rooms, places and bookings."""

from app.rooms.services.booking import Booked, book_room, cancel_booking, free_bookings_of, must_be_sound
from app.rooms.services.doors import close_door, door_token, open_door
from app.rooms.services.importing import ROOM_IMPORT
from app.rooms.services.places import drop_place, keep_building, keep_feature, keep_floor, keep_site
from app.rooms.services.rebooking import change_booking
from app.rooms.services.rooms import drop_room, keep_room, mark_out_of_order, restore

__all__ = [
    "ROOM_IMPORT",
    "Booked",
    "book_room",
    "cancel_booking",
    "change_booking",
    "close_door",
    "door_token",
    "drop_place",
    "drop_room",
    "free_bookings_of",
    "keep_building",
    "keep_feature",
    "keep_floor",
    "keep_room",
    "keep_site",
    "mark_out_of_order",
    "must_be_sound",
    "open_door",
    "restore",
]
