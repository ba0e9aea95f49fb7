"""Printing labels: what is chosen, how the sheet will look, the PDF; and the labels of one device or room."""

from typing import Any

from flask import Response, flash, g, redirect, request, url_for
from flask_appbuilder import expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _

from app.equipment import queries as equipment
from app.labels import policies, printing, queries, services
from app.labels.formats import FORMATS
from app.labels.schemas import LabelOrder
from app.rooms import queries as rooms
from app.web.admin import DeskPage

GIVEN = ("equipment", "room", "format", "first")


class LabelDesk(DeskPage):
    """The sheet to be printed, and single labels."""

    route_base = "/staff/labels"
    class_permission_name = "Label"
    default_view = "index"
    method_permission_name = {
        **dict.fromkeys(("index", "preview", "picture", "for_equipment", "for_room"), "read"),
        **dict.fromkeys(("sheet", "revoke", "reissue"), "write"),
    }

    @expose("")
    @has_access
    def index(self) -> Any:
        """What to print, and where on which sheet."""
        order = _order()
        devices, doors = queries.things_to_label(g.user, order.equipment, order.room)
        return self.render_template(
            "staff/labels/index.html", order=order, devices=devices, doors=doors, formats=FORMATS.values()
        )

    @expose("/preview")
    @has_access
    def preview(self) -> Any:
        """How many labels and sheets it will be, with a picture of the first sheet."""
        order = _order()
        devices, doors = queries.things_to_label(g.user, order.equipment, order.room)
        count, kind = len(devices) + len(doors), FORMATS[order.format]
        sheets = -(-(count + (0 if kind.is_roll else order.first_place - 1)) // kind.per_page)
        return self.render_template(
            "staff/labels/_preview.html", order=order, count=count, sheets=sheets, kind=kind, given=_given()
        )

    @expose("/preview.png")
    @has_access
    def picture(self) -> Response:
        """The first sheet as it will come out, with sample codes: looking issues no label."""
        order = _order()
        devices, doors = queries.things_to_label(g.user, order.equipment, order.room)
        shown = queries.stickers(devices, doors)
        return Response(printing.preview(shown, FORMATS[order.format], order.first_place), mimetype="image/png")

    @expose("", methods=["POST"])
    @has_access
    def sheet(self) -> Any:
        """Issue the labels that are missing, and the PDF of all."""
        order = _order()
        devices, doors = queries.things_to_label(g.user, order.equipment, order.room)
        if not devices and not doors:
            flash(_("Choose at least one device or room."), "warning")
            return redirect(url_for(".index", format=order.format, first=order.first))
        labels = services.issue_labels(devices, doors, actor=g.user)
        pdf = printing.sheet(queries.stickers(devices, doors, labels), FORMATS[order.format], order.first_place)
        named = {"Content-Disposition": 'inline; filename="labels.pdf"'}
        return Response(pdf, mimetype="application/pdf", headers=named)

    @expose("/<int:label_id>/revoke", methods=["POST"])
    @has_access
    def revoke(self, label_id: int) -> Any:
        """Make one sticker worthless."""
        label = services.revoke_label(queries.label_by_id(g.user, label_id), actor=g.user)
        flash(_("Revoked. Whoever scans it learns nothing any more."), "success")
        return redirect(_page_of(label))

    @expose("/<int:label_id>/reissue", methods=["POST"])
    @has_access
    def reissue(self, label_id: int) -> Any:
        """Revoke one sticker and lead to the printing of its successor."""
        label = services.reissue_label(queries.label_by_id(g.user, label_id), actor=g.user)
        flash(_("The old label is revoked. Print the new one and stick it over the old."), "success")
        return redirect(url_for(".index", equipment=label.equipment_id, room=label.room_id))

    @expose("/for-equipment/<int:device_id>")
    @has_access
    def for_equipment(self, device_id: int) -> Any:
        """The labels of a device, for its page."""
        device = equipment.equipment_for(g.user, device_id)
        return self._labels(queries.device_labels(device), equipment=device_id)

    @expose("/for-room/<int:room_id>")
    @has_access
    def for_room(self, room_id: int) -> Any:
        """The labels of a room, for its page."""
        return self._labels(queries.room_labels(rooms.room_for(g.user, room_id)), room=room_id)

    def _labels(self, labels: Any, **thing: int) -> Any:
        return self.render_template(
            "staff/labels/_for_thing.html", labels=labels, thing=thing, may_print=policies.can_print(g.user)
        )


def _order() -> LabelOrder:
    return LabelOrder.model_validate(_given())


def _given() -> dict[str, Any]:
    """What the form or the address says; ids may be repeated, or stand in one value with commas."""
    sent = {name: [value for value in request.values.getlist(name) if value] for name in GIVEN}
    ids = {name: [part for value in sent[name] for part in value.split(",") if part] for name in GIVEN[:2]}
    return {name: values for name, values in ids.items() if values} | {
        name: sent[name][0] for name in GIVEN[2:] if sent[name]
    }


def _page_of(label: Any) -> str:
    return (
        url_for("EquipmentView.show", pk=label.equipment_id)
        if label.equipment_id
        else url_for("RoomDesk.week", room_id=label.room_id)
    )
