"""Devices that programs take over from tables."""

from app.equipment.services import EQUIPMENT_IMPORT
from app.web.imports.api import ImportApi


class EquipmentImportApi(ImportApi):
    """Files of devices."""

    kind = EQUIPMENT_IMPORT
    resource_name = "admin/equipment/import"
    class_permission_name = "Equipment"
