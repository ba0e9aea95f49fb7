"""Many devices with their histories, written in bulk, for measuring."""

import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from app.accounts.models import User
from app.core.transaction import transaction
from app.equipment import search
from app.equipment.models import (
    Custody,
    DeviceEvent,
    DeviceKind,
    DeviceState,
    Equipment,
    EquipmentModel,
    EquipmentMove,
    Manufacturer,
)
from app.extensions import db

CHUNK = 2_000
MAKERS = ("Nordwind", "Falkenau", "Haldering", "Brisamar", "Tonholm", "Lichtfeld", "Vantoria", "Ankerli")
SERIES = ("Falke", "Kite", "Blick", "Ola", "Stille", "Wand", "Tower", "Pier", "Playa", "Bogen")
LIFE = ((DeviceEvent.register, None, DeviceState.ordered),
        (DeviceEvent.receive, DeviceState.ordered, DeviceState.received),
        (DeviceEvent.stock, DeviceState.received, DeviceState.in_stock),
        (DeviceEvent.hand_over, DeviceState.in_stock, DeviceState.handed_over),
        (DeviceEvent.accept, DeviceState.handed_over, DeviceState.in_use))  # fmt: skip
BEGAN = datetime(2024, 1, 8, 9, tzinfo=UTC)


def fill(devices: int, *, seed: int = 11) -> None:
    """So many devices of 400 models; three quarters in use, each with five moves."""
    rng = random.Random(seed)
    with transaction():
        models = _models(rng)
        people = list(db.session.scalars(sa.select(User.id).where(User.active.is_(True))))
    for start in range(0, devices, CHUNK):
        with transaction():
            _write(rng, range(start, min(start + CHUNK, devices)), models, people)


def _models(rng: random.Random) -> list[tuple[int, str]]:
    makers = [Manufacturer(name=name) for name in MAKERS]
    models = [
        EquipmentModel(name=f"{rng.choice(SERIES)} {number}", kind=rng.choice(list(DeviceKind)),
                       manufacturer=rng.choice(makers), warranty_months=36, depreciation_months=36)
        for number in range(400)
    ]  # fmt: skip
    db.session.add_all([*makers, *models])
    db.session.flush()
    return [(model.id, str(model)) for model in models]


def _write(rng: random.Random, numbers: range, models: list[tuple[int, str]], people: list[int]) -> None:
    rows, words = [], []
    for number in numbers:
        model_id, name = models[int(rng.triangular(0, len(models), 0))]
        holder = rng.choice(people) if number % 4 else None
        rows.append(_device(rng, number, model_id, name, holder))
        words.append(f"{rows[-1]['tag']} {rows[-1]['serial_number']} {rows[-1]['name']} {name}")
    ids = list(db.session.scalars(sa.insert(Equipment).returning(Equipment.id, sort_by_parameter_order=True), rows))
    held = [(key, row["holder_id"]) for key, row in zip(ids, rows, strict=True) if row["holder_id"]]
    db.session.execute(
        sa.insert(Custody),
        [{"equipment_id": key, "holder_id": person, "began_at": BEGAN, "accepted_at": BEGAN} for key, person in held],
    )
    db.session.execute(
        sa.insert(EquipmentMove),
        [move for key, row in zip(ids, rows, strict=True) for move in _moves(key, row, people)],
    )
    search.write_texts(zip(ids, words, strict=True))


def _device(rng: random.Random, number: int, model_id: int, name: str, holder: int | None) -> dict[str, Any]:
    idle = rng.choice([DeviceState.in_stock, DeviceState.in_stock, DeviceState.disposed])
    return {
        "tag": f"LT-{number:06}", "serial_number": f"{rng.randrange(16**7):07X}{number:06}", "name": name,
        "model_id": model_id, "state": DeviceState.in_use if holder else idle, "holder_id": holder,
        "purchase_cost": Decimal("999.00"),
        "purchased_on": date(2024, 1, 8) + timedelta(days=number % 700),
        "warranty_ends_on": date(2027, 1, 8) + timedelta(days=number % 700),
    }  # fmt: skip


def _moves(key: int, row: dict[str, Any], people: list[int]) -> list[dict[str, Any]]:
    life = LIFE if row["holder_id"] else LIFE[:3]
    return [
        {"equipment_id": key, "event": event, "from_state": before, "to_state": after, "actor_id": people[0],
         "person_id": row["holder_id"] if event in {DeviceEvent.hand_over, DeviceEvent.accept} else None}
        for event, before, after in life
    ]  # fmt: skip
