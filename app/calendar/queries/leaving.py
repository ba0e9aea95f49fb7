"""What hangs on a person who leaves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts import queries as accounts
from app.accounts.models import BaseRole, User
from app.calendar.models import Absence, CalendarAccount, Task, Visit, VisitState
from app.extensions import db
from app.rooms.models import Booking, BookingOccurrence

MOST_SHOWN = 5  # of each kind, to who ends the account


@dataclass(frozen=True)
class Left:
    """What somebody would leave behind: the first visits and tasks, and how many there are of each."""

    visits: Sequence[Visit]
    tasks: Sequence[Task]
    visits_in_all: int
    tasks_in_all: int
    bookings: int


def left_by(person_id: int, now: datetime) -> Left:
    """What hangs in the calendar on a person, for who ends the account."""
    visits, tasks = _visits(person_id, now), _tasks(person_id)
    shown = visits.options(joinedload(Visit.ticket)).order_by(Visit.starts_at, Visit.id).limit(MOST_SHOWN)
    open_tasks = tasks.order_by(Task.due_on.is_(None), Task.due_on, Task.id).limit(MOST_SHOWN)
    booked = sa.select(BookingOccurrence.id).join(BookingOccurrence.booking)
    booked = booked.where(Booking.owner_id == person_id, BookingOccurrence.starts_at > now)
    return Left(
        visits=db.session.scalars(shown).all(),
        tasks=db.session.scalars(open_tasks).all(),
        visits_in_all=_count(visits),
        tasks_in_all=_count(tasks),
        bookings=_count(booked.where(BookingOccurrence.cancelled_at.is_(None))),
    )


def visits_left_by(person_id: int, now: datetime) -> Sequence[Visit]:
    """The visits that somebody was still to make, soonest first."""
    return db.session.scalars(_visits(person_id, now).order_by(Visit.starts_at, Visit.id)).all()


def tasks_left_by(person_id: int) -> Sequence[Task]:
    """What somebody had still to do."""
    return db.session.scalars(_tasks(person_id).order_by(Task.id)).all()


def absences_left_by(person_id: int, today: date) -> Sequence[Absence]:
    """Days away that are not over."""
    rows = sa.select(Absence).where(Absence.person_id == person_id, Absence.ends_on > today)
    return db.session.scalars(rows.order_by(Absence.id)).all()


def accounts_running_for(person_id: int) -> Sequence[CalendarAccount]:
    """Accounts at calendar services that run in somebody's name."""
    rows = sa.select(CalendarAccount).where(CalendarAccount.owner_id == person_id, CalendarAccount.paused_at.is_(None))
    return db.session.scalars(rows).all()


def oldest_administrator() -> User:
    """Who is there in any case: the last administrator cannot leave."""
    return db.session.scalars(accounts.people(roles=[BaseRole.admin], is_active=True).order_by(User.id).limit(1)).one()


def _visits(person_id: int, now: datetime) -> sa.Select[tuple[Visit]]:
    rows = sa.select(Visit).where(Visit.technician_id == person_id, Visit.ends_at > now)
    return rows.where(Visit.state == VisitState.planned)


def _tasks(person_id: int) -> sa.Select[tuple[Task]]:
    return sa.select(Task).where(Task.assignee_id == person_id, Task.done_at.is_(None))


def _count(rows: sa.Select[Any]) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(rows.subquery())) or 0
