"""Who has a device, and who had it."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from app.accounts.models import User
from app.core.db import MAX_ID
from app.core.errors import NotFound
from app.equipment import policies
from app.equipment.models import (
    Custody,
    DeviceState,
    Equipment,
)
from app.equipment.queries.gates import PEOPLE, WITH_ALL
from app.extensions import db


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


def accepted_custody_for(actor: User, custody_id: int) -> Custody:
    """A custody that was accepted, with all that its receipt says; else `NotFound`."""
    custody = custody_for(actor, custody_id)
    if custody.accepted_at is None:
        raise NotFound
    return custody


def custody_by_id(custody_id: int) -> Custody:
    """A custody, for work that nobody asked for in person; else `NotFound`."""
    found = db.session.get(Custody, custody_id)
    if found is None:
        raise NotFound
    return found
