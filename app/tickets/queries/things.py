"""Devices and rooms of tickets: which of them a person may name, and what else was asked about them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.core.db import MAX_ID
from app.core.errors import NotFound
from app.equipment import queries as equipment
from app.equipment.models import Equipment
from app.extensions import db
from app.rooms import queries as rooms
from app.rooms.models import Room
from app.tickets import policies
from app.tickets.models import Ticket
from app.tickets.queries.tickets import visible_to
from app.tickets.scanning import scanned

MOST_ROOMS = 4


@dataclass(frozen=True)
class Failures:
    """How often the devices of a model were asked about since a day."""

    tickets: int
    open_tickets: int
    devices: int
    devices_asked_about: int
    latest: Sequence[Ticket]


def nameable_devices(actor: User) -> sa.Select[Any]:
    """The devices that the actor may name on a ticket without having scanned them."""
    if policies.sees_all(actor):
        return sa.select(Equipment)
    open_rooms = sa.select(Room.id).where(Room.is_active, Room.is_bookable)
    return sa.select(Equipment).where(sa.or_(Equipment.holder_id == actor.id, Equipment.room_id.in_(open_rooms)))


def device_to_name(actor: User, device_id: int, *, is_scanned: bool = False) -> Equipment:
    """The device, if the actor may name it; else `NotFound`, as for one that does not exist."""
    rows = sa.select(Equipment) if is_scanned else nameable_devices(actor)
    rows = rows.where(Equipment.id == device_id).options(*equipment.WITH_ALL)
    device: Equipment | None = db.session.scalar(rows) if 0 < device_id <= MAX_ID else None
    if device is None:
        raise NotFound
    return device


def room_to_name(actor: User, room_id: int, *, is_scanned: bool = False) -> Room:
    """The room, if the actor may name it; else `NotFound`, as for one that does not exist."""
    if not is_scanned:
        return rooms.room_for(actor, room_id)
    room = db.session.get(Room, room_id)
    if room is None:
        raise NotFound
    return room


def scanned_thing(token: str) -> tuple[Equipment | None, Room | None] | None:
    """The device and room to which a label leads; None for unknown and revoked ones."""
    found = scanned(token) if token else None
    if found is None:
        return None
    rows = sa.select(Equipment).where(Equipment.id == found.equipment_id).options(*equipment.WITH_ALL)
    device = db.session.scalar(rows) if found.equipment_id else None
    room = db.session.get(Room, found.room_id) if found.room_id else None
    return device, room


def thing_named(actor: User, filter_name: str, pk: int) -> str:
    """What a filter of the queue calls this device or room; its number when there is none."""
    try:
        return str(device_to_name(actor, pk) if filter_name == "equipment_id" else room_to_name(actor, pk))
    except NotFound:
        return str(pk)


def devices_at_hand(actor: User) -> list[Equipment]:
    """The actor's own devices, for one tap."""
    return [custody.equipment for custody in equipment.mine(actor)]


def rooms_at_hand(actor: User, devices: Sequence[Equipment]) -> list[Room]:
    """The rooms of the actor's devices, as far as the actor may see them, for one tap."""
    ids = dict.fromkeys(device.room_id for device in devices if device.room_id)
    known = rooms.rooms_by_id(actor, list(ids)[:MOST_ROOMS]) if ids else {}
    return list(known.values())


def other_tickets_about(ticket: Ticket, actor: User, most: int = 5) -> Sequence[Ticket]:
    """What else was asked about the ticket's device, the newest first."""
    return _latest(actor, Ticket.equipment_id == ticket.equipment_id, ticket, most)


def other_tickets_of_model(ticket: Ticket, actor: User, most: int = 5) -> Sequence[Ticket]:
    """What was asked about other devices of the same model, the newest first."""
    if ticket.equipment is None:
        return []
    alike = sa.select(Equipment.id).where(
        Equipment.model_id == ticket.equipment.model_id, Equipment.id != ticket.equipment_id
    )
    return _latest(actor, Ticket.equipment_id.in_(alike), ticket, most)


def failures_of_model(actor: User, model_id: int, since: datetime) -> Failures:
    """How often the devices of a model were asked about since then, of which the latest."""
    mine = Equipment.model_id == model_id
    asked = (
        visible_to(actor)
        .join(Equipment, Equipment.id == Ticket.equipment_id)
        .where(mine, Ticket.created_at >= since, Ticket.is_spam.is_(False))
    )
    counts = asked.with_only_columns(
        sa.func.count(),
        sa.func.coalesce(sa.func.sum(sa.case((Ticket.is_active, 1), else_=0)), 0),
        sa.func.count(sa.distinct(Ticket.equipment_id)),
    )
    tickets, active, devices_asked = db.session.execute(counts).one()
    devices = db.session.scalar(sa.select(sa.func.count()).select_from(Equipment).where(mine)) or 0
    latest = db.session.scalars(_shown(asked).order_by(Ticket.id.desc()).limit(5)).all()
    return Failures(tickets, active, devices, devices_asked, latest)


def _latest(actor: User, about: sa.ColumnElement[bool], besides: Ticket, most: int) -> Sequence[Ticket]:
    rows = visible_to(actor).where(about, Ticket.id != besides.id, Ticket.is_spam.is_(False))
    return db.session.scalars(_shown(rows).order_by(Ticket.id.desc()).limit(most)).all()


def _shown(rows: sa.Select[Any]) -> sa.Select[Any]:
    return rows.options(joinedload(Ticket.equipment).load_only(Equipment.tag, Equipment.name, Equipment.version))
