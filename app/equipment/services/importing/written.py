"""Many devices are written at once: their rows, custodies, history and words."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from app.accounts.models import User
from app.core import clock
from app.core.imports import Entry
from app.core.imports.writing import change_rows, insert_rows
from app.equipment import search
from app.equipment.models import (
    Custody,
    DeviceEvent,
    DeviceState,
    Equipment,
    EquipmentModel,
    EquipmentMove,
    Manufacturer,
)
from app.extensions import db

NAMES = {"model": "model_id", "room": "room_id", "holder": "holder_id"}
WORDS = {"serial_number", "name", "model_id"}  # by which a device is found


def register_devices(entries: Sequence[Entry], *, actor: User) -> None:
    """Add devices at the point of life that the file says; each has a first line of history."""
    now = clock.now()
    rows = [{"tag": entry.key, **_columns(entry.after), "updated_at": now} for entry in entries]
    ids = insert_rows(Equipment.__table__, rows)
    for entry, device_id in zip(entries, ids, strict=True):
        entry.target_id = device_id
    held = [(device_id, row["holder_id"]) for device_id, row in zip(ids, rows, strict=True) if row.get("holder_id")]
    insert_rows(Custody.__table__, [{"equipment_id": key, "holder_id": who, "began_at": now} for key, who in held])
    both = zip(ids, rows, strict=True)
    history = [_line(device_id, DeviceEvent.register, None, row, actor) for device_id, row in both]
    insert_rows(EquipmentMove.__table__, history)
    _write_words(ids)


def change_devices(fields_by_id: Mapping[int, Mapping[str, Any]], *, actor: User) -> None:
    """Write fields of known devices; another room is a line of history."""
    if not fields_by_id:
        return
    table = Equipment.__table__
    values = {device_id: _columns(fields) for device_id, fields in fields_by_id.items()}
    change_rows(table, values, version=table.c.version + 1, updated_at=clock.now())
    _note_places([device_id for device_id, fields in values.items() if "room_id" in fields], actor)
    if renamed := [device_id for device_id, fields in values.items() if WORDS & fields.keys()]:
        db.session.execute(sa.delete(search.texts).where(search.key().in_(renamed)))
        _write_words(renamed)


def forget_devices(ids: Sequence[int]) -> None:
    """Take devices away to which nothing happened but that they came in."""
    db.session.execute(sa.delete(search.texts).where(search.key().in_(ids)))
    for model in (EquipmentMove, Custody):
        db.session.execute(sa.delete(model.__table__).where(model.__table__.c.equipment_id.in_(ids)))
    db.session.execute(sa.delete(Equipment.__table__).where(Equipment.__table__.c.id.in_(ids)))


def _columns(fields: Mapping[str, Any]) -> dict[str, Any]:
    values = {NAMES.get(name, name): value for name, value in fields.items()}
    for name in ("purchased_on", "warranty_ends_on"):
        if values.get(name):
            values[name] = date.fromisoformat(values[name])
    if values.get("purchase_cost") is not None:
        values["purchase_cost"] = Decimal(values["purchase_cost"])
    if "state" in values:
        values["state"] = DeviceState(values["state"])
    return values


def _line(device_id: int, event: DeviceEvent, before: Any, row: Mapping[str, Any], actor: User) -> dict[str, Any]:
    return {
        "equipment_id": device_id, "event": event, "from_state": before, "to_state": row["state"], "actor_id": actor.id,
        "person_id": row.get("holder_id"), "room_id": row.get("room_id"), "reason": _("Import"),
    }  # fmt: skip


def _note_places(ids: Sequence[int], actor: User) -> None:
    rows = sa.select(Equipment.id, Equipment.state, Equipment.room_id).where(Equipment.id.in_(ids))
    moved = [
        _line(row.id, DeviceEvent.relocate, row.state, {"state": row.state, "room_id": row.room_id}, actor)
        for row in db.session.execute(rows)
    ]
    insert_rows(EquipmentMove.__table__, moved)


def _write_words(ids: Sequence[int]) -> None:
    """Index the words of devices that no text stands for."""
    rows = sa.select(Equipment.id, Equipment.tag, Equipment.serial_number, Equipment.name,
                     EquipmentModel.name.label("model"), Manufacturer.name.label("maker"))  # fmt: skip
    rows = rows.join(EquipmentModel, EquipmentModel.id == Equipment.model_id).join(Manufacturer)
    found = db.session.execute(rows.where(Equipment.id.in_(ids)))
    search.write_texts(
        (row.id, f"{row.tag} {row.serial_number or ''} {row.name} {row.model} {row.maker}") for row in found
    )
