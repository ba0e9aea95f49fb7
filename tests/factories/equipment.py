"""Equipment as the services make it."""

import secrets
from typing import Any

import sqlalchemy as sa

from app.accounts.models import BaseRole, User
from app.equipment import services
from app.equipment.models import DeviceEvent, Equipment, EquipmentModel, Manufacturer
from app.equipment.schemas import DeviceDraft, DeviceMove, ManufacturerChange, ModelChange
from app.extensions import db
from tests.factories.people import PersonFactory


def keeper() -> User:
    """Somebody of IT who keeps equipment."""
    return PersonFactory(role=BaseRole.agent)


def manufacturer(name: str = "Nordwind", actor: User | None = None) -> Manufacturer:
    """The manufacturer of this name."""
    found = db.session.scalar(sa.select(Manufacturer).where(Manufacturer.name == name))
    return found or services.keep_manufacturer(None, ManufacturerChange(name=name), actor=actor or keeper())


def model(name: str = "Falke 14", actor: User | None = None, **fields: Any) -> EquipmentModel:
    """The model of this name; a laptop unless said otherwise."""
    found = db.session.scalar(sa.select(EquipmentModel).where(EquipmentModel.name == name))
    if found is not None:
        return found
    actor = actor or keeper()
    made = {"kind": "laptop", "manufacturer_id": manufacturer(actor=actor).id, "warranty_months": 36, **fields}
    return services.keep_model(None, ModelChange(name=name, **made), actor=actor)


def device(tag: str | None = None, actor: User | None = None, **fields: Any) -> Equipment:
    """A device in stock."""
    actor = actor or keeper()
    fields.setdefault("model_id", model(actor=actor).id)
    return services.register_device(DeviceDraft(tag=tag or f"LT-{secrets.token_hex(4)}", **fields), actor=actor)


def move(it: Equipment, event: str, actor: User | None = None, **more: Any) -> Equipment:
    """Let something happen to a device."""
    return services.move_device(it, DeviceMove(event=DeviceEvent(event), **more), actor=actor or keeper())


def handed_over(to: User, tag: str | None = None, actor: User | None = None, **fields: Any) -> Equipment:
    """A device that waits for its holder's answer."""
    return move(device(tag, actor, **fields), "hand_over", actor, person_id=to.id)


def in_use(by: User, tag: str | None = None, actor: User | None = None, **fields: Any) -> Equipment:
    """A device that its holder accepted."""
    return move(handed_over(by, tag, actor, **fields), "accept", by)
