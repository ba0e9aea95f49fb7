"""Rooms as staff look at them: the day of all rooms, the week of one, and the tablet at its door."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import flash, g, jsonify, redirect, request, url_for
from flask_appbuilder import expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.core import clock
from app.core.errors import Malformed
from app.core.walltime import to_utc
from app.rooms import day_grid, policies, queries, services, wording
from app.rooms.schemas import RoomFilters
from app.web.admin import DeskPage

LONGEST_LOOK = timedelta(days=45)


class RoomDesk(DeskPage):
    """Who has which room when."""

    route_base = "/staff/rooms"
    class_permission_name = "Room"
    method_permission_name = {"index": "read", "week": "read", "events": "read", "open_door": "write",
                              "close_door": "write"}  # fmt: skip
    default_view = "index"

    @expose("")
    @has_access
    def index(self) -> Any:
        """A day of all rooms of a building, on one grid."""
        building = request.args.get("building", type=int)
        rooms = queries.rooms_of_day(g.user, RoomFilters(building=[building] if building else []))
        day = self._day(rooms)
        return self.render_template(
            "staff/rooms/day.html", title=_("Rooms"), grid=day_grid.of(rooms, day, g.user), day=day,
            buildings=queries.buildings(), building=building, earlier=day - timedelta(days=1),
            later=day + timedelta(days=1), today=clock.now().date(),
        )  # fmt: skip

    @expose("/<int:room_id>")
    @has_access
    def week(self, room_id: int) -> Any:
        """A week of one room, and the address of the tablet at its door."""
        room = queries.room_for(g.user, room_id)
        g.draws_calendar = True
        token = services.door_token(room)
        address = url_for("portal_rooms.door", token=token, _external=True) if token else None
        return self.render_template(
            "staff/rooms/week.html", title=room.name, room=room, outages=queries.outages([room.id]).get(room.id, []),
            door=address, may_keep=policies.can_keep(g.user), settings=wording.calendar_settings(room),
        )  # fmt: skip

    @expose("/<int:room_id>/events")
    @has_access
    def events(self, room_id: int) -> Response:
        """What the calendar of the page shows between two moments."""
        room = queries.room_for(g.user, room_id)
        start, end = _moment("start", room.zone), _moment("end", room.zone)
        if not start < end <= start + LONGEST_LOOK:
            raise Malformed
        rows = (wording.entry(row, g.user, room.zone) for row in queries.in_rooms([room.id], start, end))
        return jsonify([
            {"id": row.id, "title": row.title or _("Private"), "start": row.begins.replace(tzinfo=None).isoformat(),
             "end": row.ends.replace(tzinfo=None).isoformat(), "who": row.who,
             "classNames": ["fc-room-entry"] if row.title else ["fc-room-entry", "fc-room-entry--private"]}
            for row in rows
        ])  # fmt: skip

    @expose("/<int:room_id>/door", methods=["POST"])
    @has_access
    def open_door(self, room_id: int) -> Response:
        """Give the tablet at the door a new address; the old one stops working."""
        services.open_door(queries.room_for(g.user, room_id), actor=g.user)
        flash(_("The door has a new address. Open it on the tablet."), "success")
        return redirect(url_for(".week", room_id=room_id))

    @expose("/<int:room_id>/door/close", methods=["POST"])
    @has_access
    def close_door(self, room_id: int) -> Response:
        """Take the address of the tablet back."""
        services.close_door(queries.room_for(g.user, room_id), actor=g.user)
        flash(_("The address of the door works no more."), "success")
        return redirect(url_for(".week", room_id=room_id))

    def _day(self, rooms: Any) -> date:
        """The day that the address names, else today where the rooms are."""
        try:
            return date.fromisoformat(request.args.get("day", ""))
        except ValueError:
            return clock.now().astimezone(rooms[0].zone).date() if rooms else clock.now().date()


def _moment(name: str, zone: ZoneInfo) -> datetime:
    """A time of the address, by the clock on the wall of the room."""
    try:
        wall = datetime.fromisoformat(request.args.get(name, ""))
        return to_utc(wall.replace(tzinfo=None), zone)[0]
    except (ValueError, OverflowError) as error:
        raise Malformed from error
