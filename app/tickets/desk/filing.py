"""A new ticket for a caller: who comes first."""

from typing import Any

from flask import current_app, flash, g, redirect, request, url_for
from flask_appbuilder import expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _

from app.accounts import queries as accounts
from app.core.errors import DomainError
from app.core.paging import Paging
from app.tickets import queries, services
from app.tickets.filters import TicketFilters
from app.tickets.forms import CallerTicketForm
from app.tickets.schemas import CallerTicketDraft
from app.web.admin import DeskPage


class FilingDesk(DeskPage):
    """The page for calls and visits."""

    route_base = "/staff/tickets/new"
    class_permission_name = "Ticket"
    method_permission_name = {"index": "write", "callers": "write"}

    @expose("", methods=["GET", "POST"])
    @has_access
    def index(self) -> Any:
        """The form; filing leads to the ticket."""
        form = CallerTicketForm(
            data={
                "requester_id": request.args.get("requester"),
                "equipment_id": request.args.get("equipment_id"),
                "room_id": request.args.get("room_id"),
            }
        )
        if draft := form.read(CallerTicketDraft):
            try:
                ticket = services.file_for_caller(draft, actor=g.user)
            except DomainError as error:
                form.refuse(error)
            else:
                flash(_("Filed as #%(number)d.", number=ticket.id), "success")
                return redirect(url_for("TicketDesk.show", ticket_id=ticket.id, filed=1))
        return self.render_template(
            "staff/tickets/new.html",
            form=form,
            limit=current_app.config["MAX_UPLOAD_MB"],
            caller=_caller(form.requester_id.data),
        )

    @expose("/callers")
    @has_access
    def callers(self) -> Any:
        """People who fit what was typed."""
        people = accounts.people_like(request.args.get("q", ""), 8)
        return self.render_template("staff/tickets/_callers.html", people=people)


def _caller(person_id: Any) -> dict[str, Any] | None:
    text = str(person_id or "")
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        return None
    try:
        person = accounts.person(int(text))
    except DomainError:
        return None
    page = queries.queue(g.user, TicketFilters(created_by=[person.id], view="open"), Paging("-updatedAt", 5))
    return {"person": person, "page": page}
