"""Files that the reader asked for and that the worker prepares."""

from typing import Any

from flask import flash, g, redirect, request, url_for
from flask_appbuilder import expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _

from app.core.errors import DomainError
from app.reports import queries, services
from app.reports.desk.asking import list_asked
from app.web.admin import DeskPage


class ExportDesk(DeskPage):
    """Each sees only their own."""

    route_base = "/staff/report-exports"
    default_view = "index"
    class_permission_name = "Report"
    method_permission_name = dict.fromkeys(("index", "add", "ask", "progress", "fetch", "drop"), "export")

    @expose("")
    @has_access
    def index(self) -> Any:
        """What is being prepared, and what can be fetched."""
        return self.render_template("staff/reports/exports.html", rows=queries.exports_of(g.user))

    @expose("/progress")
    @has_access
    def progress(self) -> Any:
        """The same rows, asked for each second while something is under way."""
        return self.render_template("staff/reports/_exports.html", rows=queries.exports_of(g.user))

    @expose("/add")
    @has_access
    def add(self) -> Any:
        """Say that a list is long, and offer to prepare it."""
        return self.render_template(
            "staff/reports/export.html", asked=list_asked(), given=request.args, least=queries.LONG
        )

    @expose("", methods=["POST"])
    @has_access
    def ask(self) -> Any:
        """Have it prepared; the filter stands in the address, as in the queue's."""
        try:
            services.ask_for_export(list_asked(), actor=g.user)
            flash(_("Your export is being prepared. You will be told when it is ready."), "success")
        except DomainError as refusal:
            flash(refusal.message, "warning")
        return redirect(url_for(".index"))

    @expose("/<int:export_id>/file")
    @has_access
    def fetch(self, export_id: int) -> Any:
        """Lead to the file."""
        return redirect(services.address_of_export(queries.export_for(g.user, export_id), actor=g.user))

    @expose("/<int:export_id>/drop", methods=["POST"])
    @has_access
    def drop(self, export_id: int) -> Any:
        """Cancel it, or throw its file away."""
        row = queries.export_for(g.user, export_id)
        said = _("It was cancelled.") if row.is_under_way else _("It was removed.")
        services.drop_export(row, actor=g.user)
        flash(said, "success")
        return redirect(url_for(".index"))
