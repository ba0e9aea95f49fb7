"""The generated screens of equipment."""

from app.equipment.admin import words  # noqa: F401  teaches the screens how states and kinds are said
from app.equipment.admin.catalog import HandOverTermsView, ManufacturerView, ModelView
from app.equipment.admin.devices import EquipmentView
from app.equipment.admin.importing import EquipmentImportDesk

__all__ = ["EquipmentImportDesk", "EquipmentView", "HandOverTermsView", "ManufacturerView", "ModelView"]
