"""Reports over REST; refusals are raised and become problem documents in app.web.errors."""

from flask import Response, g

from app.core.paging import Page
from app.reports import queries, shown
from app.reports.exports import export_of, sheet_of
from app.reports.schemas import ExportQuery, ListExportQuery, ReportOut, ReportQuery, TableOut
from app.reports.sending import sent
from app.web.api import Api, Listed, endpoint, expose


class ReportsApi(Api):
    """Numbers with definitions; what the caller may not see is not counted."""

    resource_name = "admin/reports"
    class_permission_name = "Report"

    @expose("")
    @endpoint(answer=Listed[ReportOut])
    def index(self) -> Page:
        """The reports that the caller may read, with the definition of every number."""
        reports = [shown.report_out(report) for report in queries.readable_reports(g.user)]
        return Page(reports, 1, len(reports), None, len(reports), total_is_exact=True)

    @expose("/<name>")
    @endpoint(query=ReportQuery, answer=TableOut)
    def show(self, query: ReportQuery, name: str) -> TableOut:
        """A report of the last 30 days, or of the days named, both counted, in the caller's zone."""
        asked = queries.ask(g.user, name, query)
        return shown.table_out(asked, queries.read(asked))

    @expose("/<name>/export")
    @endpoint(query=ExportQuery, permission="export")
    def export(self, query: ExportQuery, name: str) -> Response:
        """A report as CSV, XLSX or PDF."""
        asked = queries.ask(g.user, name, query)
        return sent(export_of(sheet_of(asked, queries.read(asked)), query.format))

    @expose("/tickets-list/export")
    @endpoint(query=ListExportQuery, permission="export")
    def export_list(self, query: ListExportQuery) -> Response:
        """The tickets of a filter as CSV, XLSX or PDF, one row each, read as they are sent."""
        return sent(export_of(queries.ticket_list(g.user, query), query.format))
