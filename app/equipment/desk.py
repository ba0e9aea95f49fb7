"""What is done with a device on its own page."""

import re
from typing import Any

from flask import flash, g, redirect, request, url_for
from flask_appbuilder import expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _

from app.accounts import queries as people
from app.core.errors import DomainError, NotFound
from app.equipment import queries, services
from app.equipment.device_page import device_page
from app.equipment.forms import MoveForm
from app.equipment.models import KIND_ICONS, DeviceEvent
from app.equipment.schemas import DeviceMove
from app.web.admin import DeskPage
from app.web.admin.words import word

TOKEN = re.compile(r"[\w-]{1,40}", re.ASCII)  # of a label


class EquipmentDesk(DeskPage):
    """The moves of a device, and what a person holds."""

    route_base = "/staff/equipment"
    class_permission_name = "Equipment"
    method_permission_name = {"move": "write", "for_person": "read"}

    @expose("/<int:device_id>/events/<event>", methods=["POST"])
    @has_access
    def move(self, device_id: int, event: str) -> Any:
        """Let one event happen; a refusal shows the form again with what was entered."""
        device = queries.equipment_for(g.user, device_id)
        try:
            happening = DeviceEvent(event)
        except ValueError as error:
            raise NotFound from error
        form = MoveForm(prefix=f"{event}-")
        if move := form.read(DeviceMove, event=happening):
            try:
                services.move_device(device, move, actor=g.user)
            except DomainError as error:
                form.refuse(error)
            else:
                flash(_("Done."), "success")
                return redirect(_back_to(device_id))
        return device_page(self, queries.equipment_for(g.user, device_id), (happening, form))

    @expose("/for-person/<int:person_id>")
    @has_access
    def for_person(self, person_id: int) -> Any:
        """What a person holds, for their page."""
        held = queries.custodies_of(people.person(person_id).id)
        return self.render_template(
            "staff/equipment/_for_person.html", custodies=held, word=word, icon_of=KIND_ICONS.get
        )


def _back_to(device_id: int) -> str:
    """Where the move was asked for: the page of a scanned label, else the device's own."""
    token = request.form.get("scanned", "")
    return f"/q/{token}" if TOKEN.fullmatch(token) else url_for("EquipmentView.show", pk=device_id)


class ModelDesk(DeskPage):
    """The picture of a model."""

    route_base = "/staff/equipment-models/<int:model_id>/picture"
    class_permission_name = "EquipmentModel"
    method_permission_name = {"change_picture": "write", "remove_picture": "write"}

    @expose("", methods=["POST"])
    @has_access
    def change_picture(self, model_id: int) -> Any:
        """Take in a picture; a refusal is said on the model's page."""
        model, picture = queries.model(model_id), request.files.get("picture")
        try:
            if picture:
                services.change_picture(model, picture.stream, actor=g.user)
        except DomainError as error:
            flash(error.message, "danger")
        return redirect(url_for("ModelView.show", pk=model_id))

    @expose("/remove", methods=["POST"])
    @has_access
    def remove_picture(self, model_id: int) -> Any:
        """Show the sign of its kind again."""
        services.remove_picture(queries.model(model_id), actor=g.user)
        return redirect(url_for("ModelView.show", pk=model_id))
