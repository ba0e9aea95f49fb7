"""The pages by which devices come in from a file."""

from app.equipment.services import EQUIPMENT_IMPORT
from app.web.imports import ImportDesk


class EquipmentImportDesk(ImportDesk):
    """Those who keep equipment take it over."""

    kind = EQUIPMENT_IMPORT
    route_base = "/staff/equipment-import"
    class_permission_name = "Equipment"
    list_endpoint = "EquipmentView.list"
