"""Equipment that comes in by a file."""

from app.equipment.services.importing.kind import EquipmentImport

EQUIPMENT_IMPORT = EquipmentImport()

__all__ = ["EQUIPMENT_IMPORT"]
