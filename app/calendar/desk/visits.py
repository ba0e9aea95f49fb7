"""Visits where they are needed: planned from a ticket, shown beside it, ticked off."""

from datetime import datetime, time, timedelta
from typing import Any

from flask import flash, g, redirect, request, url_for
from flask_appbuilder import expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.accounts import queries as accounts
from app.calendar import policies, queries, services
from app.calendar.forms import VisitForm, from_wall, on_wall
from app.calendar.models import VisitState
from app.calendar.queries.leaving import left_by
from app.calendar.schemas import VisitDraft
from app.core import clock
from app.core.company import DeskHoursSettings
from app.core.errors import DomainError
from app.equipment import queries as equipment
from app.tickets import queries as tickets
from app.web.admin import DeskPage

USUAL = timedelta(hours=1)


class VisitDesk(DeskPage):
    """Planning a visit and what is done with it."""

    route_base = "/staff/calendar/visits"
    class_permission_name = "Visit"
    method_permission_name = {
        "plan": "write",
        "finish": "write",
        "cancel": "write",
        "for_ticket": "read",
        "for_person": "read",
        "today": "read",
    }

    @expose("/plan", methods=["GET", "POST"])
    @has_access
    def plan(self) -> Any:
        """The form; planning leads back to the ticket, with what speaks against the time."""
        form = VisitForm(data=_suggested())
        if draft := form.read(VisitDraft):
            try:
                visit = services.plan_visit(draft, actor=g.user)
            except DomainError as error:
                form.refuse(error)
            else:
                for warning in queries.warnings(visit):
                    flash(warning, "warning")
                flash(_("Planned. The requester has been told."), "success")
                return redirect(url_for("TicketDesk.show", ticket_id=visit.ticket_id))
        return self.render_template("staff/calendar/plan.html", form=form, ticket=_ticket(form), device=_device(form))

    @expose("/<int:visit_id>/done", methods=["POST"])
    @has_access
    def finish(self, visit_id: int) -> Response:
        """The technician was there."""
        return _back(services.finish_visit(queries.visit_for(g.user, visit_id), actor=g.user))

    @expose("/<int:visit_id>/cancel", methods=["POST"])
    @has_access
    def cancel(self, visit_id: int) -> Response:
        """It does not take place."""
        return _back(services.cancel_visit(queries.visit_for(g.user, visit_id), actor=g.user))

    @expose("/for-ticket/<int:ticket_id>")
    @has_access
    def for_ticket(self, ticket_id: int) -> Any:
        """The visits for a ticket, for its page."""
        ticket = tickets.ticket_for(g.user, ticket_id)
        return self.render_template(
            "staff/calendar/_for_ticket.html",
            ticket=ticket,
            visits=queries.visits_of_ticket(g.user, ticket.id),
            may_plan=policies.can_plan(g.user),
            planned=VisitState.planned,
        )

    @expose("/for-person/<int:person_id>")
    @has_access
    def for_person(self, person_id: int) -> Any:
        """What a person would leave behind in the calendar, for the page that ends the account."""
        left = left_by(accounts.person(person_id).id, clock.now())
        return self.render_template("staff/calendar/_for_person.html", left=left)

    @expose("/today")
    @has_access
    def today(self) -> Any:
        """The reader's visits of today and tasks that are due, for My work."""
        midnight = on_wall(clock.now()).replace(hour=0, minute=0, second=0, microsecond=0)
        visits = queries.own_visits(g.user, from_wall(midnight), from_wall(midnight + timedelta(days=1)))
        tasks = [task for task in queries.open_tasks_of(g.user) if task.due_on and task.due_on <= midnight.date()]
        return self.render_template(
            "staff/calendar/_today.html", visits=visits, tasks=tasks, today=midnight.date(), planned=VisitState.planned
        )


def _suggested() -> dict[str, Any]:
    """What the form begins with: the ticket and time of the address, else the next full hour of tomorrow's desk."""
    starts = _wall(request.args.get("start")) or _tomorrow()
    ends = _wall(request.args.get("end"))
    number = request.args.get("ticket", "")
    return {
        "ticket_id": int(number) if number.isascii() and number.isdigit() and len(number) < 19 else None,
        "technician_id": g.user.id,
        "starts_at": starts,
        "ends_at": ends if ends and ends > starts else starts + USUAL,
    }


def _wall(text: str | None) -> datetime | None:
    try:
        clock_time = datetime.fromisoformat((text or "")[:16])
    except ValueError:
        return None
    return from_wall(clock_time) if 1971 < clock_time.year < 9000 else None


def _tomorrow() -> datetime:
    """Tomorrow, an hour after the desk opens."""
    desk = DeskHoursSettings.desk()
    tomorrow = clock.now().astimezone(desk.zone).date() + timedelta(days=1)
    return desk.add(datetime.combine(tomorrow, time(0), desk.zone), USUAL)


def _ticket(form: VisitForm) -> Any:
    """The ticket that the form names, if the reader may see it."""
    try:
        return tickets.ticket_for(g.user, form.ticket_id.data or 0)
    except DomainError:
        return None


def _device(form: VisitForm) -> dict[str, Any]:
    """The spare device that the form names, as its picker takes it."""
    chosen = str(form.equipment_id.data or "")
    is_id = chosen.isascii() and chosen.isdigit() and len(chosen) < 19
    return {"is_many": False, "chosen": equipment.devices_with([int(chosen)]) if is_id else []}


def _back(visit: Any) -> Response:
    flash(_("Saved."), "success")
    back = request.form.get("back", "")
    if back == "calendar":
        return redirect(url_for("CalendarDesk.index"))
    return redirect(url_for("TicketDesk.show", ticket_id=visit.ticket_id))
