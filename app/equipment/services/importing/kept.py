"""Devices as an import compares them: plain values by column."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from app.core.imports import Entry
from app.equipment.models import Equipment, EquipmentModel, Manufacturer
from app.extensions import db
from app.rooms.models import Room

COLUMNS = (
    Equipment.id, Equipment.tag, Equipment.serial_number, Equipment.name, Equipment.model_id, Equipment.state,
    Equipment.room_id, Equipment.holder_id, Equipment.purchased_on, Equipment.purchase_cost, Equipment.currency,
    Equipment.warranty_ends_on, Equipment.notes,
)  # fmt: skip


def devices_as_kept(which: sa.ColumnElement[bool], *, is_locking: bool) -> dict[int, dict[str, Any]]:
    """The fields of these devices, with the words for model and room."""
    rows = sa.select(*COLUMNS, EquipmentModel.name.label("model"), Manufacturer.name.label("maker"), Room.code)
    rows = rows.join(EquipmentModel, EquipmentModel.id == Equipment.model_id).join(Manufacturer)
    rows = rows.outerjoin(Room, Room.id == Equipment.room_id).where(which)
    if is_locking:
        rows = rows.with_for_update(of=Equipment.__table__)
    return {row.id: _fields(row) for row in db.session.execute(rows)}


def taken_serials(entries: Sequence[Entry]) -> dict[str, str]:
    """Which of the serial numbers that these rows say a device has already, and its tag."""
    said = [entry.values["serial_number"] for entry in entries if entry.values.get("serial_number")]
    rows = sa.select(Equipment.serial_number, Equipment.tag).where(Equipment.serial_number.in_(said))
    return {row.serial_number: row.tag for row in db.session.execute(rows)}


def _fields(row: Any) -> dict[str, Any]:
    return {
        "tag": row.tag,
        "serial_number": row.serial_number,
        "name": row.name,
        "model": row.model_id,
        "model_said": f"{row.maker} {row.model}",
        "state": row.state.value,
        "room": row.room_id,
        "room_said": row.code,
        "holder": row.holder_id,
        "purchased_on": row.purchased_on.isoformat() if row.purchased_on else None,
        "purchase_cost": f"{row.purchase_cost:.2f}" if row.purchase_cost is not None else None,
        "currency": row.currency,
        "warranty_ends_on": row.warranty_ends_on.isoformat() if row.warranty_ends_on else None,
        "notes": row.notes,
    }
