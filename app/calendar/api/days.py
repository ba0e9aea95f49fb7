"""Tasks and absences for staff."""

from datetime import date

from flask import g
from pydantic import Field

from app.calendar import queries, services
from app.calendar.api import shown
from app.calendar.models import Absence, Task
from app.calendar.schemas import AbsenceChange, AbsenceDraft, AbsenceOut, TaskChange, TaskDraft, TaskOut
from app.core.paging import Page
from app.core.schemas import Id
from app.web.api import Api, Listed, ListQuery, Several, endpoint, expose


class TasksQuery(ListQuery):
    """Which tasks."""

    assignee: Several[Id] = Field(default_factory=list)
    ticket: Several[Id] = Field(default_factory=list)
    is_done: bool | None = None
    due_from: date | None = None
    due_to: date | None = None


class TasksApi(Api):
    """What is to do."""

    resource_name = "admin/tasks"
    class_permission_name = "Task"

    @expose("", methods=["POST"])
    @endpoint(body=TaskDraft, answer=TaskOut, status=201, idempotent=True,
              location=lambda task: f"/api/v1/admin/tasks/{task.id}")  # fmt: skip
    def write(self, draft: TaskDraft) -> Task:
        """Write a task down, for oneself or a colleague."""
        return services.write_task(draft, actor=g.user)

    @expose("")
    @endpoint(query=TasksQuery, answer=Listed[TaskOut])
    def index(self, query: TasksQuery) -> Page:
        """The tasks that fit the filters."""
        where = shown.among({Task.assignee_id: query.assignee, Task.ticket_id: query.ticket})
        where += shown.within(Task.due_on, query.due_from, query.due_to)
        if query.is_done is not None:
            where.append(Task.done_at.is_not(None) if query.is_done else Task.done_at.is_(None))
        return queries.tasks_page(g.user, query.paging(), where)

    @expose("/<int:task_id>")
    @endpoint(answer=TaskOut)
    def show(self, task_id: int) -> Task:
        """One task."""
        return queries.task_for(g.user, task_id)

    @expose("/<int:task_id>", methods=["PATCH"])
    @endpoint(body=TaskChange, answer=TaskOut, current="show")
    def change(self, change: TaskChange, task_id: int) -> Task:
        """Change what is sent; `isDone` ticks it off."""
        return services.change_task(queries.task_for(g.user, task_id), change, actor=g.user)

    @expose("/<int:task_id>", methods=["DELETE"])
    @endpoint(status=204, current="show")
    def drop(self, task_id: int) -> None:
        """Delete a task."""
        services.drop_task(queries.task_for(g.user, task_id), actor=g.user)


class AbsencesQuery(ListQuery):
    """Which absences: `from` and `to` are days, the second left out."""

    person: Several[Id] = Field(default_factory=list)
    from_day: date | None = Field(None, alias="from")
    to_day: date | None = Field(None, alias="to")


class AbsencesApi(Api):
    """Who is away."""

    resource_name = "admin/absences"
    class_permission_name = "Absence"

    @expose("", methods=["POST"])
    @endpoint(body=AbsenceDraft, answer=AbsenceOut, status=201, idempotent=True,
              location=lambda absence: f"/api/v1/admin/absences/{absence.id}")  # fmt: skip
    def record(self, draft: AbsenceDraft) -> AbsenceOut:
        """Record days away: one's own, or those of whom one leads."""
        return shown.absence(services.record_absence(draft, actor=g.user), reader=g.user)

    @expose("")
    @endpoint(query=AbsencesQuery, answer=Listed[AbsenceOut])
    def index(self, query: AbsencesQuery) -> Page:
        """The absences that fit the filters."""
        where = shown.among({Absence.person_id: query.person})
        where += [Absence.ends_on > query.from_day] if query.from_day else []
        where += [Absence.starts_on < query.to_day] if query.to_day else []
        return shown.absences(queries.absences_page(g.user, query.paging(), where), reader=g.user)

    @expose("/<int:absence_id>")
    @endpoint(answer=AbsenceOut)
    def show(self, absence_id: int) -> AbsenceOut:
        """One absence."""
        return shown.absence(queries.absence_for(g.user, absence_id), reader=g.user)

    @expose("/<int:absence_id>", methods=["PATCH"])
    @endpoint(body=AbsenceChange, answer=AbsenceOut, current="show")
    def change(self, change: AbsenceChange, absence_id: int) -> AbsenceOut:
        """Change days or reason."""
        absence = queries.absence_for(g.user, absence_id)
        return shown.absence(services.change_absence(absence, change, actor=g.user), reader=g.user)

    @expose("/<int:absence_id>", methods=["DELETE"])
    @endpoint(status=204, current="show")
    def withdraw(self, absence_id: int) -> None:
        """The person is there after all."""
        services.withdraw_absence(queries.absence_for(g.user, absence_id), actor=g.user)
