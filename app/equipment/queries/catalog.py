"""What devices are of: models, manufacturers, and the terms of handing over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from app.core import clock
from app.core.errors import NotFound
from app.core.paging import Page, Paging, page_of
from app.equipment.models import (
    BORROWED,
    GONE,
    DeviceEvent,
    DeviceKind,
    DeviceState,
    Equipment,
    EquipmentModel,
    EquipmentMove,
    HandOverTerms,
    Manufacturer,
)
from app.equipment.schemas import ModelFilters
from app.extensions import db


def model(model_id: int) -> EquipmentModel:
    """A model by id; `NotFound` for unknown ones."""
    found = db.session.get(EquipmentModel, model_id)
    if found is None:
        raise NotFound
    return found


def models(filters: ModelFilters, paging: Paging) -> Page:
    """A page of the models that fit."""
    rows = sa.select(EquipmentModel)
    if filters.kind:
        rows = rows.where(EquipmentModel.kind.in_(filters.kind))
    if filters.manufacturer:
        rows = rows.where(EquipmentModel.manufacturer_id.in_(filters.manufacturer))
    if filters.q:
        rows = rows.where(EquipmentModel.name.icontains(filters.q, autoescape=True))
    keys = {"id": EquipmentModel.id, "name": EquipmentModel.name}
    return page_of(rows, paging, keys=keys, tie=EquipmentModel.id)


def manufacturer(manufacturer_id: int) -> Manufacturer:
    """A manufacturer by id; `NotFound` for unknown ones."""
    found = db.session.get(Manufacturer, manufacturer_id)
    if found is None:
        raise NotFound
    return found


def manufacturers(paging: Paging) -> Page:
    """A page of the manufacturers."""
    keys = {"id": Manufacturer.id, "name": Manufacturer.name}
    return page_of(sa.select(Manufacturer), paging, keys=keys, tie=Manufacturer.id)


@dataclass(frozen=True)
class ModelFigures:
    """How many devices of a model we still have, how many lie in stock, and how often they went to repair in a year."""

    devices: int
    in_stock: int
    faults: int


def model_figures(model: EquipmentModel) -> ModelFigures:
    """The figures of one model."""
    ours = sa.select(sa.func.count(Equipment.id)).where(Equipment.model_id == model.id)
    faults = (
        sa.select(sa.func.count(EquipmentMove.id))
        .join(Equipment, Equipment.id == EquipmentMove.equipment_id)
        .where(Equipment.model_id == model.id, EquipmentMove.event == DeviceEvent.fault)
        .where(EquipmentMove.created_at > clock.now() - timedelta(days=365))
    )
    kept, stock = ours.where(Equipment.state.not_in(GONE)), ours.where(Equipment.state == DeviceState.in_stock)
    row = db.session.execute(sa.select(*(each.scalar_subquery() for each in (kept, stock, faults)))).one()
    return ModelFigures(*row)


def kinds_to_borrow() -> list[DeviceKind]:
    """What people carry about and of which a device is in stock now, in the order of kinds; anybody may know."""
    rows = sa.select(EquipmentModel.kind).join(Equipment, Equipment.model_id == EquipmentModel.id)
    there = set(db.session.scalars(rows.where(Equipment.state == DeviceState.in_stock).distinct()))
    return [kind for kind in DeviceKind if kind in BORROWED and kind in there]


def device_ids_of_model(model_id: int) -> Sequence[int]:
    """Ids of the devices of a model."""
    return db.session.scalars(sa.select(Equipment.id).where(Equipment.model_id == model_id)).all()


def device_ids_of_manufacturer(manufacturer_id: int) -> Sequence[int]:
    """Ids of the devices of a manufacturer's models."""
    models_of = sa.select(EquipmentModel.id).where(EquipmentModel.manufacturer_id == manufacturer_id)
    return db.session.scalars(sa.select(Equipment.id).where(Equipment.model_id.in_(models_of))).all()


def terms_in_force() -> HandOverTerms | None:
    """The newest wording of what somebody agrees to who accepts a device."""
    return db.session.scalar(sa.select(HandOverTerms).order_by(HandOverTerms.id.desc()).limit(1))
