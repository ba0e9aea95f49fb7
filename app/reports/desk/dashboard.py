"""The first page of managers."""

from dataclasses import replace
from typing import Any

from flask import g, url_for
from flask_appbuilder import expose
from flask_appbuilder.security.decorators import has_access

from app.reports import queries
from app.reports.desk.asking import filter_bar, given_query
from app.reports.tables import Table
from app.web.admin import DeskPage

SHOWN = 6


class DashboardDesk(DeskPage):
    """How IT is doing, in a minute."""

    route_base = "/staff/dashboard"
    default_view = "index"
    class_permission_name = "Report"
    method_permission_name = {"index": "read"}

    @expose("")
    @has_access
    def index(self) -> Any:
        """Six numbers, four charts, and the largest of each kind; scripts fetch it anew when something changes."""
        shown = queries.dashboard(g.user, given_query())
        bar = filter_bar(shown.overview, shown.overview.report, url_for(".index"))
        return self.render_template(
            "staff/reports/dashboard.html", dashboard=shown, address_of=queries.address_of, cut=_cut, **bar
        )


def _cut(table: Table) -> Table:
    """The first rows of a list; the report holds the rest."""
    return replace(table, rows=table.rows[:SHOWN])
