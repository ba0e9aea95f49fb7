"""The first page of managers, and the page on which everybody arranges their own."""

from typing import Any

from flask import flash, g, redirect, request, url_for
from flask_appbuilder import expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.accounts.models import BaseRole
from app.core.errors import DomainError
from app.reports import policies, queries, services
from app.reports.desk.asking import filter_bar, given_query
from app.reports.queries.reading import rights_of
from app.reports.schemas import Act
from app.web.admin import DeskPage

ROLES = {
    BaseRole.agent: _l("IT staff"), BaseRole.manager: _l("Managers"), BaseRole.admin: _l("Administrators"),
}  # fmt: skip


class DashboardDesk(DeskPage):
    """How IT is doing, in a minute."""

    route_base = "/staff/dashboard"
    default_view = "index"
    class_permission_name = "Report"
    method_permission_name = {
        "index": "read", "arrange": "read", "move": "read", "reset": "read", "share": "write",
    }  # fmt: skip

    @expose("")
    @has_access
    def index(self) -> Any:
        """The tiles that the reader chose; scripts fetch it anew when something changes."""
        shown = queries.dashboard(g.user, given_query())
        bar = filter_bar(shown.overview, shown.overview.report, url_for(".index"))
        return self.render_template(
            "staff/reports/dashboard.html", dashboard=shown, address_of=queries.address_of, **bar
        )

    @expose("/tiles")
    @has_access
    def arrange(self) -> Any:
        """Choose tiles and their order."""
        return self._arranged()

    @expose("/tiles", methods=["POST"])
    @has_access
    def move(self) -> Any:
        """Do one thing with one tile; each step is kept at once."""
        name, wanted = request.form.get("tile", ""), request.form.get("act", "")
        act = Act(wanted) if wanted in set(Act) else Act.add
        try:
            services.move_tile(name, act, actor=g.user)
        except DomainError as refusal:
            flash(refusal.message, "warning")
        if "HX-Request" not in request.headers:
            return redirect(url_for(".arrange", _anchor=f"tile-{name}"))
        return self._arranged("staff/reports/_tiles.html", moved=name, act=act.value)

    @expose("/tiles/reset", methods=["POST"])
    @has_access
    def reset(self) -> Response:
        """Back to the tiles of the role."""
        services.forget_layout(actor=g.user)
        flash(_("You see the tiles of your role again."), "success")
        return redirect(url_for(".arrange"))

    @expose("/tiles/share", methods=["POST"])
    @has_access
    def share(self) -> Response:
        """Let a role start with the reader's tiles."""
        wanted = request.form.get("role", "")
        role = BaseRole(wanted) if wanted in set(BaseRole) else BaseRole.employee
        try:
            services.share_layout(role, actor=g.user)
            flash(_("%(role)s who arranged nothing themselves start with these tiles.", role=ROLES[role]), "success")
        except DomainError as refusal:
            flash(refusal.message, "warning")
        return redirect(url_for(".arrange"))

    def _arranged(self, template: str = "staff/reports/tiles.html", **more: Any) -> Any:
        offered = queries.offered_tiles(g.user)
        shown = queries.layout_of(g.user, offered)
        return self.render_template(
            template, shown=shown, others=[tile for tile in offered if tile not in shown],
            is_own=queries.has_own_layout(g.user), roles=ROLES,
            can_share=policies.can_share_layout(rights_of(g.user)), **{"moved": "", "act": "", **more},
        )  # fmt: skip
