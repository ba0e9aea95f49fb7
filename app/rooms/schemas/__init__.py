"""What may be said about rooms, by form, REST or file, and what is shown of them."""

from app.rooms.schemas.bookings import (
    BookingChange,
    BookingDraft,
    BookingMade,
    BookingOut,
    FreeFilters,
    RefusedOut,
)
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
    "BookingChange",
    "BookingDraft",
    "BookingMade",
    "BookingOut",
    "BuildingChange",
    "BuildingEdit",
    "BuildingOut",
    "FeatureChange",
    "FeatureEdit",
    "FeatureOut",
    "FloorChange",
    "FloorEdit",
    "FloorOut",
    "FreeFilters",
    "PlaceRef",
    "RefusedOut",
    "RoomChange",
    "RoomEdit",
    "RoomFilters",
    "RoomOut",
    "SiteChange",
    "SiteEdit",
    "SiteOut",
    "room_out",
]
