"""Reports by mail, on the desk."""

from typing import Any

from flask import flash, g, redirect, request, url_for
from flask_appbuilder import expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.accounts import queries as accounts
from app.core.errors import DomainError
from app.reports import queries, services
from app.reports.forms import ScheduleForm
from app.reports.models import Every, ReportSchedule
from app.reports.registry import REPORTS
from app.reports.schemas import ScheduleDraft
from app.web.admin import DeskPage

EVERY = {Every.day: _l("Every day"), Every.week: _l("Every Monday"), Every.month: _l("Every first of the month")}
ROLES = {"Agent": _l("IT staff"), "Manager": _l("Managers"), "Admin": _l("Administrators")}
FILTERS = ("category", "priority", "team", "assigned_to", "source", "department", "building")


class ScheduleDesk(DeskPage):
    """What is mailed, to whom and when."""

    route_base = "/staff/report-schedules"
    default_view = "index"
    class_permission_name = "Report"
    method_permission_name = {
        "index": "write", "add": "write", "edit": "write", "test": "write", "delete": "delete",
    }  # fmt: skip

    @expose("")
    @has_access
    def index(self) -> Any:
        """The reader's own ones; an administrator sees everybody's."""
        rows = queries.schedules_of(g.user)
        people = {person.id: person.name for person in accounts.people_of([one for row in rows for one in row.people])}
        return self.render_template(
            "staff/reports/schedules.html", rows=rows, people=people, reports=REPORTS, every=EVERY, roles=ROLES
        )

    @expose("/add", methods=["GET", "POST"])
    @has_access
    def add(self) -> Any:
        """Plan one; a report's page leads here with what it shows."""
        form = ScheduleForm(data={**request.args, "people": [g.user.id], "every": "week", "hour": 7, "format": "pdf"})
        return self._form(form, None)

    @expose("/<int:schedule_id>", methods=["GET", "POST"])
    @has_access
    def edit(self, schedule_id: int) -> Any:
        """Change one."""
        row = queries.schedule_for(g.user, schedule_id)
        names = ("report", "format", "every", "hour", "people", "roles")
        return self._form(ScheduleForm(data={name: getattr(row, name) for name in names}), row)

    @expose("/<int:schedule_id>/test", methods=["POST"])
    @has_access
    def test(self, schedule_id: int) -> Response:
        """Mail it to the reader now."""
        services.send_test(queries.schedule_for(g.user, schedule_id), actor=g.user)
        flash(_("A test is on its way to you."), "success")
        return redirect(url_for(".index"))

    @expose("/<int:schedule_id>/delete", methods=["POST"])
    @has_access
    def delete(self, schedule_id: int) -> Response:
        """Mail it no more."""
        services.drop_schedule(queries.schedule_for(g.user, schedule_id), actor=g.user)
        flash(_("It is not mailed any more."), "success")
        return redirect(url_for(".index"))

    def _form(self, form: ScheduleForm, row: ReportSchedule | None) -> Any:
        form.offer(queries.readable_reports(g.user), queries.staff())
        filters = row.query if row else {name: request.args[name] for name in FILTERS if request.args.get(name)}
        group_by = filters.get("group_by", "") if row else request.args.get("group_by", "")
        if row and form.is_submitted() and form.report.data != row.report:
            filters, group_by = {}, ""  # they belonged to another report
        kept = {name: value for name, value in filters.items() if name != "group_by"}
        if draft := form.read(ScheduleDraft, filters=kept, group_by=group_by, is_active=True):
            try:
                services.keep_schedule(row, draft, actor=g.user)
            except DomainError as error:
                form.refuse(error)
            else:
                flash(_("It is mailed from now on."), "success")
                return redirect(url_for(".index"))
        return self.render_template("staff/reports/schedule.html", form=form, row=row)
