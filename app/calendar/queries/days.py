"""Tasks, absences and holidays: what belongs to whole days."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.calendar import policies
from app.calendar.models import Absence, Task
from app.calendar.queries.visits import NAMED, TICKET
from app.core.db import MAX_ID
from app.core.errors import NotFound
from app.core.paging import Page, Paging, page_of
from app.extensions import db

WITH_TASK = (
    joinedload(Task.assignee).load_only(*NAMED),
    joinedload(Task.ticket).load_only(*TICKET),
)
WITH_ABSENCE = (joinedload(Absence.person).load_only(*NAMED),)
TASK_KEYS = {"id": Task.id, "updatedAt": Task.updated_at}
ABSENCE_KEYS = {"id": Absence.id, "updatedAt": Absence.updated_at}


def tasks_visible_to(actor: User) -> sa.Select[Any]:
    """All tasks for staff, none for others."""
    return sa.select(Task) if policies.sees_calendar(actor) else sa.select(Task).where(sa.false())


def absences_visible_to(actor: User) -> sa.Select[Any]:
    """All absences for staff (not always with their reason), none for others."""
    return sa.select(Absence) if policies.sees_calendar(actor) else sa.select(Absence).where(sa.false())


def task_for(actor: User, task_id: int) -> Task:
    """The task, if the actor may see it; else `NotFound`."""
    return _one(tasks_visible_to(actor).options(*WITH_TASK), Task, task_id)


def absence_for(actor: User, absence_id: int) -> Absence:
    """The absence, if the actor may see it; else `NotFound`."""
    return _one(absences_visible_to(actor).options(*WITH_ABSENCE), Absence, absence_id)


def task_by_id(task_id: int) -> Task | None:
    """The task, for telling people of it."""
    return db.session.get(Task, task_id)


def _one(rows: sa.Select[Any], model: Any, key: int) -> Any:
    found = db.session.scalar(rows.where(model.id == key)) if 0 < key <= MAX_ID else None
    if found is None:
        raise NotFound
    return found


def tasks_page(actor: User, paging: Paging, where: Sequence[sa.ColumnElement[bool]] = ()) -> Page:
    """A page of the tasks that the actor may see."""
    return page_of(tasks_visible_to(actor).where(*where).options(*WITH_TASK), paging, keys=TASK_KEYS, tie=Task.id)


def absences_page(actor: User, paging: Paging, where: Sequence[sa.ColumnElement[bool]] = ()) -> Page:
    """A page of the absences that the actor may see."""
    rows = absences_visible_to(actor).where(*where).options(*WITH_ABSENCE)
    return page_of(rows, paging, keys=ABSENCE_KEYS, tie=Absence.id)


def tasks_due(starts_on: date, ends_on: date) -> sa.Select[Any]:
    """Tasks whose day lies between the two, the second left out."""
    return sa.select(Task).where(Task.due_on >= starts_on, Task.due_on < ends_on)


def open_tasks_of(person: User, most: int = 15) -> Sequence[Task]:
    """What a person has still to do, the most pressing first."""
    rows = sa.select(Task).where(Task.assignee_id == person.id, Task.done_at.is_(None)).options(*WITH_TASK)
    return db.session.scalars(rows.order_by(Task.due_on.is_(None), Task.due_on, Task.id).limit(most)).all()


def absences_between(starts_on: date, ends_on: date) -> sa.Select[Any]:
    """Absences of which any day lies between the two, the second left out."""
    return sa.select(Absence).where(Absence.starts_on < ends_on, Absence.ends_on > starts_on)


def absence_of(person_id: int, starts_on: date, ends_on: date, *, but: int | None = None) -> Absence | None:
    """An absence of a person within these days, the last left out; `but` is an id that does not count."""
    rows = absences_between(starts_on, ends_on).where(Absence.person_id == person_id)
    return db.session.scalar((rows if but is None else rows.where(Absence.id != but)).limit(1))
