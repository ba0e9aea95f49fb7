"""Free rooms, a room with its week, and the hits of a picker."""

from datetime import date, timedelta
from typing import Any

from flask import g, jsonify, render_template, request, url_for
from werkzeug.wrappers import Response

from app.core import clock
from app.rooms import queries, wording
from app.rooms.forms import FindForm
from app.rooms.models import Room
from app.rooms.portal.blueprint import bp
from app.web.portal import signed_in

WEEKS_AHEAD = 104


@bp.get("")
@signed_in
def index() -> str:
    """Say when and for how many; see what is free."""
    form = FindForm(request.args)
    wanted = form.wanted()
    found = queries.free_rooms(g.user, wanted) if wanted else []
    broken = queries.outages([room.id for room in found])
    return render_template("portal/rooms/find.html", form=form, wanted=wanted, rooms=found, broken=broken,
                           own_time=wording.own_time)  # fmt: skip


@bp.get("/lookup")
@signed_in
def lookup() -> Response:
    """What a picker offers: rooms by name or by what stands on the door."""
    found = queries.rooms_found(g.user, request.args.get("q", "").strip()[:100])
    return jsonify(
        results=[{"id": room.id, "text": room.name, "detail": f"{room.code} · {room.place}"} for room in found]
    )


@bp.get("/<int:room_id>")
@signed_in
def show(room_id: int) -> str:
    """A room: what is in it, and who has it in a week."""
    room = queries.room_for(g.user, room_id)
    return render_template("portal/rooms/show.html", room=room, **week_of(room, asked_day(room)))


def asked_day(room: Room) -> date:
    """The day that the address names, else today at the room."""
    today = clock.now().astimezone(room.zone).date()
    try:
        day = date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        return today
    return day if abs(day - today) < timedelta(weeks=WEEKS_AHEAD) else today


def week_of(room: Room, day: date) -> dict[str, Any]:
    """The week around a day, day by day, on the clock on the wall of the room."""
    monday = day - timedelta(days=day.weekday())
    start, end = wording.midnight(monday, room.zone), wording.midnight(monday + timedelta(days=7), room.zone)
    rows = [wording.entry(row, g.user, room.zone) for row in queries.in_rooms([room.id], start, end)]
    days = [monday + timedelta(days=number) for number in range(7)]
    return {
        "days": [(each, [row for row in rows if row.begins.date() <= each <= row.last_day]) for each in days],
        "today": clock.now().astimezone(room.zone).date(),
        "now": clock.now(),
        "earlier": url_for(".show", room_id=room.id, day=monday - timedelta(days=7)),
        "later": url_for(".show", room_id=room.id, day=monday + timedelta(days=7)),
        "outages": queries.outages([room.id]).get(room.id, []),
    }
