"""The calendar of IT: day, week, month and list, of everybody or of some."""

import json
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from flask import g, jsonify, request, url_for
from flask_appbuilder import expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.accounts import queries as accounts
from app.calendar import policies, queries, services
from app.calendar.desk import shown
from app.calendar.forms import MOST_ROOMS, MoveForm, on_wall
from app.calendar.schemas import AbsenceChange, TaskChange
from app.core import clock
from app.core.errors import Invalid, NotFound
from app.rooms import queries as rooms
from app.rooms import services as booking_services
from app.rooms.schemas import BookingChange
from app.web.admin import DeskPage

VIEWS = ("day", "week", "month", "list")
LIST_DAYS = 14


class CalendarDesk(DeskPage):
    """The page and what its script asks for."""

    route_base = "/staff/calendar"
    default_view = "index"
    class_permission_name = "Calendar"
    method_permission_name = {"index": "read", "events": "read", "agenda": "read", "entry": "read", "move": "write"}

    @expose("")
    @has_access
    def index(self) -> Any:
        """The page; as a list, it needs no script."""
        who, asked = request.args.get("who", ""), request.args.get("view", "")
        view = asked if asked in VIEWS else "week"
        day, step = _day(request.args.get("day", "")) or on_wall(clock.now()).date(), timedelta(days=LIST_DAYS)
        return self.render_template(
            "staff/calendar/calendar.html",
            who=who,
            view=view,
            day=day,
            earlier=day - step,
            later=day + step,
            kinds=self._kinds(),
            everything=list(queries.READERS),
            groups=_groups(),
            may_plan=policies.can_plan(g.user),
            options=_options(day, view) | {"chosen": view == asked, "first": self._first(day, view)},
            **(self._list(day, who) if view == "list" else _from_until(day)),
        )

    @expose("/events")
    @has_access
    def events(self) -> Response:
        """What a stretch of days shows, as JSON."""
        span = shown.stretch(request.args.get("start", ""), request.args.get("end", ""))
        return Response(json.dumps(self._drawn(span), separators=(",", ":")), mimetype="application/json")

    @expose("/list")
    @has_access
    def agenda(self) -> Any:
        """The list of two weeks alone."""
        day = _day(request.args.get("day", "")) or on_wall(clock.now()).date()
        return self.render_template("staff/calendar/_list.html", **self._list(day, request.args.get("who", "")))

    @expose("/entry/<kind>/<int:entry_id>")
    @has_access
    def entry(self, kind: str, entry_id: int) -> Any:
        """What is known of one entry, and what can be done with it."""
        if kind not in DETAILS:
            raise NotFound
        details = DETAILS[kind](entry_id)
        return self.render_template(f"staff/calendar/_{kind}.html", may_change=_may(kind), on_wall=on_wall, **details)

    @expose("/move/<kind>/<int:entry_id>", methods=["POST"])
    @has_access
    def move(self, kind: str, entry_id: int) -> Response:
        """Let an entry take place at another time: dragged, or typed. The same rules as everywhere else."""
        form = MoveForm()
        if not form.validate() or form.ends_at.data <= form.starts_at.data:
            raise Invalid
        if kind not in MOVES:
            raise NotFound
        return jsonify(warnings=MOVES[kind](entry_id, form))

    def _first(self, day: date, view: str) -> dict[str, Any] | None:
        """What the script draws first, so that it need not ask; a list stands in the page already."""
        if view == "list":
            return None
        span = shown.first_drawn(view, day)
        return {"start": span.first.isoformat(), "end": span.last.isoformat(), "events": self._drawn(span)}

    def _drawn(self, span: queries.Stretch) -> list[dict[str, Any]]:
        zone = shown.reader_zone()
        return [shown.event(entry, zone) for entry in queries.entries(g.user, span, self._who(), self._kinds())]

    def _list(self, day: date, who: str) -> dict[str, Any]:
        span = shown.days(day, day + timedelta(days=LIST_DAYS))
        found = queries.entries(g.user, span, queries.whose(who, g.user), self._kinds())
        placed, more = shown.by_day(found, span)
        return {"days": placed, "more": more, "detailed": list(DETAILS), **_from_until(day)}

    def _who(self) -> queries.Whose:
        return queries.whose(request.args.get("who", ""), g.user)

    def _kinds(self) -> list[str]:
        """What is to be shown; nothing for "none". Where nothing is said, bookings would drown everybody's calendar."""
        chosen = [kind for kind in request.args.get("kinds", "").split(",") if kind]
        return chosen or [kind for kind in queries.READERS if kind != "booking" or request.args.get("who")]


