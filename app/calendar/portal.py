"""My appointments: who comes to me when, and what is out of service meanwhile."""

from flask import Blueprint, g, render_template

from app.calendar import queries
from app.core import clock
from app.web.portal import signed_in

bp = Blueprint("portal_calendar", __name__, url_prefix="/appointments")


@bp.get("")
@signed_in
def index() -> str:
    """Everything that is to come, soonest first."""
    now = clock.now()
    return render_template(
        "portal/calendar/appointments.html",
        visits=queries.visits_to(g.user, now),
        windows=queries.announced_to(g.user, now),
    )
