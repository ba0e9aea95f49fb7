"""My appointments: who comes to me when, and what is out of service meanwhile."""

from flask import Blueprint, g, render_template

from app.calendar import queries
from app.core import clock
from app.core.paging import Paging
from app.rooms import queries as rooms
from app.rooms import wording
from app.web.portal import signed_in

BOOKINGS = 10
bp = Blueprint("portal_calendar", __name__, url_prefix="/appointments")


@bp.get("")
@signed_in
def index() -> str:
    """Everything that is to come, soonest first."""
    now = clock.now()
    booked = rooms.own_bookings(g.user, now, Paging("startsAt", BOOKINGS)).items
    return render_template(
        "portal/calendar/appointments.html",
        visits=queries.visits_to(g.user, now),
        windows=queries.announced_to(g.user, now),
        bookings=[(time, wording.span(time.starts_at, time.ends_at, time.room.zone)) for time in booked],
        own_time=wording.own_time,
    )
