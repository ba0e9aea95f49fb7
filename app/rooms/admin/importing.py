"""The pages by which rooms come in from a file."""

from app.rooms.services import ROOM_IMPORT
from app.web.imports import ImportDesk


class RoomImportDesk(ImportDesk):
    """Those who keep rooms take them over."""

    kind = ROOM_IMPORT
    route_base = "/staff/rooms-import"
    class_permission_name = "Room"
    list_endpoint = "RoomView.list"
