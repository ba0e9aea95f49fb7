"""Everything that changes equipment."""

from app.equipment.services.catalog import drop_manufacturer, drop_model, keep_manufacturer, keep_model, word_terms
from app.equipment.services.importing import EQUIPMENT_IMPORT
from app.equipment.services.moving import accept_device, ask_to_return, move_device
from app.equipment.services.pictures import change_picture, picture_address, remove_picture
from app.equipment.services.registering import Taken, change_device, months_after, register_device, warranty_end
from app.equipment.services.reminding import announce_end_of_life, announce_warranties, remind_borrower

__all__ = [
    "EQUIPMENT_IMPORT",
    "Taken",
    "accept_device",
    "announce_end_of_life",
    "announce_warranties",
    "ask_to_return",
    "change_device",
    "change_picture",
    "drop_manufacturer",
    "drop_model",
    "keep_manufacturer",
    "keep_model",
    "months_after",
    "move_device",
    "picture_address",
    "register_device",
    "remind_borrower",
    "remove_picture",
    "warranty_end",
    "word_terms",
]
