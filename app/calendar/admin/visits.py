"""Visits, field by field."""

from collections.abc import Sequence
from typing import Any

from flask import g
from flask_babel import lazy_gettext as _l

from app.accounts import queries as people
from app.accounts.models import User
from app.calendar import policies, queries, services
from app.calendar.admin import words  # noqa: F401  the states' words
from app.calendar.models import Visit, VisitState
from app.calendar.schemas import VisitChange, VisitDraft
from app.core.paging import Paging
from app.equipment import queries as equipment
from app.rooms import queries as rooms
from app.tickets import queries as tickets
from app.tickets.filters import TicketFilters
from app.web.admin import ScreenForm, ServiceModelView, TableInterface


class VisitView(ServiceModelView):
    """Who comes for which ticket, and when."""

    datamodel = TableInterface(Visit)
    route_base = "/staff/visits"
    class_permission_name = "Visit"
    schema, change_schema = VisitDraft, VisitChange
    include_route_methods = ServiceModelView.include_route_methods - {"delete"}  # a visit is cancelled

    list_title, add_title, edit_title = _l("Visits"), _l("New visit"), _l("Edit visit")
    intro = _l("A technician comes to where the problem is. The requester is told of each change.")
    empty_title, empty_text = _l("No visits yet"), _l("Plan one here, in the calendar or on the page of a ticket.")
    add_label, icon = _l("New visit"), "calendar"

    list_columns = ["ticket", "technician", "starts_at", "ends_at", "state"]
    show_columns = [
        "ticket",
        "technician",
        "starts_at",
        "ends_at",
        "zone",
        "room",
        "device",
        "state",
        "note",
        "created_at",
    ]
    add_fieldsets = [
        (_l("What for"), {"fields": ["ticket", "technician", "room", "device", "note"]}),
        (_l("When"), {"fields": ["starts_at", "ends_at"]}),
    ]
    edit_fieldsets = [
        (_l("Who"), {"fields": ["technician", "room", "device", "note", "state"]}),
        (_l("When"), {"fields": ["starts_at", "ends_at"]}),
    ]
    search_columns = ["state", "technician", "starts_at"]
    order_columns = ["starts_at", "id"]
    base_order = ("starts_at", "desc")
    column_kinds = {"note": "long"}
    label_columns = {
        "ticket": _l("Ticket"),
        "technician": _l("Technician"),
        "room": _l("Room"),
        "device": _l("Spare device"),
        "starts_at": _l("From"),
        "ends_at": _l("Until"),
        "zone": _l("Time zone"),
        "state": _l("State"),
        "note": _l("Note"),
    }
    description_columns = {
        "room": _l("Reserved for the visit."),
        "device": _l("From stock; reserved for the visit."),
        "note": _l("The requester sees it."),
        "state": _l("Cancelled frees everything that the visit had reserved."),
    }

    def values_of(self, form: ScreenForm) -> dict[str, Any]:
        """The state counts only when it is another one."""
        values = form.values()
        if values.get("state") is VisitState.planned:
            values["state"] = None
        return values

    def create(self, data: VisitDraft, actor: User) -> Visit:
        return services.plan_visit(data, actor=actor)

    def change(self, item: Visit, data: VisitChange, actor: User) -> Visit:
        return services.change_visit(item, data, actor=actor)

    def may_change(self, item: Visit) -> bool:
        return policies.can_plan(g.user) and item.state is VisitState.planned

    def name_of(self, item: Visit) -> str:
        return str(item.ticket)

    def links(self, item: Visit) -> Sequence[tuple[Any, str, str]]:
        said = [(warning, self.address("edit", pk=item.id), "triangle-alert") for warning in queries.warnings(item)]
        return [(_l("Ticket"), f"/staff/tickets/{item.ticket_id}", "inbox"), *said]

    def hits(self, column: str, text: str) -> Sequence[Any]:
        """Agents, rooms, devices, and tickets by number or by words through their index."""
        if column == "technician":
            return [agent for agent in people.agents() if text.lower() in f"{agent.name} {agent.email}".lower()][:20]
        if column == "room":
            return rooms.rooms_found(g.user, text)
        if column == "device":
            return equipment.lookup(g.user, text)
        if (number := text.removeprefix("#")).isdigit():
            return self.datamodel.related(column, [number])
        return tickets.queue(g.user, TicketFilters(q=text), Paging("-number", size=20)).items
