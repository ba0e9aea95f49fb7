"""Questions about equipment; never writes. `equipment_for` and `visible_to` are the gates that every road uses."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import contains_eager, joinedload, lazyload

from app.accounts.models import User
from app.core import clock
from app.core.company import CompanySettings
from app.core.db import MAX_ID
from app.core.errors import Invalid, NotFound
from app.core.paging import Page, Paging, page_of
from app.equipment import policies, search
from app.equipment.depreciation import StraightLine
from app.equipment.models import (
    GONE,
    Custody,
    DeviceEvent,
    DeviceState,
    Equipment,
    EquipmentModel,
    EquipmentMove,
    HandOverTerms,
    Manufacturer,
)
from app.equipment.schemas import DeviceFilters, ModelFilters
from app.extensions import db
from app.rooms.models import Room

HITS = 20
PEOPLE = [User.id, User.first_name, User.department, User.email]  # what pages show of a person
SORT_KEYS = {"id": Equipment.id, "tag": Equipment.tag, "updatedAt": Equipment.updated_at}
WITH_ALL = (
    joinedload(Equipment.model, innerjoin=True).joinedload(EquipmentModel.manufacturer, innerjoin=True),
    joinedload(Equipment.holder).load_only(*PEOPLE),
    joinedload(Equipment.room),
)
_tickets = sa.table("tickets", sa.column("id", sa.BigInteger))  # by name: tickets lie above


def visible_to(actor: User) -> sa.Select[Any]:
    """The devices that the actor may see: all of them for staff, else those in the own custody."""
    devices = sa.select(Equipment)
    return devices if policies.sees_all(actor) else devices.where(Equipment.holder_id == actor.id)


def equipment_for(actor: User, device_id: int) -> Equipment:
    """The device, if the actor may see it; else `NotFound`, as for one that does not exist."""
    if not 0 < device_id <= MAX_ID:
        raise NotFound
    device: Equipment | None = db.session.scalar(visible_to(actor).where(Equipment.id == device_id).options(*WITH_ALL))
    if device is None:
        raise NotFound
    return device


def held_by(actor: User, device_id: int) -> Equipment:
    """The device, if it is in the actor's own custody; else `NotFound`, for staff too."""
    device = equipment_for(actor, device_id)
    if not policies.is_holder(actor, device):
        raise NotFound
    return device


def devices(actor: User, filters: DeviceFilters, paging: Paging) -> Page:
    """A page of the devices that fit the filters; `Invalid` for a search in another order than the newest first."""
    rows = visible_to(actor).options(*WITH_ALL).where(*_conditions(filters))
    if not filters.q:
        return page_of(rows, paging, keys=SORT_KEYS, tie=Equipment.id)
    if paging.sort not in {"id", "-id"}:
        raise Invalid.for_field("sort", _("A search is sorted by id only."))
    rows = search.joined(rows, filters.q)
    return page_of(rows, paging, keys=SORT_KEYS, tie=Equipment.id, tie_read_by=search.key(),
                   exact_up_to=search.EXACT_UP_TO)  # fmt: skip


def _conditions(filters: DeviceFilters) -> list[sa.ColumnElement[bool]]:
    where: list[sa.ColumnElement[bool]] = []
    if filters.state:
        where.append(Equipment.state.in_(filters.state))
    if filters.kind:
        kinds = sa.select(EquipmentModel.id).where(EquipmentModel.kind.in_(filters.kind))
        where.append(Equipment.model_id.in_(kinds))
    columns = {"model": Equipment.model_id, "room": Equipment.room_id, "holder": Equipment.holder_id}
    where += [column.in_(ids) for name, column in columns.items() if (ids := getattr(filters, name))]
    return where


def lookup(actor: User, text: str, most: int = HITS) -> Sequence[Equipment]:
    """The devices in which every word begins some word, the newest first; for pickers."""
    rows = search.joined(visible_to(actor).options(*WITH_ALL), text)
    return db.session.scalars(rows.order_by(search.key().desc()).limit(min(most, HITS))).all()


def mine(actor: User) -> Sequence[Custody]:
    """What is in the actor's custody, with its device; what waits for an answer first."""
    return custodies_of(actor.id)


def custodies_of(person_id: int) -> Sequence[Custody]:
    """What a person holds, with its device; what waits for an answer first."""
    rows = (
        sa.select(Custody)
        .join(Custody.equipment)
        .where(Custody.holder_id == person_id, Custody.ended_at.is_(None))
        .options(contains_eager(Custody.equipment).options(*WITH_ALL), joinedload(Custody.terms))
        .order_by(Equipment.state != DeviceState.handed_over, Custody.id.desc())
    )
    return db.session.scalars(rows).all()


def open_custody(device: Equipment) -> Custody | None:
    """Who has the device now, and since when."""
    rows = sa.select(Custody).where(Custody.equipment_id == device.id, Custody.ended_at.is_(None))
    return db.session.scalar(rows.options(joinedload(Custody.holder).load_only(*PEOPLE), joinedload(Custody.terms)))


def today() -> date:
    """Which day it is where the company is."""
    return clock.now().astimezone(ZoneInfo(CompanySettings.current().zone_name)).date()


def depreciation(device: Equipment) -> StraightLine | None:
    """How the device loses its worth; None where price or day of the purchase are unknown."""
    if device.purchase_cost is None or device.purchased_on is None:
        return None
    model = device.model
    return StraightLine(device.purchase_cost, model.floor_value, model.depreciation_months, device.purchased_on)


def custodies_ever(device: Equipment) -> Sequence[Custody]:
    """Everybody who had the device, the latest first."""
    rows = sa.select(Custody).where(Custody.equipment_id == device.id).order_by(Custody.id.desc())
    return db.session.scalars(rows.options(joinedload(Custody.holder).load_only(*PEOPLE)).limit(100)).all()


