"""Every report as a page: its definition, chart, rows, and the way to take it along."""

from typing import Any

from flask import Response, g, redirect, request, url_for
from flask_appbuilder import expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import lazy_gettext as _l

from app.reports import queries, wording
from app.reports.desk.asking import filter_bar, given_query, list_asked
from app.reports.dimensions import DIMENSIONS
from app.reports.exports import export_of, sheet_of
from app.reports.sending import sent
from app.reports.tables import FileFormat
from app.web.admin import DeskPage

GROUPS = {
    "tickets": _l("Tickets"), "knowledge": _l("Knowledge"), "equipment": _l("Equipment"), "rooms": _l("Rooms"),
    "operations": _l("Operations"),
}  # fmt: skip


class ReportDesk(DeskPage):
    """The reports that the reader may read."""

    route_base = "/staff/reports"
    default_view = "index"
    class_permission_name = "Report"
    method_permission_name = {"index": "read", "show": "read", "export": "export", "export_list": "export"}

    @expose("")
    @has_access
    def index(self) -> Any:
        """The list of reports, each with its definition."""
        reports = queries.readable_reports(g.user)
        groups = [(title, [each for each in reports if each.group == name]) for name, title in GROUPS.items()]
        return self.render_template("staff/reports/index.html", groups=[group for group in groups if group[1]])

    @expose("/<name>")
    @has_access
    def show(self, name: str) -> Any:
        """One report."""
        asked = queries.ask(g.user, name, given_query())
        return self.render_template(
            "staff/reports/report.html",
            report=asked.report,
            table=queries.read(asked),
            explained=queries.explained(asked),
            in_two=wording.in_two,
            points=wording.points,
            grouping=(grouping := DIMENSIONS.get(asked.group_by)),
            chart="bars" if asked.report.chart == "lines" and grouping and grouping.key else asked.report.chart,
            **filter_bar(asked, asked.report, url_for(".show", name=name)),
        )

    @expose("/<name>/export")
    @has_access
    def export(self, name: str) -> Response:
        """The report as a file."""
        asked = queries.ask(g.user, name, given_query())
        return sent(export_of(sheet_of(asked, queries.read(asked)), _format()))

    @expose("/tickets-list/export")
    @has_access
    def export_list(self) -> Any:
        """The tickets of a filter of the queue as a file; a long one is offered to be prepared in the background."""
        asked = list_asked()
        if asked.format is not FileFormat.pdf and "directly" not in request.args and queries.is_long(g.user, asked):
            return redirect(url_for("ExportDesk.add", **request.args))
        return sent(export_of(queries.ticket_list(g.user, asked), asked.format))


def _format() -> FileFormat:
    wanted = request.args.get("format", "")
    return FileFormat(wanted) if wanted in set(FileFormat) else FileFormat.csv
