"""Rooms: for those who have booked them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from flask_babel import format_time, ngettext, to_user_timezone
from flask_babel import gettext as _

from app.core.daywords import long_day
from app.notifications.about.notice import Notice, Params
from app.notifications.models import What


def _when(params: Params, name: str = "starts_at") -> str:
    """A day and an hour on the clock in the room, as everywhere; its zone too, where the reader's clock differs."""
    moment = datetime.fromisoformat(params[name]).astimezone(ZoneInfo(params["zone"]))
    said = f"{long_day(moment.date())}, {format_time(moment, 'short', rebase=False)}"
    return said if to_user_timezone(moment).utcoffset() == moment.utcoffset() else f"{said} ({params['zone']})"


def _changed(params: Params) -> str:
    values = {"room": params["room"], "when": _when(params)}
    if _is_moved(params):
        return _("Your booking of %(room)s is now on %(when)s", **values)
    return _("Your booking of %(room)s on %(when)s was changed", **values)


def _how_changed(params: Params) -> Sequence[str]:
    before = [_("Before, it was %(when)s.", when=_when(params, "before"))] if _is_moved(params) else []
    return [params["title"], *before, *_how_many(params), *_by_whom(params)]


def _cancelled(params: Params) -> str:
    return _("Your booking of %(room)s on %(when)s was given back", room=params["room"], when=_when(params))


def _how_cancelled(params: Params) -> Sequence[str]:
    return [params["title"], *_how_many(params), *_by_whom(params)]


def _is_moved(params: Params) -> bool:
    return params["before"] not in ("", params["starts_at"])


def _how_many(params: Params) -> Sequence[str]:
    if params["times"] == 1:
        return []
    return [ngettext("The same goes for %(num)d further time of the series.",
                     "The same goes for %(num)d further times of the series.", params["times"] - 1)]  # fmt: skip


def _by_whom(params: Params) -> Sequence[str]:
    return [_("It was done by %(name)s, who can tell you why.", name=params["who"])] if params["who"] else []


def _because_booked() -> str:
    return _("You get this because you have booked this room.")


_BOOKINGS = {"path": "/rooms/bookings", "button": lambda: _("To my bookings"), "reason": _because_booked}

NOTICES: Mapping[What, Notice] = {
    What.room_device_failed: Notice(
        icon="triangle-alert",
        sentence=lambda params: _(
            "%(device)s in %(room)s is out of order", device=params["device"], room=params["room"]
        ),
        path="/rooms/{room_id}",
        button=lambda: _("To the room"),
        reason=lambda: _("You get this because you have booked this room in the coming week."),
        lines=lambda params: [_("You have booked this room. IT repairs it; another room may suit you better.")],
    ),
    What.booking_changed: Notice("calendar-clock", _changed, lines=_how_changed, **_BOOKINGS),
    What.booking_cancelled: Notice("calendar-x", _cancelled, lines=_how_cancelled, **_BOOKINGS),
}
