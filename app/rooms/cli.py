"""Commands about rooms."""

from app.accounts.queries import system_user
from app.core.imports.command import export_command, import_command
from app.rooms.exporting import all_rooms_as_rows
from app.rooms.services import ROOM_IMPORT

IMPORTS = (import_command(ROOM_IMPORT, system_user),)
EXPORTS = (export_command("rooms", all_rooms_as_rows),)
