"""Questions about reports by mail."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from app.accounts import queries as accounts
from app.accounts.models import BaseRole, Role, User
from app.core.errors import NotFound
from app.extensions import db
from app.reports import policies
from app.reports.models import ReportRefusal, ReportSchedule

MOST = 1_000


def schedules_of(actor: User) -> Sequence[ReportSchedule]:
    """The actor's own ones; an administrator sees everybody's."""
    rows = sa.select(ReportSchedule).options(selectinload(ReportSchedule.owner)).order_by(ReportSchedule.id.desc())
    if not actor.is_admin:
        rows = rows.where(ReportSchedule.owner_id == actor.id)
    return db.session.scalars(rows.limit(MOST)).all()


def schedule_for(actor: User, schedule_id: int) -> ReportSchedule:
    """The schedule, if the actor may change it; else `NotFound`."""
    found = db.session.get(ReportSchedule, schedule_id)
    if found is None or not policies.can_change_schedule(actor, found):
        raise NotFound
    return found


def schedule_by_id(schedule_id: int) -> ReportSchedule | None:
    """The schedule, for work that nobody asked for in person."""
    return db.session.get(ReportSchedule, schedule_id)


def due_schedules(now: datetime) -> list[int]:
    """Ids of the schedules whose time has come."""
    due = sa.select(ReportSchedule.id).where(ReportSchedule.is_active.is_(True), ReportSchedule.next_run_at <= now)
    return list(db.session.scalars(due.order_by(ReportSchedule.next_run_at).limit(MOST)))


def recipients_of(schedule: ReportSchedule) -> Sequence[User]:
    """The active people who are named or have a named role, without those who do not want it."""
    named = sa.or_(User.id.in_(schedule.people), User.roles.any(Role.name.in_(schedule.roles)))
    refused = sa.select(ReportRefusal.user_id).where(ReportRefusal.schedule_id == schedule.id)
    people = sa.select(User).where(User.active.is_(True), named, User.id.not_in(refused))
    return db.session.scalars(people.options(selectinload(User.roles)).order_by(User.id).limit(MOST)).unique().all()


def refuses(person: User, schedule: ReportSchedule) -> bool:
    """Whether the person stopped these mails."""
    wanted = sa.select(ReportRefusal.id).where(
        ReportRefusal.schedule_id == schedule.id, ReportRefusal.user_id == person.id
    )
    return db.session.scalar(wanted) is not None


def staff() -> Sequence[User]:
    """The active staff, by name: to whom a report can be mailed."""
    people = accounts.people(is_active=True, roles=[BaseRole.agent, BaseRole.manager, BaseRole.admin])
    return db.session.scalars(people.order_by(User.first_name, User.id).limit(MOST)).unique().all()