def _from_until(day: date) -> dict[str, Any]:
    """The days of the list, the last one too."""
    return {"from_day": day, "until_day": day + timedelta(days=LIST_DAYS - 1)}


def _options(day: date, view: str) -> dict[str, Any]:
    """What the page's script needs to know; its texts in the reader's language."""
    return {
        "home": url_for("CalendarDesk.index"),
        "plan": url_for("VisitDesk.plan"),
        "view": view,
        "day": day.isoformat(),
        "now": on_wall(clock.now()).strftime(shown.WALL),
        "hours": shown.working_hours(day),
        "firstDay": (get_locale().first_week_day + 1) % 7,
        "listDays": LIST_DAYS,
        "mayPlan": policies.can_plan(g.user),
        "detailed": list(DETAILS),
        "texts": {
            "allDay": _("All day"),
            "more": _("{count} more"),
            "moreHint": _("Show the whole day"),
            "close": _("Close"),
            "moved": _("Moved."),
            "undo": _("Undo"),
            "keepsKind": _("Hours stay hours and days stay days."),
        },
    }


def _groups() -> list[tuple[str, list[tuple[str, str]]]]:
    """Whose calendars can be chosen."""
    return [
        (_("Teams"), [(f"team:{team.id}", team.name) for team in accounts.active_teams()]),
        (_("Buildings"), [(f"building:{building.id}", str(building)) for building in rooms.buildings()]),
        (_("Rooms"), [(f"room:{room.id}", room.name) for room in rooms.rooms_found(g.user, "", MOST_ROOMS)]),
        (_("People"), [(f"person:{person.id}", person.name) for person in queries.staff()]),
    ]


def _may(kind: str) -> bool:
    return policies.can_keep_tasks(g.user) if kind == "task" else policies.can_plan(g.user)


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1971 < day.year < 9000 else None


def _visit(key: int) -> dict[str, Any]:
    visit = queries.visit_for(g.user, key)
    return {"visit": visit, "warnings": queries.warnings(visit)}


def _move_visit(key: int, form: MoveForm) -> list[str]:
    visit = services.move_visit(queries.visit_for(g.user, key), form.starts_at.data, form.ends_at.data, actor=g.user)
    return queries.warnings(visit)


def _move_maintenance(key: int, form: MoveForm) -> list[str]:
    window = queries.window_for(g.user, key)
    services.move_maintenance(window, form.starts_at.data, form.ends_at.data, actor=g.user)
    return []


def _move_task(key: int, form: MoveForm) -> list[str]:
    due = on_wall(form.starts_at.data).date()
    services.change_task(queries.task_for(g.user, key), TaskChange(due_on=due), actor=g.user)
    return []


def _move_absence(key: int, form: MoveForm) -> list[str]:
    first, last = (on_wall(moment).date() for moment in (form.starts_at.data, form.ends_at.data))
    change = AbsenceChange(starts_on=first, ends_on=max(last, first + timedelta(days=1)))
    services.change_absence(queries.absence_for(g.user, key), change, actor=g.user)
    return []


def _move_booking(key: int, form: MoveForm) -> list[str]:
    """This one time of it, as on the room's own pages."""
    change = BookingChange(starts_at=form.starts_at.data, ends_at=form.ends_at.data)
    booking_services.change_booking(rooms.own_occurrence(g.user, key), change, actor=g.user)
    return []


DETAILS: Mapping[str, Callable[[int], dict[str, Any]]] = {
    "visit": _visit,
    "maintenance": lambda key: {"window": queries.window_for(g.user, key)},
    "task": lambda key: {"task": queries.task_for(g.user, key)},
    "absence": lambda key: {"absence": queries.absence_for(g.user, key)},
}
MOVES: Mapping[str, Callable[[int, MoveForm], list[str]]] = {
    "visit": _move_visit,
    "maintenance": _move_maintenance,
    "task": _move_task,
    "absence": _move_absence,
    "booking": _move_booking,
}
