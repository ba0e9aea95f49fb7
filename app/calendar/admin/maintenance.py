"""Maintenance windows, field by field."""

from collections.abc import Sequence
from typing import Any

from flask import g
from flask_babel import lazy_gettext as _l

from app.accounts.models import User
from app.calendar import policies, services
from app.calendar.admin import words  # noqa: F401  the states' words
from app.calendar.models import MaintenanceState, MaintenanceWindow
from app.calendar.schemas import MaintenanceChange, MaintenanceDraft
from app.equipment import queries as equipment
from app.rooms import queries as rooms
from app.web.admin import ScreenForm, ServiceModelView, TableInterface


class MaintenanceView(ServiceModelView):
    """What is out of service on purpose."""

    datamodel = TableInterface(MaintenanceWindow)
    route_base = "/staff/maintenance"
    class_permission_name = "Maintenance"
    schema, change_schema = MaintenanceDraft, MaintenanceChange
    include_route_methods = ServiceModelView.include_route_methods - {"delete"}  # maintenance is cancelled

    list_title, add_title, edit_title = _l("Maintenance"), _l("Announce maintenance"), _l("Edit maintenance")
    intro = _l("Work on what people use. Those concerned see a banner in the portal and are told of each change.")
    empty_title, empty_text = _l("No maintenance"), _l("Announce it here before something is switched off.")
    add_label, icon = _l("Announce maintenance"), "wrench"

    list_columns = ["title", "effect", "starts_at", "ends_at", "state"]
    show_columns = [
        "title",
        "text",
        "effect",
        "building",
        "rooms",
        "equipment",
        "starts_at",
        "ends_at",
        "zone",
        "state",
        "created_at",
    ]
    add_fieldsets = [
        (_l("What happens"), {"fields": ["title", "text", "effect"]}),
        (_l("When"), {"fields": ["starts_at", "ends_at"]}),
        (_l("Whom it concerns"), {"fields": ["building", "rooms", "equipment"]}),
    ]
    edit_fieldsets = [
        (_l("What happens"), {"fields": ["title", "text", "effect", "state"]}),
        (_l("When"), {"fields": ["starts_at", "ends_at"]}),
        (_l("Whom it concerns"), {"fields": ["building", "rooms", "equipment"]}),
    ]
    search_columns = ["title", "state", "effect", "starts_at"]
    order_columns = ["starts_at", "id"]
    base_order = ("starts_at", "desc")
    column_kinds = {"text": "long"}
    label_columns = {
        "text": _l("Text"),
        "effect": _l("What people notice"),
        "building": _l("Building"),
        "rooms": _l("Rooms"),
        "equipment": _l("Equipment"),
        "starts_at": _l("From"),
        "ends_at": _l("Until"),
        "zone": _l("Time zone"),
        "state": _l("State"),
    }
    small_relations = frozenset({"building"})
    description_columns = {
        "text": _l("What is done, and what people can do meanwhile."),
        "building": _l("Nothing named here concerns everybody; else those who have a device there."),
    }

    def values_of(self, form: ScreenForm) -> dict[str, Any]:
        """The state counts only when it is another one."""
        values = form.values()
        if values.get("state") is MaintenanceState.planned:
            values["state"] = None
        return values

    def hits(self, column: str, text: str) -> Sequence[Any]:
        """Rooms, and devices through their index."""
        if column == "rooms":
            return rooms.rooms_found(g.user, text)
        return equipment.lookup(g.user, text) if column == "equipment" else super().hits(column, text)

    def create(self, data: MaintenanceDraft, actor: User) -> MaintenanceWindow:
        return services.announce_maintenance(data, actor=actor)

    def change(self, item: MaintenanceWindow, data: MaintenanceChange, actor: User) -> MaintenanceWindow:
        return services.change_maintenance(item, data, actor=actor)

    def may_change(self, item: MaintenanceWindow) -> bool:
        return policies.can_plan(g.user) and item.state is MaintenanceState.planned
