"""What may be said about rooms, by form, REST or file, and what is shown of them."""

from app.rooms.schemas.places import (
    BuildingChange,
    BuildingEdit,
    BuildingOut,
    FeatureChange,
    FeatureEdit,
    FeatureOut,
    FloorChange,
    FloorEdit,
    FloorOut,
    PlaceRef,
    SiteChange,
    SiteEdit,
    SiteOut,
)
from app.rooms.schemas.rooms import RoomChange, RoomEdit, RoomFilters, RoomOut, room_out

__all__ = [
    "BuildingChange",
    "BuildingEdit",
    "BuildingOut",
    "FeatureChange",
    "FeatureEdit",
    "FeatureOut",
    "FloorChange",
    "FloorEdit",
    "FloorOut",
    "PlaceRef",
    "RoomChange",
    "RoomEdit",
    "RoomFilters",
    "RoomOut",
    "SiteChange",
    "SiteEdit",
    "SiteOut",
    "room_out",
]
