"""Maintenance windows for staff."""

from flask import g
from pydantic import Field

from app.calendar import queries, services
from app.calendar.api import shown
from app.calendar.models import MaintenanceState, MaintenanceWindow
from app.calendar.schemas import MaintenanceChange, MaintenanceDraft, MaintenanceOut
from app.core.paging import Page
from app.core.schemas import Moment
from app.web.api import Api, Listed, ListQuery, Several, endpoint, expose


class MaintenanceQuery(ListQuery):
    """Which maintenance."""

    state: Several[MaintenanceState] = Field(default_factory=list)
    starts_from: Moment | None = None
    starts_to: Moment | None = None
    sort: str = "-startsAt"


class MaintenanceApi(Api):
    """What is out of service on purpose, and when."""

    resource_name = "admin/maintenance"
    class_permission_name = "Maintenance"

    @expose("", methods=["POST"])
    @endpoint(body=MaintenanceDraft, answer=MaintenanceOut, status=201, idempotent=True,
              location=lambda window: f"/api/v1/admin/maintenance/{window.id}")  # fmt: skip
    def announce(self, draft: MaintenanceDraft) -> MaintenanceWindow:
        """Announce maintenance to those whom it concerns."""
        return services.announce_maintenance(draft, actor=g.user)

    @expose("")
    @endpoint(query=MaintenanceQuery, answer=Listed[MaintenanceOut])
    def index(self, query: MaintenanceQuery) -> Page:
        """The maintenance that fits the filters."""
        begins = shown.within(MaintenanceWindow.starts_at, query.starts_from, query.starts_to)
        where = [*shown.among({MaintenanceWindow.state: query.state}), *begins]
        return queries.windows_page(g.user, query.paging(), where)

    @expose("/<int:window_id>")
    @endpoint(answer=MaintenanceOut)
    def show(self, window_id: int) -> MaintenanceWindow:
        """One maintenance window."""
        return queries.window_for(g.user, window_id)

    @expose("/<int:window_id>", methods=["PATCH"])
    @endpoint(body=MaintenanceChange, answer=MaintenanceOut, current="show")
    def change(self, change: MaintenanceChange, window_id: int) -> MaintenanceWindow:
        """Change what is sent; `state` takes done and cancelled."""
        return services.change_maintenance(queries.window_for(g.user, window_id), change, actor=g.user)

    @expose("/<int:window_id>", methods=["DELETE"])
    @endpoint(status=204, current="show")
    def cancel(self, window_id: int) -> None:
        """Cancel maintenance: it stays on record."""
        services.cancel_maintenance(queries.window_for(g.user, window_id), actor=g.user)
