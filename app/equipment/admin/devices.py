"""Devices as records: the list, registering and changing; a device's own page is in desk."""

from collections.abc import Iterable, Iterator
from typing import Any

from flask import g, redirect
from flask_appbuilder import expose
from flask_appbuilder.actions import action
from flask_appbuilder.security.decorators import has_access
from flask_babel import lazy_gettext as _l
from wtforms import StringField

from app.accounts.models import User
from app.equipment import exporting, policies, search, services
from app.equipment.admin import words  # noqa: F401  the states' words
from app.equipment.device_page import device_page
from app.equipment.models import DeviceState, Equipment
from app.equipment.schemas import DeviceChange, DeviceDraft
from app.web.admin import MemberField, ServiceModelView, TableFilter, TableInterface

SHOWN = ("model", "holder", "room", "room_feature")  # what comes with a device
BEGINNINGS = (DeviceState.in_stock, DeviceState.received, DeviceState.ordered)


class Words(TableFilter):
    """Every word begins one of tag, serial number, name, model or manufacturer; by the index."""

    name = _l("contains")
    label = _l("tag, serial number, name or model")

    def apply(self, query: Any, value: str) -> Any:
        return query.where(search.is_found(value))


class EquipmentView(ServiceModelView):
    """Every device we own; devices are never deleted, they are disposed of."""

    datamodel = TableInterface(Equipment)
    route_base = "/staff/equipment"
    class_permission_name = "Equipment"
    schema, change_schema = DeviceDraft, DeviceChange
    include_route_methods = (ServiceModelView.include_route_methods | {"export"}) - {"delete"}
    import_endpoint = "EquipmentImportDesk.index"

    list_title, add_title, edit_title = _l("Devices"), _l("New device"), _l("Edit device")
    intro = _l("Everything we own, who has it and where it is.")
    empty_title, empty_text = _l("No devices yet"), _l("Register the first one, or import a list.")
    add_label, icon = _l("New device"), "laptop"

    list_columns = ["name", "tag", "model.kind", "state", "holder", "room", "warranty_ends_on"]
    show_columns = ["tag", "name", "model", "state", "holder", "room"]  # the page is the desk's own
    add_fieldsets = [
        (_l("Device"), {"fields": ["tag", "serial_number", "model", "name"]}),
        (_l("Now"), {"fields": ["state", "room", "room_feature"]}),
        (_l("Purchase"), {"fields": ["purchased_on", "purchase_cost", "currency", "warranty_ends_on"]}),
        (_l("More"), {"fields": ["notes"]}),
    ]
    edit_fieldsets = [
        (_l("Device"), {"fields": ["tag", "serial_number", "model", "name"]}),
        (_l("Now"), {"fields": ["room", "room_feature"]}),
        (_l("Purchase"), {"fields": ["purchased_on", "purchase_cost", "currency", "warranty_ends_on"]}),
        (_l("More"), {"fields": ["notes"]}),
    ]
    search_columns = ["tag", "state", "model", "holder", "room", "warranty_ends_on"]
    order_columns = ["id", "tag", "warranty_ends_on"]  # those with an index
    base_order = ("id", "desc")
    own_filters = {"tag": Words}
    small_relations = frozenset({"room_feature"})
    column_kinds = {"tag": "code", "serial_number": "code", "notes": "long"}
    label_columns = {
        "tag": _l("Tag"),
        "serial_number": _l("Serial number"),
        "model": _l("Model"),
        "model.kind": _l("Kind"),
        "state": _l("State"),
        "holder": _l("Holder"),
        "room": _l("Place"),
        "room_feature": _l("Part of the room"),
        "purchased_on": _l("Bought on"),
        "purchase_cost": _l("Price"),
        "currency": _l("Currency"),
        "warranty_ends_on": _l("Warranty until"),
        "notes": _l("Notes"),
    }
    description_columns = {
        "tag": _l("The number on the sticker."),
        "name": _l("Left empty, it is called like its model."),
        "warranty_ends_on": _l("Left empty, it follows from the purchase and the model."),
        "room": _l("Where it stands when nobody carries it."),
        "room_feature": _l("What the room offers by it. While it is in repair or missing, this is out of order there."),
    }
    add_form_extra_fields = {
        "name": StringField(_l("Name"), description=description_columns["name"], render_kw={"maxlength": 200}),
        "state": MemberField(
            label_columns["state"], kind=DeviceState, members=BEGINNINGS, default=DeviceState.in_stock
        ),
    }

    def create(self, data: DeviceDraft, actor: User) -> Equipment:
        return services.register_device(data, actor=actor)

    def change(self, item: Equipment, data: DeviceChange, actor: User) -> Equipment:
        return services.change_device(item, data, actor=actor)

    @expose("/show/<pk>", methods=["GET"])
    @has_access
    def show(self, pk: str) -> Any:
        """The device's own page."""
        return device_page(self, self._wanted(pk, SHOWN))

    def exported(self, question: Any) -> tuple[Iterable[str], Iterator[Iterable[Any]]]:
        return exporting.HEADER, exporting.devices_as_rows(question)

    def may_change(self, item: Equipment) -> bool:
        return policies.can_keep(g.user)

    @action("print_labels", _l("Print labels"), icon="qr-code")
    def print_labels(self, rows: list[Equipment]) -> Any:
        """Lead to the sheet with a label for each of the selected ones."""
        return redirect(f"/staff/labels?equipment={','.join(str(row.id) for row in rows)}")
