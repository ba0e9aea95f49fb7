"""The labels of the demo company: printed by the sheet, as part of the caller's transaction."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa

from app.accounts.models import User
from app.demo.travel import Traveller
from app.equipment.models import DeviceState, Equipment
from app.extensions import db
from app.labels import queries, services
from app.rooms.models import Room

RUNS = (  # days ago, who printed
    (140, "jonas.wieser"),
    (60, "ines.moreau"),
    (9, "jonas.wieser"),
)
REPLACED = (5, "ben")  # days ago, by whom: one that had come off
NOT_YET = (DeviceState.ordered, DeviceState.received)


def stick_labels(people: dict[str, User], rooms: dict[str, Room], traveller: Traveller, now: datetime) -> None:
    """Print sheets for all devices that had arrived by then and for the doors; one sticker is replaced later."""
    devices = _labelled()
    for days, who in RUNS:
        traveller.moment = now - timedelta(days=days)
        there = [device for device in devices if device.created_at < traveller.moment]
        services.issue_labels(there, list(rooms.values()), actor=people[who])
    days, who = REPLACED
    traveller.moment = now - timedelta(days=days)
    screen = next(device for device in devices if device.tag.startswith("MO"))
    services.reissue_label(queries.live_labels([screen.id])[0], actor=people[who])
    traveller.moment = None


def _labelled() -> Sequence[Equipment]:
    rows = sa.select(Equipment).where(Equipment.state.not_in(NOT_YET)).order_by(Equipment.id)
    return db.session.scalars(rows).all()
