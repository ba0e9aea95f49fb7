"""What comes in and goes out about equipment."""

from app.equipment.schemas.drafts import (
    Acceptance,
    DeviceChange,
    DeviceDraft,
    DeviceMove,
    ManufacturerChange,
    ManufacturerEdit,
    ModelChange,
    ModelEdit,
    Remark,
    TermsDraft,
)
from app.equipment.schemas.filters import DeviceFilters, ModelFilters
from app.equipment.schemas.shown import (
    BookValueOut,
    DeviceDetails,
    DeviceOut,
    ManufacturerOut,
    ModelOut,
    ModelRef,
    MoveOut,
    OwnDeviceOut,
    PersonRef,
    RoomRef,
)

__all__ = [
    "Acceptance",
    "BookValueOut",
    "DeviceChange",
    "DeviceDetails",
    "DeviceDraft",
    "DeviceFilters",
    "DeviceMove",
    "DeviceOut",
    "ManufacturerChange",
    "ManufacturerEdit",
    "ManufacturerOut",
    "ModelChange",
    "ModelEdit",
    "ModelFilters",
    "ModelOut",
    "ModelRef",
    "MoveOut",
    "OwnDeviceOut",
    "PersonRef",
    "Remark",
    "RoomRef",
    "TermsDraft",
]
