"""My bookings: changing one, and giving one back."""

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.core import clock
from app.core.errors import DomainError
from app.core.paging import Paging
from app.rooms import queries, services, wording
from app.rooms.forms import RebookForm
from app.rooms.models import Scope
from app.rooms.portal.blueprint import bp
from app.rooms.portal.finding import week_of
from app.web.portal import signed_in

PAGE = 30


@bp.get("/bookings")
@signed_in
def mine() -> str:
    """What I have booked and is not over, soonest first."""
    page = queries.own_bookings(g.user, clock.now(), Paging("startsAt", PAGE, cursor=request.args.get("cursor")))
    rows = [(row, wording.span(row.starts_at, row.ends_at, row.room.zone)) for row in page.items]
    return render_template("portal/rooms/mine.html", rows=rows, next_cursor=page.next_cursor, own_time=wording.own_time)


@bp.route("/bookings/<int:booking_id>/change", methods=["GET", "POST"])
@signed_in
def change(booking_id: int) -> str | Response:
    """Show what is booked, change it, lead to my bookings; a refusal keeps what was entered."""
    row = queries.own_occurrence(g.user, booking_id)
    form = RebookForm(row)
    if wanted := form.change():
        try:
            moved = services.change_booking(row, wanted, form.asked_scope(), actor=g.user)
        except DomainError as error:
            form.refuse(error)
        else:
            when = wording.span(moved.starts_at, moved.ends_at, moved.room.zone)
            flash(_("Changed. %(room)s is yours: %(when)s.", room=moved.room.name, when=when), "success")
            return redirect(url_for(".mine"))
    row = queries.own_occurrence(g.user, booking_id)
    day = form.day.data or row.starts_at.astimezone(row.room.zone).date()
    return render_template(
        "portal/rooms/change.html", row=row, room=row.room, form=form, day=day, **week_of(row.room, day)
    )


@bp.post("/bookings/<int:booking_id>/cancel")
@signed_in
def cancel(booking_id: int) -> Response:
    """Give a room back: this time, this and the following, or all."""
    row = queries.own_occurrence(g.user, booking_id)
    wanted = request.form.get("scope", Scope.this)
    try:
        services.cancel_booking(row, Scope(wanted) if wanted in list(Scope) else Scope.this, actor=g.user)
    except DomainError as error:
        flash(error.message, "danger")
    else:
        flash(_("%(room)s is free again. Thank you.", room=row.room.name), "success")
    return redirect(url_for(".mine"))
