"""Tasks and absences, field by field."""

from collections.abc import Sequence
from typing import Any

from flask import g
from flask_appbuilder.actions import action
from flask_babel import lazy_gettext as _l

from app.accounts.models import User
from app.calendar import policies, queries, services
from app.calendar.admin.words import words_of_absences
from app.calendar.models import Absence, Task
from app.calendar.schemas import AbsenceChange, AbsenceDraft, TaskChange, TaskDraft
from app.core.paging import Paging
from app.tickets import queries as tickets
from app.tickets.filters import TicketFilters
from app.web.admin import ServiceModelView, TableInterface, Word


class TaskView(ServiceModelView):
    """What is to do."""

    datamodel = TableInterface(Task)
    route_base = "/staff/tasks"
    class_permission_name = "Task"
    schema, change_schema = TaskDraft, TaskChange

    list_title, add_title, edit_title = _l("Tasks"), _l("New task"), _l("Edit task")
    intro = _l("What IT is to do besides tickets. A day makes it appear in the calendar.")
    empty_title, empty_text = _l("Nothing to do"), _l("Write down what must not be forgotten.")
    add_label, icon = _l("New task"), "list-checks"

    list_columns = ["title", "assignee", "due_on", "done_at"]
    show_columns = ["title", "text", "assignee", "due_on", "ticket", "done_at", "created_at"]
    add_columns = edit_columns = ["title", "text", "assignee", "due_on", "ticket"]
    search_columns = ["title", "assignee", "due_on", "done_at"]
    order_columns = ["due_on", "id"]
    base_order = ("id", "desc")
    column_kinds = {"text": "long"}
    label_columns = {
        "text": _l("Text"),
        "assignee": _l("Assignee"),
        "due_on": _l("Due"),
        "ticket": _l("Ticket"),
        "done_at": _l("Done"),
    }

    def create(self, data: TaskDraft, actor: User) -> Task:
        return services.write_task(data, actor=actor)

    def change(self, item: Task, data: TaskChange, actor: User) -> Task:
        return services.change_task(item, data, actor=actor)

    def remove(self, item: Task, actor: User) -> None:
        services.drop_task(item, actor=actor)

    def may_change(self, item: Task) -> bool:
        return policies.can_change_task(g.user, item)

    def hits(self, column: str, text: str) -> Sequence[Any]:
        """Staff, and tickets by number or by words through their index."""
        if column == "assignee":
            return queries.staff(text, 20)
        if (number := text.removeprefix("#")).isdigit():
            return self.datamodel.related(column, [number])
        return tickets.queue(g.user, TicketFilters(q=text), Paging("-number", size=20)).items

    @action("finish", _l("Done"), icon="circle-check")
    def finish(self, tasks: list[Task]) -> Any:
        """Tick the selected tasks off."""
        return self.run_each(services.finish_task, tasks)


class AbsenceView(ServiceModelView):
    """Who of IT is away."""

    datamodel = TableInterface(Absence)
    route_base = "/staff/absences"
    class_permission_name = "Absence"
    schema, change_schema = AbsenceDraft, AbsenceChange

    list_title, add_title, edit_title = _l("Absences"), _l("New absence"), _l("Edit absence")
    intro = _l("Who of IT is away. Planning a visit then warns. Colleagues do not see the reason.")
    empty_title, empty_text = _l("Everybody is here"), _l("Record the days on which you are away.")
    add_label, icon = _l("New absence"), "calendar"

    list_columns = ["person", "starts_on", "last_day", "reason"]
    show_columns = ["person", "starts_on", "last_day", "reason", "created_at"]
    add_columns = ["person", "starts_on", "ends_on", "kind"]
    edit_columns = ["starts_on", "ends_on", "kind"]
    search_columns = ["person", "starts_on", "ends_on"]
    order_columns = ["starts_on", "id"]
    base_order = ("starts_on", "desc")
    computed = {"reason": lambda absence: _reason(absence)}  # noqa: PLW0108  defined below
    label_columns = {
        "person": _l("Person"),
        "starts_on": _l("First day"),
        "ends_on": _l("First day back"),
        "last_day": _l("Last day"),
        "kind": _l("Reason"),
        "reason": _l("Reason"),
    }

    def create(self, data: AbsenceDraft, actor: User) -> Absence:
        return services.record_absence(data, actor=actor)

    def change(self, item: Absence, data: AbsenceChange, actor: User) -> Absence:
        return services.change_absence(item, data, actor=actor)

    def remove(self, item: Absence, actor: User) -> None:
        services.withdraw_absence(item, actor=actor)

    def may_change(self, item: Absence) -> bool:
        return policies.can_record_absence(g.user, item.person_id)

    def hits(self, column: str, text: str) -> Sequence[Any]:
        return queries.staff(text, 20)


def _reason(absence: Absence) -> Word | None:
    return words_of_absences[absence.kind] if policies.sees_reason(g.user, absence) else None
