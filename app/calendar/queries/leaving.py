"""What hangs on a person who leaves."""

from collections.abc import Sequence
from datetime import date, datetime

import sqlalchemy as sa

from app.accounts import queries as accounts
from app.accounts.models import BaseRole, User
from app.calendar.models import Absence, CalendarAccount, Task, Visit, VisitState
from app.extensions import db


def visits_left_by(person_id: int, now: datetime) -> Sequence[Visit]:
    """The visits that somebody was still to make, soonest first."""
    rows = sa.select(Visit).where(Visit.technician_id == person_id, Visit.ends_at > now)
    rows = rows.where(Visit.state == VisitState.planned)
    return db.session.scalars(rows.order_by(Visit.starts_at, Visit.id)).all()


def tasks_left_by(person_id: int) -> Sequence[Task]:
    """What somebody had still to do."""
    rows = sa.select(Task).where(Task.assignee_id == person_id, Task.done_at.is_(None))
    return db.session.scalars(rows.order_by(Task.id)).all()


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
