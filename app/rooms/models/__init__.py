"""Sites, buildings, floors, rooms and what stands in them."""

from app.rooms.models.places import Building, Floor, Site
from app.rooms.models.rooms import Room, RoomFeature, RoomOutage, room_has_features

__all__ = ["Building", "Floor", "Room", "RoomFeature", "RoomOutage", "Site", "room_has_features"]
