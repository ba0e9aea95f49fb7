"""The portal's first page: search, what is waiting for me, known problems."""

from flask import Blueprint, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.calendar import queries as calendar
from app.core import clock
from app.core.paging import Paging
from app.equipment import queries as equipment
from app.equipment.models import KIND_ICONS
from app.equipment.wording import portal_state as device_state
from app.tickets import filters, queries, wording
from app.tickets.models import TicketStatus
from app.web.portal import signed_in

bp = Blueprint("portal_home", __name__)
SHOWN = 6
FIRST = (TicketStatus.waiting_on_employee, TicketStatus.resolved)  # those wait for the reader


@bp.get("/")
@signed_in
def index() -> str:
    """Home."""
    going_on = filters.OwnTicketFilters(status=[status for status in TicketStatus if status is not TicketStatus.closed])
    page = queries.own_tickets(g.user, going_on, Paging("-updatedAt", SHOWN))
    now = clock.now()
    problems = queries.current_problems(g.user, now)
    tickets = sorted(page.items, key=lambda ticket: ticket.status not in FIRST)
    return render_template(
        "portal/home/index.html",
        tickets=tickets,
        total=page.total,
        next_step=wording.next_step,
        problems=problems,
        reports=queries.reports_of(problems, g.user),
        custodies=equipment.mine(g.user),
        icon_of=KIND_ICONS.get,
        device_state=device_state,
        visits=calendar.visits_to(g.user, now, SHOWN),
        windows=calendar.announced_to(g.user, now),
    )


@bp.get("/search")
@signed_in
def search() -> Response:
    """Everything the reader may find: answers, and their own requests; a number leads straight to that request."""
    words = request.args.get("q", "").strip()[:500]
    number = words.removeprefix("#")
    if number.isascii() and number.isdigit() and len(number) < 19:
        return redirect(url_for("portal_tickets.show", ticket_id=int(number)))
    return redirect(url_for("portal_knowledge.search", q=words))
