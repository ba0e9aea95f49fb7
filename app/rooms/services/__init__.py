"""Changes to rooms and places."""

from app.rooms.services.importing import ROOM_IMPORT
from app.rooms.services.places import drop_place, keep_building, keep_feature, keep_floor, keep_site
from app.rooms.services.rooms import drop_room, keep_room, mark_out_of_order, restore

__all__ = [
    "ROOM_IMPORT",
    "drop_place",
    "drop_room",
    "keep_building",
    "keep_feature",
    "keep_floor",
    "keep_room",
    "keep_site",
    "mark_out_of_order",
    "restore",
]
