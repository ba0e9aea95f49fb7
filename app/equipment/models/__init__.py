"""The tables of equipment and the words of its life."""

from app.equipment.models.device import Custody, Equipment, EquipmentMove, HandOverTerms
from app.equipment.models.kinds import BORROWED, KIND_ICONS, KIND_WORDS, DeviceKind, EquipmentModel, Manufacturer
from app.equipment.models.life import (
    BY_HOLDER,
    EVENT_WORDS,
    FIRST_STATES,
    FOR_SOMEBODY,
    GONE,
    HELD,
    MOVES,
    NEEDS_PERSON,
    STATE_WORDS,
    DeviceEvent,
    DeviceState,
    IllegalMove,
    legal_events,
)

__all__ = [
    "BORROWED",
    "BY_HOLDER",
    "EVENT_WORDS",
    "FIRST_STATES",
    "FOR_SOMEBODY",
    "GONE",
    "HELD",
    "KIND_ICONS",
    "KIND_WORDS",
    "MOVES",
    "NEEDS_PERSON",
    "STATE_WORDS",
    "Custody",
    "DeviceEvent",
    "DeviceKind",
    "DeviceState",
    "Equipment",
    "EquipmentModel",
    "EquipmentMove",
    "HandOverTerms",
    "IllegalMove",
    "Manufacturer",
    "legal_events",
]
