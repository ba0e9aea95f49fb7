"""The gates that every road uses, and lists and histories of devices."""

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.core.db import MAX_ID, is_sqlite
from app.core.errors import Invalid, NotFound
from app.core.paging import Page, Paging, page_of
from app.equipment import policies, search
from app.equipment.depreciation import StraightLine
from app.equipment.models import (
    DeviceEvent,
    Equipment,
    EquipmentModel,
    EquipmentMove,
)
from app.equipment.schemas import DeviceFilters
from app.extensions import db
from app.rooms.models import Room

HITS = 20
PEOPLE = [User.id, User.first_name, User.department, User.email]  # what pages show of a person
SORT_KEYS = {"id": Equipment.id, "tag": Equipment.tag, "updatedAt": Equipment.updated_at}
WITH_ALL = (
    joinedload(Equipment.model, innerjoin=True).joinedload(EquipmentModel.manufacturer, innerjoin=True),
    joinedload(Equipment.holder).load_only(*PEOPLE),
    joinedload(Equipment.room),
    joinedload(Equipment.room_feature),
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


def has_tag(tags: Iterable[str]) -> sa.ColumnElement[bool]:
    """Whether a device bears one of these tags, whatever their case; each database has an index for its way."""
    if is_sqlite():
        return sa.collate(Equipment.tag, "NOCASE").in_(list(tags))
    return sa.func.lower(Equipment.tag).in_([tag.lower() for tag in tags])


def device_with(which: sa.ColumnElement[bool], besides: int | None) -> Equipment | None:
    """Another device with this tag or serial number."""
    rows = sa.select(Equipment).where(which)
    return db.session.scalar(rows if besides is None else rows.where(Equipment.id != besides))


def device_by_id(device_id: int) -> Equipment:
    """A device, for work that nobody asked for in person (jobs, handlers); else `NotFound`."""
    found = db.session.get(Equipment, device_id)
    if found is None:
        raise NotFound
    return found


def devices_with(device_ids: Sequence[int]) -> Sequence[Equipment]:
    """These devices, with their models."""
    rows = sa.select(Equipment).where(Equipment.id.in_(device_ids))
    return db.session.scalars(rows.options(joinedload(Equipment.model, innerjoin=True))).all()


def depreciation(device: Equipment) -> StraightLine | None:
    """How the device loses its worth; None where price or day of the purchase are unknown."""
    if device.purchase_cost is None or device.purchased_on is None:
        return None
    model = device.model
    return StraightLine(device.purchase_cost, model.floor_value, model.depreciation_months, device.purchased_on)


def room(room_id: int) -> Room | None:
    """A room by id."""
    return db.session.get(Room, room_id)


def knows_ticket(ticket_id: int) -> bool:
    """Whether there is a ticket of this number."""
    return db.session.scalar(sa.select(_tickets.c.id).where(_tickets.c.id == ticket_id)) is not None
