"""Commands about equipment."""

from app.accounts.queries import system_user
from app.core.imports.command import export_command, import_command
from app.equipment.exporting import all_devices_as_rows
from app.equipment.services import EQUIPMENT_IMPORT

IMPORTS = (import_command(EQUIPMENT_IMPORT, system_user),)
EXPORTS = (export_command("equipment", all_devices_as_rows),)
