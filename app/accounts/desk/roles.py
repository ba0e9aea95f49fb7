"""Roles: the four of the product to look at, further ones to make."""

from typing import Any

from flask import flash, g, redirect, request, url_for
from flask_appbuilder import expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from pydantic import ValidationError

from app.accounts import policies, queries, services
from app.accounts.models import BaseRole, Role
from app.accounts.schemas import RoleChange
from app.core.errors import DomainError
from app.web.admin import DeskPage, word
from app.web.forms import SchemaForm
from app.web.sentences import sentences

NAMES = {  # of permissions, as the screen of a role says them
    "Absence": _l("Absences"),
    "Account": _l("Own account"),
    "CalendarConnection": _l("Connected calendars"),
    "CalendarFeed": _l("Own calendar addresses"),
    "Category": _l("Categories"),
    "Desk": _l("Staff desk"),
    "Equipment": _l("Devices of everybody"),
    "EquipmentModel": _l("Models and manufacturers"),
    "HandOverTerms": _l("Terms of handing over"),
    "Knowledge": _l("Knowledge: articles, videos, documents"),
    "KnowledgeBase": _l("Read knowledge, say whether it helped"),
    "KnownProblem": _l("Known problems"),
    "Maintenance": _l("Maintenance windows"),
    "MyBookings": _l("Rooms, and own bookings"),
    "MyEquipment": _l("Own devices"),
    "Label": _l("Labels"),
    "Scan": _l("Scanned labels"),
    "MyNotifications": _l("Own notifications"),
    "MyTickets": _l("Own tickets"),
    "Operations": _l("Operations: mail, jobs, audit log"),
    "Person": _l("People"),
    "Report": _l("Reports"),
    "Role": _l("Roles"),
    "Room": _l("Sites, buildings, rooms"),
    "SavedReply": _l("Saved replies"),
    "Settings": _l("Settings"),
    "Task": _l("Tasks"),
    "Team": _l("Teams"),
    "Ticket": _l("Tickets of everybody"),
    "Calendar": _l("The calendar of IT"),
    "Visit": _l("Visits"),
}


def name_of(role: Role) -> str:
    """What a role is called: those of the product in the reader's language, others as they were named."""
    return str(word(BaseRole(role.name)).text) if role.name in set(BaseRole) else str(role.name)


class RoleDesk(DeskPage):
    """What roles permit."""

    route_base = "/staff/roles"
    default_view = "index"
    class_permission_name = "Role"
    method_permission_name = {"index": "read", "add": "write", "edit": "write", "remove": "delete"}

    @expose("")
    @has_access
    def index(self) -> Any:
        """All roles with the number of their people."""
        return self.render_template(
            "staff/roles/list.html",
            title=_("Roles"),
            roles=queries.roles_with_counts(),
            role_name=name_of,
            can_change=policies.can_change_role,
        )

    @expose("/add", methods=["GET", "POST"])
    @has_access
    def add(self) -> Any:
        """Make a role of one's own."""
        return self._form(None)

    @expose("/<int:role_id>", methods=["GET", "POST"])
    @has_access
    def edit(self, role_id: int) -> Any:
        """Look at a role; change one's own ones."""
        return self._form(queries.role(role_id))

    @expose("/<int:role_id>/remove", methods=["POST"])
    @has_access
    def remove(self, role_id: int) -> Any:
        """Delete a role that nobody has."""
        try:
            services.remove_role(queries.role(role_id), actor=g.user)
        except DomainError as error:
            flash(error.message, "danger")
            return redirect(url_for(".edit", role_id=role_id))
        flash(_("The role is deleted."), "success")
        return redirect(url_for(".index"))

    def _form(self, role: Role | None) -> Any:
        form, refusals = SchemaForm(), []
        chosen = {each.id for each in role.permissions} if role else set()
        if form.validate_on_submit():
            given = {"name": request.form.get("name", ""), "permission_ids": request.form.getlist("permission")}
            refusals = self._keep(role, given)
            if not refusals:
                flash(_("Saved."), "success")
                return redirect(url_for(".index"))
            chosen = {int(each) for each in given["permission_ids"] if each.isdigit()}
        return self.render_template(
            "staff/roles/edit.html",
            title=name_of(role) if role else _("New role"),
            role_name=name_of,
            role=role,
            form=form,
            refusals=refusals,
            chosen=chosen,
            names=NAMES,
            views=queries.permissions_by_view(),
            name=request.form.get("name", role.name if role else ""),
            is_fixed=role is not None and not policies.can_change_role(role),
        )

    @staticmethod
    def _keep(role: Role | None, given: dict[str, Any]) -> list[str]:
        try:
            services.change_role(role, RoleChange.model_validate(given), actor=g.user)
        except ValidationError as error:
            return [text for texts in sentences(error).values() for text in texts]
        except DomainError as error:
            return [error.message]
        return []