def custody_for(actor: User, custody_id: int) -> Custody:
    """A custody, open or over, of the actor's own or for staff; else `NotFound`."""
    custody = db.session.get(Custody, custody_id) if 0 < custody_id <= MAX_ID else None
    if custody is None or not policies.can_see_custody(actor, custody):
        raise NotFound
    return custody


def custody_by_id(custody_id: int) -> Custody:
    """A custody, for work that nobody asked for in person; else `NotFound`."""
    found = db.session.get(Custody, custody_id)
    if found is None:
        raise NotFound
    return found


def accepted_custody_for(actor: User, custody_id: int) -> Custody:
    """A custody that was accepted, with all that its receipt says; else `NotFound`."""
    custody = custody_for(actor, custody_id)
    if custody.accepted_at is None:
        raise NotFound
    return custody


def history(device: Equipment, paging: Paging | None = None) -> Page:
    """What happened to a device, the latest first."""
    moves = sa.select(EquipmentMove).where(EquipmentMove.equipment_id == device.id)
    moves = moves.options(
        joinedload(EquipmentMove.actor).load_only(*PEOPLE),
        joinedload(EquipmentMove.person).load_only(*PEOPLE),
        joinedload(EquipmentMove.room),
    )
    keys = {"id": EquipmentMove.id}
    return page_of(moves, paging or Paging("-id", size=100), keys=keys, tie=EquipmentMove.id)


def last_move(device: Equipment, event: DeviceEvent) -> EquipmentMove | None:
    """The last time that this happened to the device."""
    rows = sa.select(EquipmentMove).where(EquipmentMove.equipment_id == device.id, EquipmentMove.event == event)
    return db.session.scalar(rows.order_by(EquipmentMove.id.desc()).limit(1))


def device_with(column: Any, value: str, besides: int | None) -> Equipment | None:
    """Another device with this tag or serial number."""
    rows = sa.select(Equipment).where(column == value)
    return db.session.scalar(rows if besides is None else rows.where(Equipment.id != besides))


def device_by_id(device_id: int) -> Equipment:
    """A device, for work that nobody asked for in person (jobs, handlers); else `NotFound`."""
    found = db.session.get(Equipment, device_id)
    if found is None:
        raise NotFound
    return found


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


def device_ids_of_model(model_id: int) -> Sequence[int]:
    """Ids of the devices of a model."""
    return db.session.scalars(sa.select(Equipment.id).where(Equipment.model_id == model_id)).all()


def device_ids_of_manufacturer(manufacturer_id: int) -> Sequence[int]:
    """Ids of the devices of a manufacturer's models."""
    models_of = sa.select(EquipmentModel.id).where(EquipmentModel.manufacturer_id == manufacturer_id)
    return db.session.scalars(sa.select(Equipment.id).where(Equipment.model_id.in_(models_of))).all()


def devices_with(device_ids: Sequence[int]) -> Sequence[Equipment]:
    """These devices, with their models."""
    rows = sa.select(Equipment).where(Equipment.id.in_(device_ids))
    return db.session.scalars(rows.options(joinedload(Equipment.model, innerjoin=True))).all()


MOST_AT_ONCE = 1_000  # rows that one run of a job looks at; the next run goes on


def loans_to_remind(today: date, soon: date, told_before: date) -> Sequence[Custody]:
    """Open loans that end by `soon` and were not told of yet, or are late and were last told of before they were late
    or by `told_before`.
    """
    late = sa.and_(
        Custody.due_on < today, sa.or_(Custody.reminded_on <= Custody.due_on, Custody.reminded_on <= told_before)
    )
    rows = sa.select(Custody).where(Custody.ended_at.is_(None), Custody.due_on <= soon)
    rows = rows.where(sa.or_(Custody.reminded_on.is_(None), late)).order_by(Custody.id).limit(MOST_AT_ONCE)
    return db.session.scalars(rows).all()


def warranties_ending(today: date, soon: date) -> Sequence[int]:
    """Ids of devices that we still have whose warranty ends by `soon` and nobody was told of."""
    rows = sa.select(Equipment.id).where(
        Equipment.warranty_ends_on.between(today, soon),
        Equipment.warned_of.is_distinct_from(Equipment.warranty_ends_on),
        Equipment.state.not_in(GONE),
    )
    return db.session.scalars(rows.order_by(Equipment.warranty_ends_on, Equipment.id).limit(MOST_AT_ONCE)).all()


def models_ending(today: date, soon: date) -> Sequence[tuple[EquipmentModel, int]]:
    """Models whose support ends by `soon` and nobody was told of, each with the number of devices we still have."""
    count = sa.func.count(Equipment.id)
    rows = (
        sa.select(EquipmentModel, count)
        .join(Equipment, Equipment.model_id == EquipmentModel.id)
        .where(EquipmentModel.end_of_life_on.between(today, soon), Equipment.state.not_in(GONE))
        .where(EquipmentModel.warned_of.is_distinct_from(EquipmentModel.end_of_life_on))
        .options(lazyload(EquipmentModel.manufacturer))
        .group_by(*EquipmentModel.__table__.c)
    )
    return [(model, number) for model, number in db.session.execute(rows)]


def terms_in_force() -> HandOverTerms | None:
    """The newest wording of what somebody agrees to who accepts a device."""
    return db.session.scalar(sa.select(HandOverTerms).order_by(HandOverTerms.id.desc()).limit(1))


def knows_ticket(ticket_id: int) -> bool:
    """Whether there is a ticket of this number."""
    return db.session.scalar(sa.select(_tickets.c.id).where(_tickets.c.id == ticket_id)) is not None


def room(room_id: int) -> Room | None:
    """A room by id."""
    return db.session.get(Room, room_id)
