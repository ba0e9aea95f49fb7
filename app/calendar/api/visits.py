"""Visits for staff."""

from flask import g
from pydantic import Field

from app.calendar import queries, services
from app.calendar.api import shown
from app.calendar.models import Visit, VisitState
from app.calendar.schemas import VisitChange, VisitDetails, VisitDraft, VisitOut
from app.core.paging import Page
from app.core.schemas import Id, Moment
from app.web.api import Api, Listed, ListQuery, Several, endpoint, expose


class VisitsQuery(ListQuery):
    """Which visits."""

    technician: Several[Id] = Field(default_factory=list)
    ticket: Several[Id] = Field(default_factory=list)
    room: Several[Id] = Field(default_factory=list)
    state: Several[VisitState] = Field(default_factory=list)
    starts_from: Moment | None = None
    starts_to: Moment | None = None
    sort: str = "-startsAt"


class VisitsApi(Api):
    """Who comes for which ticket, and when."""

    resource_name = "admin/visits"
    class_permission_name = "Visit"

    @expose("", methods=["POST"])
    @endpoint(body=VisitDraft, answer=VisitDetails, status=201, idempotent=True,
              location=lambda visit: f"/api/v1/admin/visits/{visit.id}")  # fmt: skip
    def plan(self, draft: VisitDraft) -> VisitDetails:
        """Plan a visit; technician, room and device are reserved with it, or 409 names what is in the way."""
        return shown.visit(services.plan_visit(draft, actor=g.user))

    @expose("")
    @endpoint(query=VisitsQuery, answer=Listed[VisitOut])
    def index(self, query: VisitsQuery) -> Page:
        """The visits that fit the filters."""
        columns = {Visit.technician_id: query.technician, Visit.ticket_id: query.ticket, Visit.room_id: query.room}
        where = [
            *shown.among({**columns, Visit.state: query.state}),
            *shown.within(Visit.starts_at, query.starts_from, query.starts_to),
        ]
        return queries.visits_page(g.user, query.paging(), where)

    @expose("/<int:visit_id>")
    @endpoint(answer=VisitDetails)
    def show(self, visit_id: int) -> VisitDetails:
        """One visit, with what speaks against its time."""
        return shown.visit(queries.visit_for(g.user, visit_id))

    @expose("/<int:visit_id>", methods=["PATCH"])
    @endpoint(body=VisitChange, answer=VisitDetails, current="show")
    def change(self, change: VisitChange, visit_id: int) -> VisitDetails:
        """Change what is sent; `state` takes done and cancelled."""
        return shown.visit(services.change_visit(queries.visit_for(g.user, visit_id), change, actor=g.user))

    @expose("/<int:visit_id>", methods=["DELETE"])
    @endpoint(status=204, current="show")
    def cancel(self, visit_id: int) -> None:
        """Cancel a visit: it stays on record, and what it took is free again."""
        services.cancel_visit(queries.visit_for(g.user, visit_id), actor=g.user)
