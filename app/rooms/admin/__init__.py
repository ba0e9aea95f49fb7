"""The generated screens of rooms."""

from app.rooms.admin.importing import RoomImportDesk
from app.rooms.admin.places import BuildingView, FloorView, RoomFeatureView, SiteView
from app.rooms.admin.rooms import RoomView

__all__ = ["BuildingView", "FloorView", "RoomFeatureView", "RoomImportDesk", "RoomView", "SiteView"]
