"""Reports over REST; refusals are raised and become problem documents in app.web.errors."""

from flask import Response, g

from app.core import clock
from app.core.paging import Page
from app.reports import queries, services, shown
from app.reports.exports import export_of, sheet_of
from app.reports.models import ReportExport, ReportSchedule
from app.reports.schemas import (
    DownloadOut,
    ExportOut,
    ExportQuery,
    ListExportQuery,
    ReportOut,
    ReportQuery,
    ScheduleChange,
    ScheduleDraft,
    ScheduleOut,
    TableOut,
)
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
        return shown.table_out(asked, queries.read(asked), queries.explained(asked))

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


def address(schedule: ReportSchedule) -> str:
    """Where the schedule is found."""
    return f"/api/v1/admin/report-schedules/{schedule.id}"


class ReportSchedulesApi(Api):
    """Reports by mail: the caller's own; an administrator's are everybody's."""

    resource_name = "admin/report-schedules"
    class_permission_name = "Report"

    @expose("")
    @endpoint(answer=Listed[ScheduleOut], permission="write")
    def index(self) -> Page:
        """The schedules that the caller may change."""
        rows = queries.schedules_of(g.user)
        return Page(rows, 1, len(rows), None, len(rows), total_is_exact=True)

    @expose("", methods=["POST"])
    @endpoint(body=ScheduleDraft, answer=ScheduleOut, status=201, idempotent=True, location=address)
    def plan(self, draft: ScheduleDraft) -> ReportSchedule:
        """Plan a report by mail."""
        return services.keep_schedule(None, draft, actor=g.user)

    @expose("/<int:schedule_id>")
    @endpoint(answer=ScheduleOut, permission="write")
    def show(self, schedule_id: int) -> ReportSchedule:
        """One schedule."""
        return queries.schedule_for(g.user, schedule_id)

    @expose("/<int:schedule_id>", methods=["PATCH"])
    @endpoint(body=ScheduleChange, answer=ScheduleOut, current="show")
    def change(self, change: ScheduleChange, schedule_id: int) -> ReportSchedule:
        """Change what is sent."""
        return services.keep_schedule(queries.schedule_for(g.user, schedule_id), change, actor=g.user)

    @expose("/<int:schedule_id>", methods=["DELETE"])
    @endpoint(status=204, current="show")
    def drop(self, schedule_id: int) -> None:
        """Mail it no more."""
        services.drop_schedule(queries.schedule_for(g.user, schedule_id), actor=g.user)

    @expose("/<int:schedule_id>/test", methods=["POST"])
    @endpoint()
    def test(self, schedule_id: int) -> None:
        """Mail it to the caller now."""
        services.send_test(queries.schedule_for(g.user, schedule_id), actor=g.user)


def export_address(export: ReportExport) -> str:
    """Where the export is found."""
    return f"/api/v1/admin/report-exports/{export.id}"


class ReportExportsApi(Api):
    """Long files that are prepared in the background: each caller's own."""

    resource_name = "admin/report-exports"
    class_permission_name = "Report"

    @expose("")
    @endpoint(answer=Listed[ExportOut], permission="export")
    def index(self) -> Page:
        """The caller's exports that are under way or can be fetched."""
        rows = queries.exports_of(g.user)
        return Page(rows, 1, len(rows), None, len(rows), total_is_exact=True)

    @expose("", methods=["POST"])
    @endpoint(
        body=ListExportQuery, answer=ExportOut, status=201, permission="export", idempotent=True,
        location=export_address,
    )  # fmt: skip
    def ask(self, draft: ListExportQuery) -> ReportExport:
        """Have the tickets of a filter prepared as a file."""
        return services.ask_for_export(draft, actor=g.user)

    @expose("/<int:export_id>")
    @endpoint(answer=ExportOut, permission="export")
    def show(self, export_id: int) -> ReportExport:
        """How far it has come."""
        return queries.export_for(g.user, export_id)

    @expose("/<int:export_id>/file")
    @endpoint(answer=DownloadOut, permission="export")
    def file(self, export_id: int) -> dict[str, object]:
        """A signed address of the file, for five minutes."""
        url = services.address_of_export(queries.export_for(g.user, export_id), actor=g.user)
        return {"download_url": url, "expires_at": clock.now() + services.FETCHED_WITHIN}

    @expose("/<int:export_id>", methods=["DELETE"])
    @endpoint(status=204, permission="export", current="show")
    def drop(self, export_id: int) -> None:
        """Cancel it, or throw its file away."""
        services.drop_export(queries.export_for(g.user, export_id), actor=g.user)
