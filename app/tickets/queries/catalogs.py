"""Categories, saved replies and views, known problems."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.core.db import MAX_ID
from app.core.errors import Invalid, NotFound
from app.equipment.models import Equipment
from app.extensions import db
from app.rooms.models import Booking, BookingOccurrence, Room
from app.tickets.models import (
    Category,
    KnownProblem,
    ProblemReport,
    ProblemState,
    SavedReply,
    SavedView,
    Ticket,
)


def categories(*, with_inactive: bool = False) -> Sequence[Category]:
    """The categories by name; Other comes last."""
    rows = sa.select(Category).options(joinedload(Category.team)).order_by(Category.name == "Other", Category.name)
    return db.session.scalars(rows if with_inactive else rows.where(Category.is_active.is_(True))).all()


def category(category_id: int) -> Category:
    """A category, else `NotFound`."""
    found = db.session.get(Category, category_id)
    if found is None:
        raise NotFound
    return found


def category_named(name: str) -> Category:
    """The active category of this name, else `Invalid`."""
    category = db.session.scalar(sa.select(Category).where(Category.name == name, Category.is_active.is_(True)))
    if category is None:
        raise Invalid.for_field("category", _("There is no category of this name."))
    return category


def saved_replies(actor: User) -> Sequence[SavedReply]:
    """Own and shared ones by title."""
    mine = sa.or_(SavedReply.owner_id.is_(None), SavedReply.owner_id == actor.id)
    return db.session.scalars(sa.select(SavedReply).where(mine).order_by(SavedReply.title).limit(200)).all()


def saved_views(actor: User) -> Sequence[SavedView]:
    """The actor's own filters by name."""
    return db.session.scalars(
        sa.select(SavedView).where(SavedView.owner_id == actor.id).order_by(SavedView.name).limit(50)
    ).all()


def saved_view_for(actor: User, view_id: int) -> SavedView:
    """One of the actor's own filters, else `NotFound`."""
    view = db.session.get(SavedView, view_id) if 0 < view_id <= MAX_ID else None
    if view is None or view.owner_id != actor.id:
        raise NotFound
    return view


def current_problems(actor: User, now: datetime) -> Sequence[KnownProblem]:
    """Known problems that are not over and concern the actor, newest first.

    One of a model concerns who has such a device; one of a room or building who has a device there, or has booked
    there for a time that is not over; one that names none of them concerns everybody.
    """
    devices = sa.select(Equipment.model_id).where(Equipment.holder_id == actor.id)
    doors = _rooms_of(actor, now)
    buildings = sa.select(Room.building_id).where(Room.id.in_(doors))
    concerns = sa.or_(
        sa.and_(KnownProblem.model_id.is_(None), KnownProblem.room_id.is_(None), KnownProblem.building_id.is_(None)),
        KnownProblem.model_id.in_(devices),
        KnownProblem.room_id.in_(doors),
        KnownProblem.building_id.in_(buildings),
    )
    return _current(now, concerns)


def problems_about(device: Equipment | None, room: Room | None, now: datetime) -> Sequence[KnownProblem]:
    """Known problems of this device's model, of this room, and of its building, that are not over."""
    concerns: list[sa.ColumnElement[bool]] = [sa.false()]
    if device is not None:
        concerns.append(KnownProblem.model_id == device.model_id)
    if room is not None:
        concerns += [KnownProblem.room_id == room.id, KnownProblem.building_id == room.building_id]
    return _current(now, sa.or_(*concerns))


def _current(now: datetime, concerns: sa.ColumnElement[bool]) -> Sequence[KnownProblem]:
    live = sa.and_(
        KnownProblem.state != ProblemState.fixed,
        KnownProblem.starts_at <= now,
        sa.or_(KnownProblem.ends_at.is_(None), KnownProblem.ends_at > now),
    )
    rows = sa.select(KnownProblem).where(live, concerns).options(joinedload(KnownProblem.category))
    return db.session.scalars(rows.order_by(KnownProblem.id.desc()).limit(20)).all()


def _rooms_of(actor: User, now: datetime) -> sa.CompoundSelect[Any]:
    """Ids of the rooms in which the actor has a device, or which they have booked for a time that is not over."""
    placed = sa.select(Equipment.room_id).where(Equipment.holder_id == actor.id, Equipment.room_id.is_not(None))
    live = sa.and_(BookingOccurrence.cancelled_at.is_(None), BookingOccurrence.ends_at > now)
    mine = sa.select(BookingOccurrence.room_id).join(Booking, Booking.id == BookingOccurrence.booking_id)
    return placed.union(mine.where(Booking.owner_id == actor.id, live))


def reports_of(problems: Sequence[KnownProblem], actor: User) -> dict[int, tuple[int, bool]]:
    """For each problem: how many said "Me too", and whether the actor did."""
    mine = sa.func.max(sa.case((ProblemReport.user_id == actor.id, 1), else_=0))
    rows = sa.select(ProblemReport.problem_id, sa.func.count(), mine).group_by(ProblemReport.problem_id)
    rows = rows.where(ProblemReport.problem_id.in_([problem.id for problem in problems]))
    counted = {row[0]: (row[1], bool(row[2])) for row in db.session.execute(rows)}
    return {problem.id: counted.get(problem.id, (0, False)) for problem in problems}


def problem_for(actor: User, problem_id: int) -> KnownProblem:
    """A known problem, else `NotFound`."""
    problem = db.session.get(KnownProblem, problem_id) if 0 < problem_id <= MAX_ID else None
    if problem is None:
        raise NotFound
    return problem


def problem_led_by(ticket: Ticket) -> KnownProblem | None:
    """The known problem that this ticket leads."""
    return db.session.scalar(sa.select(KnownProblem).where(KnownProblem.leading_ticket_id == ticket.id).limit(1))
