"""What runs out: loans, warranties, models; asked by the jobs."""

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import lazyload

from app.core import clock
from app.core.company import CompanySettings
from app.equipment.models import (
    GONE,
    Custody,
    Equipment,
    EquipmentModel,
)
from app.extensions import db

MOST_AT_ONCE = 1_000  # rows that one run of a job looks at; the next run goes on


def today() -> date:
    """Which day it is where the company is."""
    return clock.now().astimezone(ZoneInfo(CompanySettings.current().zone_name)).date()


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
