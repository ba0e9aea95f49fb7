"""Booking a room by form; a refusal names what is in the way and offers other rooms."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.core import holds
from app.core.errors import DomainError
from app.rooms import policies, queries, services, wording
from app.rooms.forms import BookForm
from app.rooms.portal.blueprint import bp
from app.rooms.portal.finding import asked_day, week_of
from app.web.portal import signed_in


@bp.route("/<int:room_id>/book", methods=["GET", "POST"])
@signed_in
def book(room_id: int) -> str | Response:
    """Show the form, book the room, lead to my bookings."""
    room = queries.room_for(g.user, room_id)
    form = BookForm(room, request.args)
    offers: Any = []
    if draft := form.draft():
        try:
            booked = services.book_room(room, draft, actor=g.user)
        except holds.BookingConflict as error:
            form.refuse(error)
            offers = error.details["offers"]
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_said(booked), "success" if not booked.refused else "warning")
            return redirect(url_for(".mine"))
    day = form.day.data or asked_day(room)
    return render_template(
        "portal/rooms/book.html", room=room, form=form, offers=offers, day=day,
        can_book=policies.can_book(g.user, room), again=form.again(), **week_of(room, day),
    )  # fmt: skip


def _said(booked: services.Booked) -> str:
    """What came of it, in a sentence or two."""
    room, count = booked.booking.room, len(booked.occurrences)
    if booked.booking.recurrence is None:
        when = wording.span(booked.occurrences[0].starts_at, booked.occurrences[0].ends_at, room.zone)
        return _("%(room)s is yours: %(when)s.", room=room.name, when=when)
    said = ngettext("%(room)s is yours %(num)s time.", "%(room)s is yours %(num)s times.", count, room=room.name)
    if not booked.refused:
        return said
    days = ", ".join(wording.day(each.slot.starts_at.astimezone(room.zone)) for each in booked.refused[:5])
    more = "" if len(booked.refused) <= 5 else " …"
    return f"{said} " + _("Not free: %(days)s.", days=days + more)
