"""Rooms that programs take over from tables."""

from app.rooms.services import ROOM_IMPORT
from app.web.imports.api import ImportApi


class RoomImportApi(ImportApi):
    """Files of rooms."""

    kind = ROOM_IMPORT
    resource_name = "admin/rooms/import"
    class_permission_name = "Room"
