"""Reports over REST; refusals are raised and become problem documents in app.web.errors."""

from flask import g

from app.core.paging import Page
from app.reports import queries, shown
from app.reports.schemas import ReportOut, ReportQuery, TableOut
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
