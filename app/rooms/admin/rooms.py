"""Rooms as staff keep them."""

from collections.abc import Iterable, Iterator
from typing import Any

from flask import g, redirect
from flask_appbuilder.actions import action
from flask_babel import lazy_gettext as _l

from app.accounts.models import User
from app.rooms import exporting, policies, services
from app.rooms.forms import ZONES, HoursField
from app.rooms.models import Room
from app.rooms.schemas import RoomChange
from app.web.admin import ChoiceField, ServiceModelView, TableInterface


class RoomView(ServiceModelView):
    """Every room, those too that nobody can book."""

    datamodel = TableInterface(Room)
    route_base = "/staff/room-records"
    class_permission_name = "Room"
    schema = RoomChange

    list_title, add_title, edit_title = _l("Rooms"), _l("New room"), _l("Edit room")
    intro = _l("Where people meet, and where devices stand. What can be booked is offered in the portal.")
    empty_title, empty_text = _l("No rooms yet"), _l("Make a site, a building and a floor first; then its rooms.")
    add_label, icon = _l("New room"), "door-open"

    list_columns = ["name", "code", "floor", "capacity", "is_bookable", "is_active"]
    show_columns = ["name", "code", "floor", "capacity", "features", "zone_name", "is_bookable", "is_active", "notes",
                    "created_at"]  # fmt: skip
    add_fieldsets = edit_fieldsets = [
        (_l("The room"), {"fields": ["name", "code", "floor", "capacity", "features"]}),
        (_l("When"), {"fields": ["opening_hours", "timezone", "is_bookable", "is_active"]}),
        (_l("Good to know"), {"fields": ["notes"]}),
    ]
    search_columns = ["name", "code", "building", "floor", "is_bookable", "is_active"]
    order_columns = ["name", "code", "capacity", "created_at"]
    base_order = ("name", "asc")
    small_relations = frozenset({"building", "features"})
    column_kinds = {"notes": "long", "code": "code"}
    include_route_methods = ServiceModelView.include_route_methods | {"export"}
    import_endpoint = "RoomImportDesk.index"
    label_columns = {
        "code": _l("On the door"),
        "floor": _l("Floor"),
        "building": _l("Building"),
        "capacity": _l("Seats"),
        "features": _l("Features"),
        "timezone": _l("Time zone"),
        "zone_name": _l("Time zone"),
        "opening_hours": _l("Opening hours"),
        "is_bookable": _l("Can be booked"),
        "notes": _l("Notes"),
    }
    description_columns = {
        "code": _l("Each building has it once, such as 2.14."),
        "opening_hours": _l("Without any times the room is always open; a day without times is closed."),
        "is_bookable": _l("Switched off, only IT sees the room: a server room, a store."),
        "is_active": _l("Switched off, it is no longer offered; what happened there is kept."),
        "notes": _l("Shown to whoever books it."),
    }
    add_form_extra_fields = edit_form_extra_fields = {
        "opening_hours": HoursField(_l("Opening hours"), description=description_columns["opening_hours"]),
        "timezone": ChoiceField(_l("Time zone"), offered=ZONES, empty=_l("The site's")),
    }

    def exported(self, question: Any) -> tuple[Iterable[str], Iterator[Iterable[Any]]]:
        return exporting.HEADER, exporting.rooms_as_rows(question)

    def may_change(self, item: Any) -> bool:
        return policies.can_keep(g.user)

    def create(self, data: RoomChange, actor: User) -> Room:
        return services.keep_room(None, data, actor=actor)

    def change(self, item: Room, data: RoomChange, actor: User) -> Room:
        return services.keep_room(item, data, actor=actor)

    def remove(self, item: Room, actor: User) -> None:
        services.drop_room(item, actor=actor)

    @action("print_labels", _l("Print labels"), icon="qr-code")
    def print_labels(self, rows: list[Room]) -> Any:
        """Lead to the sheet with a label for each of the selected ones."""
        return redirect(f"/staff/labels?room={','.join(str(row.id) for row in rows)}")
