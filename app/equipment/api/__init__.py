"""Equipment over REST; refusals are raised and become problem documents in app.web.errors."""

from app.equipment.api.catalog import ManufacturersApi, ModelsApi
from app.equipment.api.desk import AdminEquipmentApi
from app.equipment.api.own import EquipmentApi

__all__ = ["AdminEquipmentApi", "EquipmentApi", "ManufacturersApi", "ModelsApi"]
