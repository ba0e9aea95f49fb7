"""Tasks: written, given to somebody, done, dropped."""

from flask_babel import gettext as _

from app.accounts.models import User
from app.calendar import policies, sources
from app.calendar.events import TaskAssigned
from app.calendar.models import Task
from app.calendar.schemas import TaskChange, TaskDraft
from app.calendar.services.people import staff_member
from app.core import clock
from app.core.audit import audit
from app.core.db import lock
from app.core.errors import require
from app.core.outbox import record
from app.core.transaction import transaction
from app.extensions import db
from app.tickets import queries as tickets
from app.tickets.models import Ticket

KIND = "task"


@transaction()
def write_task(draft: TaskDraft, *, actor: User) -> Task:
    """Write down what is to do, for oneself or a colleague.

    `Invalid` for an assignee who is no staff, `NotFound` for a ticket that the actor may not see.
    """
    require(policies.can_keep_tasks(actor))
    task = Task(title=draft.title, text=draft.text, due_on=draft.due_on, ticket=_ticket(draft.ticket_id, actor))
    task.assignee = _assignee(draft.assignee_id or actor.id)
    db.session.add(task)
    db.session.flush()
    _tell(task, actor)
    return task


@transaction()
def change_task(task: Task, change: TaskChange, *, actor: User) -> Task:
    """Change what is sent; refused as in `write_task`."""
    require(policies.can_change_task(actor, task))
    lock(task)
    sent, was = change.model_fields_set, task.assignee_id
    for name in ("title", "text"):
        if (value := getattr(change, name)) is not None:
            setattr(task, name, value)
    if "due_on" in sent:
        task.due_on = change.due_on
    if "ticket_id" in sent:
        task.ticket = _ticket(change.ticket_id, actor)
    if change.assignee_id is not None:
        task.assignee = _assignee(change.assignee_id)
    if change.is_done is not None and change.is_done is not task.is_done:
        task.done_at = clock.now() if change.is_done else None
    db.session.flush()
    _tell(task, actor, assignee_before=was)
    return task


@transaction()
def finish_task(task: Task, *, actor: User) -> Task:
    """It is done."""
    return change_task(task, TaskChange(is_done=True), actor=actor)


@transaction()
def drop_task(task: Task, *, actor: User) -> None:
    """Delete a task for good."""
    require(policies.can_change_task(actor, task))
    audit("task.dropped", task, actor=actor, title=task.title)
    sources.note_change(KIND, task.id)
    db.session.delete(task)
    db.session.flush()


def _tell(task: Task, actor: User, assignee_before: int | None = None) -> None:
    sources.note_change(KIND, task.id)
    if task.assignee_id not in {assignee_before, actor.id}:
        record(TaskAssigned(task_id=task.id, actor_id=actor.id, assignee_id=task.assignee_id))


def _assignee(person_id: int) -> User:
    return staff_member(person_id, "assigneeId", _("Tasks are for IT staff."))


def _ticket(ticket_id: int | None, actor: User) -> Ticket | None:
    return tickets.ticket_for(actor, ticket_id) if ticket_id else None
