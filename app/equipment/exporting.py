"""Devices as a table that the import of equipment reads."""

from collections.abc import Iterable, Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from app.core.paging import in_pieces
from app.equipment.models import Equipment, EquipmentModel
from app.rooms.models import Room

HEADER = ("tag", "serial_number", "name", "manufacturer", "model", "kind", "state", "holder", "room", "building",
          "purchased_on", "purchase_cost", "currency", "warranty_ends_on", "notes")  # fmt: skip


def all_devices_as_rows() -> tuple[Iterable[str], Iterator[Iterable[Any]]]:
    """The header, and every device by id."""
    return HEADER, devices_as_rows(sa.select(Equipment))


def devices_as_rows(question: Any) -> Iterator[Iterable[Any]]:
    """The devices of a question, a few hundred in memory at a time."""
    question = question.options(
        selectinload(Equipment.model).joinedload(EquipmentModel.manufacturer),
        selectinload(Equipment.room).joinedload(Room.building),
        selectinload(Equipment.holder),
    )
    for device in in_pieces(question, Equipment.id):
        model, room = device.model, device.room
        yield (device.tag, device.serial_number, device.name, model.manufacturer.name, model.name, model.kind,
               device.state, device.holder.email if device.holder else "", room.code if room else "",
               room.building.name if room else "", device.purchased_on, device.purchase_cost, device.currency,
               device.warranty_ends_on, device.notes)  # fmt: skip
