"""Everything that changes equipment."""

from app.equipment.services.catalog import drop_manufacturer, drop_model, keep_manufacturer, keep_model, word_terms
from app.equipment.services.moving import accept_device, ask_to_return, move_device
from app.equipment.services.registering import Taken, change_device, months_after, register_device, warranty_end

__all__ = [
    "Taken",
    "accept_device",
    "ask_to_return",
    "change_device",
    "drop_manufacturer",
    "drop_model",
    "keep_manufacturer",
    "keep_model",
    "months_after",
    "move_device",
    "register_device",
    "warranty_end",
    "word_terms",
]
