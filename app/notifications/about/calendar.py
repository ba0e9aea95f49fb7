"""Visits, maintenance and tasks."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from flask_babel import format_time
from flask_babel import gettext as _

from app.core.daywords import long_day
from app.notifications.about.notice import Notice, Params
from app.notifications.models import What


def when(params: Params, name: str = "starts_at") -> str:
    """A day and an hour in the reader's zone."""
    moment = datetime.fromisoformat(params[name])
    return f"{long_day(moment)}, {format_time(moment, 'short')}"


def _visit(params: Params) -> Sequence[str]:
    said = [_("For your request #%(number)s: %(subject)s", number=params["ticket_id"], subject=params["subject"])]
    said.append(_("%(start)s until %(end)s", start=when(params), end=_until(params)))
    return [*said, params["note"]] if params.get("note") else said


def _until(params: Params) -> str:
    return format_time(datetime.fromisoformat(params["ends_at"]), "short")


def _moved(params: Params) -> Sequence[str]:
    return [*_visit(params), _("Before, it was %(when)s.", when=when(params, "before"))]


def _maintenance(params: Params) -> Sequence[str]:
    ends = {"ends": when(params, "ends_at"), "starts": when(params)}
    said = [_("From %(starts)s until %(ends)s.", **ends), _effect(params["effect"])]
    return [*said, params["text"]] if params.get("text") else said


def _effect(effect: str) -> str:
    return {
        "nothing": _("You should notice nothing of it."),
        "slow": _("Meanwhile things may be slower than usual."),
        "interrupted": _("Meanwhile expect short interruptions."),
    }.get(effect, _("Meanwhile it is not available."))


def _because_mine() -> str:
    return _("You get this because the visit is for your request.")


def _because_concerned() -> str:
    return _("You get this because the maintenance concerns what you use.")


def _because_yours() -> str:
    return _("You get this because it was given to you.")


_REQUEST = {"path": "/tickets/{ticket_id}", "button": lambda: _("To my request"), "reason": _because_mine}
_WORK = {"path": "/staff/tickets/{ticket_id}", "button": lambda: _("To the ticket"), "reason": _because_yours}
_PORTAL = {"path": "/appointments", "button": lambda: _("To my appointments"), "reason": _because_concerned}

NOTICES: Mapping[What, Notice] = {
    What.visit_planned: Notice(
        "calendar-check",
        lambda params: _("%(name)s comes to you on %(when)s", name=params["technician"], when=when(params)),
        lines=_visit, **_REQUEST,
    ),
    What.visit_moved: Notice(
        "calendar-clock",
        lambda params: _("The visit is now on %(when)s, by %(name)s", name=params["technician"], when=when(params)),
        lines=_moved, **_REQUEST,
    ),
    What.visit_cancelled: Notice(
        "calendar-x",
        lambda params: _("The visit of %(when)s does not take place", when=when(params)),
        lines=_visit, **_REQUEST,
    ),
    What.visit_assigned: Notice(
        "calendar-check",
        lambda params: _("You have a visit for #%(number)s on %(when)s", number=params["ticket_id"], when=when(params)),
        **_WORK,
    ),
    What.visit_taken_off: Notice(
        "calendar-x",
        lambda params: _("The visit for #%(number)s on %(when)s is not yours any more", number=params["ticket_id"],
                         when=when(params)),
        **_WORK,
    ),
    What.maintenance_announced: Notice(
        "wrench",
        lambda params: _("Maintenance: %(title)s, %(when)s", title=params["title"], when=when(params)),
        lines=_maintenance, **_PORTAL,
    ),
    What.maintenance_moved: Notice(
        "wrench",
        lambda params: _("Maintenance moved: %(title)s, now %(when)s", title=params["title"], when=when(params)),
        lines=_maintenance, **_PORTAL,
    ),
    What.maintenance_cancelled: Notice(
        "wrench",
        lambda params: _("Maintenance cancelled: %(title)s", title=params["title"]),
        **_PORTAL,
    ),
    What.task_assigned: Notice(
        "list-checks",
        lambda params: _("New task for you: %(title)s", title=params["title"]),
        path="/staff/tasks/show/{task_id}", button=lambda: _("To the task"), reason=_because_yours,
    ),
}  # fmt: skip
