"""The rooms that staff keep, and what of them is out of order."""

import sqlalchemy as sa
from flask_babel import gettext as _

from app.accounts.models import User
from app.core import catalog, clock
from app.core.audit import audit
from app.core.errors import Invalid, NotFound, require
from app.core.transaction import transaction
from app.extensions import db
from app.rooms import policies, queries
from app.rooms.models import Floor, Room, RoomFeature, RoomOutage
from app.rooms.schemas import RoomChange, RoomEdit


@transaction()
def keep_room(room: Room | None, change: RoomChange | RoomEdit, *, actor: User) -> Room:
    """Write a new or known room; `Conflict` when its building has the code, `Invalid` for an unknown place."""
    require(policies.can_keep(actor))
    row = room or Room()
    sent = change.model_fields_set
    if "floor_id" in sent or room is None:
        row.building_id = _floor(change.floor_id).building_id
    if "feature_ids" in sent:
        row.features = _features(change.feature_ids)
    plain = change.model_copy()
    plain.__pydantic_fields_set__.discard("feature_ids")
    return catalog.save(row, plain, actor=actor)


@transaction()
def drop_room(room: Room, *, actor: User) -> None:
    """Remove a room that nothing names; `Conflict` when something does: switch it off instead."""
    require(policies.can_keep(actor))
    catalog.remove(room, actor=actor)


@transaction()
def mark_out_of_order(
    room: Room, cause: str, reason: str = "", *, feature: RoomFeature | None = None, actor: User
) -> RoomOutage:
    """Say that a room, or one feature of it, is out of order until `restore`; said twice for one cause, it counts once.

    `cause` names what broke, such as "equipment:17"; higher features call this from their handlers.
    """
    known = db.session.scalar(_open_outages(cause).where(RoomOutage.room_id == room.id))
    if known is not None:
        return known
    outage = RoomOutage(room=room, feature=feature, cause=cause, reason=reason[:300], started_at=clock.now())
    db.session.add(outage)
    db.session.flush()
    audit("rooms.out_of_order", room, actor=actor, cause=cause, feature=feature.name if feature else None)
    return outage


@transaction()
def restore(cause: str, *, actor: User) -> None:
    """What this cause put out of order works again, wherever it was; nothing happens when nothing was."""
    for outage in db.session.scalars(_open_outages(cause)):
        outage.ended_at = clock.now()
        audit("rooms.restored", outage.room, actor=actor, cause=cause)


def _open_outages(cause: str) -> sa.Select[tuple[RoomOutage]]:
    return sa.select(RoomOutage).where(RoomOutage.cause == cause, RoomOutage.ended_at.is_(None))


def _floor(floor_id: int) -> Floor:
    try:
        return queries.place(Floor, floor_id)
    except NotFound as problem:
        raise Invalid.for_field("floor_id", _("There is no such floor.")) from problem


def _features(ids: list[int]) -> list[RoomFeature]:
    found = queries.features_by_id(ids)
    if len(found) != len(set(ids)):
        raise Invalid.for_field("feature_ids", _("There is no such feature."))
    return found
