"""Words that equipment sends by itself: loans that end, warranties and models that run out."""

from datetime import date

from app.accounts.models import User
from app.core.db import lock
from app.core.errors import require
from app.core.outbox import record
from app.core.transaction import transaction
from app.equipment import policies
from app.equipment.events import LoanEnds, SupportEnds, WarrantiesEnd
from app.equipment.models import Custody, Equipment, EquipmentModel
from app.equipment.queries import devices_with

NAMED = 5  # devices that an announcement names


@transaction()
def remind_borrower(custody: Custody, today: date, *, actor: User) -> None:
    """Tell somebody that a loan ends soon or should have ended; a loan that is over, or was told of today, is left."""
    require(policies.can_keep(actor))
    lock(custody)
    if custody.ended_at is not None or custody.due_on is None or custody.reminded_on == today:
        return
    custody.reminded_on = today
    record(LoanEnds(custody.id, custody.equipment_id, custody.holder_id, custody.due_on.isoformat()))


@transaction()
def announce_warranties(device_ids: list[int], *, actor: User) -> None:
    """Tell the keepers once of warranties that end soon."""
    require(policies.can_keep(actor))
    devices: list[Equipment] = [row for row in devices_with(device_ids) if row.warned_of != row.warranty_ends_on]
    devices.sort(key=lambda device: device_ids.index(device.id))  # those that end first are named
    for device in devices:
        device.warned_of = device.warranty_ends_on
    if devices:
        record(WarrantiesEnd(len(devices), tuple(str(device) for device in devices[:NAMED])))


@transaction()
def announce_end_of_life(model: EquipmentModel, devices: int, *, actor: User) -> None:
    """Tell the keepers once that a model gets no more updates soon, and how many devices are of it."""
    require(policies.can_keep(actor))
    lock(model)
    if model.end_of_life_on is None or model.warned_of == model.end_of_life_on:
        return
    model.warned_of = model.end_of_life_on
    record(SupportEnds(model.id, str(model), model.end_of_life_on.isoformat(), devices))
