"""The ways to group tickets."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import sqlalchemy as sa
from flask_babel import format_date, get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.models import Team, User
from app.core.localtime import day_of, hour_of_week
from app.equipment.models import Equipment, EquipmentModel
from app.extensions import db
from app.reports.asked import Asked
from app.reports.registry import Dimension
from app.rooms.models import Building, Room
from app.tickets.happened import NO_DEPARTMENT, joined
from app.tickets.models import SOURCE_WORDS, STATE_WORDS, Category, Priority, Source, Ticket, TicketStatus

HOURS = 24
AGES = (  # how long ago an open ticket was filed: at least, less than
    ("day", timedelta(0), timedelta(days=1)),
    ("three_days", timedelta(days=1), timedelta(days=3)),
    ("week", timedelta(days=3), timedelta(days=7)),
    ("month", timedelta(days=7), timedelta(days=30)),
    ("older", timedelta(days=30), None),
)
PRIORITY_WORDS: Mapping[Priority, Any] = {
    Priority.urgent: _l("Urgent"),
    Priority.high: _l("High"),
    Priority.medium: _l("Medium"),
    Priority.low: _l("Low"),
}


def _by_word(words: Mapping[Any, Any]) -> Callable[[list[Any]], Mapping[Any, str]]:
    return lambda keys: {key: str(words[key]) for key in keys}


def _in_order_of(words: Mapping[Any, Any]) -> Callable[[list[Any]], list[Any]]:
    return lambda keys: [key for key in words if key in keys]


def _names(column: Any, without: Any, keys: list[Any]) -> Mapping[Any, str]:
    """Names by id; what has none is said in words."""
    key_column = column.class_.id
    wanted = [key for key in keys if key is not None]
    rows = db.session.execute(sa.select(key_column, column).where(key_column.in_(wanted))) if wanted else ()
    return {**dict(tuple(row) for row in rows), None: str(without)}


def _departments(keys: list[Any]) -> Mapping[Any, str]:
    return {key: key or _("No department") for key in keys}


def _age(asked: Asked) -> Any:
    bounds = [(asked.now - since, name) for name, _least, since in AGES if since is not None]
    return sa.case(*((Ticket.created_at > moment, name) for moment, name in bounds), else_="older")


def _age_words(keys: list[Any]) -> Mapping[Any, str]:
    words = {
        "day": _("Less than a day"),
        "three_days": _("1 to 3 days"),
        "week": _("3 to 7 days"),
        "month": _("7 to 30 days"),
        "older": _("30 days or more"),
    }
    return {key: words[key] for key in keys}


def _age_link(asked: Asked, key: Any, _label: str) -> Mapping[str, str]:
    _name, least, less = next(age for age in AGES if age[0] == key)
    just_after = timedelta(microseconds=1)  # from counts, and so does what is exactly that old
    link = {"created_to": moment_text(asked.now - least + just_after)} if least else {}
    return link | ({"created_from": moment_text(asked.now - less + just_after)} if less else {})


def moment_text(moment: datetime) -> str:
    """A moment as addresses carry it."""
    return moment.isoformat().replace("+00:00", "Z")


def _day_words(keys: list[Any]) -> Mapping[Any, str]:
    return {key: format_date(day_of(key), "medium") for key in keys}


def _week_words(keys: list[Any]) -> Mapping[Any, str]:
    return {key: _("Week from %(day)s", day=format_date(day_of(key), "medium")) for key in keys}


def _month_words(keys: list[Any]) -> Mapping[Any, str]:
    return {key: format_date(day_of(key), "LLLL yyyy") for key in keys}


def hour_words(keys: list[Any]) -> Mapping[Any, str]:
    """Monday 09:00, in the reader's language."""
    locale = get_locale()
    days = locale.days["stand-alone"]["wide"] if locale else {}
    return {key: f"{days.get(key // HOURS, key // HOURS)} {key % HOURS:02}:00" for key in keys}


def _id_or_none(name: str) -> Callable[[Any, Any, str], Mapping[str, str]]:
    return lambda _asked, key, _label: {name: "none" if key is None else str(key)}


def _id_or_lacking(name: str, thing: str) -> Callable[[Any, Any, str], Mapping[str, str]]:
    return lambda _asked, key, _label: {"lacks": thing} if key is None else {name: str(key)}


def _no_link(_asked: Asked, _key: Any, _label: str) -> Mapping[str, str]:
    return {}


DIMENSIONS: dict[str, Dimension] = {
    each.name: each
    for each in (
        Dimension("day", _l("Day"), _l("Days of the reader's calendar."), None, _day_words, _no_link),
        Dimension(
            "week",
            _l("Week"),
            _l("Weeks from Monday to Sunday; the first and the last may be cut by the period."),
            None,
            _week_words,
            _no_link,
        ),
        Dimension(
            "month",
            _l("Month"),
            _l("Months of the calendar; the first and the last may be cut by the period."),
            None,
            _month_words,
            _no_link,
        ),
        Dimension(
            "hour_of_week",
            _l("Hour of the week"),
            _l("Weekday and hour on the reader's clock at which the ticket was filed."),
            lambda asked: hour_of_week(Ticket.created_at, asked.period.zone, asked.period.start, asked.period.end),
            hour_words,
            lambda _asked, key, _label: {"filed_in_hour": str(key)},
            order=sorted,
        ),
        Dimension(
            "status",
            _l("State"),
            _l("The state of the ticket now."),
            lambda _asked: Ticket.status,
            _by_word(STATE_WORDS),
            lambda _asked, key, _label: {"status": TicketStatus(key).value},
            order=_in_order_of(STATE_WORDS),
        ),
        Dimension(
            "priority",
            _l("Priority"),
            _l("The priority of the ticket now."),
            lambda _asked: Ticket.priority,
            _by_word(PRIORITY_WORDS),
            lambda _asked, key, _label: {"priority": Priority(key).value},
            order=_in_order_of(PRIORITY_WORDS),
        ),
        Dimension(
            "source",
            _l("Came in by"),
            _l("How the ticket came in."),
            lambda _asked: Ticket.source,
            _by_word(SOURCE_WORDS),
            lambda _asked, key, _label: {"source": Source(key).value},
        ),
        Dimension(
            "category",
            _l("Category"),
            _l("The category of the ticket now."),
            lambda _asked: Ticket.category_id,
            partial(_names, Category.name, ""),
            lambda _asked, _key, label: {"category": joined([label])},
        ),
        Dimension(
            "team",
            _l("Team"),
            _l("The team that has the ticket now."),
            lambda _asked: Ticket.team_id,
            partial(_names, Team.name, _l("No team")),
            _id_or_none("team"),
        ),
        Dimension(
            "agent",
            _l("Agent"),
            _l("The person to whom the ticket is assigned now."),
            lambda _asked: Ticket.assignee_id,
            partial(_names, User.first_name, _l("Nobody")),
            _id_or_none("assigned_to"),
        ),
        Dimension(
            "department",
            _l("Department"),
            _l("The department in which the requester is now."),
            lambda _asked: sa.func.nullif(User.department, ""),
            _departments,
            lambda _asked, key, _label: {"department": key or NO_DEPARTMENT},
            joins_requester=True,
        ),
        Dimension(
            "room",
            _l("Room"),
            _l("The room that the ticket names now."),
            lambda _asked: Ticket.room_id,
            partial(_names, Room.name, _l("No room")),
            _id_or_lacking("room_id", "room"),
        ),
        Dimension(
            "building",
            _l("Building"),
            _l("The building of the room that the ticket names now."),
            lambda _asked: Room.building_id,
            partial(_names, Building.name, _l("No room")),
            _id_or_lacking("building", "room"),
            joins=(Room, lambda: Room.id == Ticket.room_id),
        ),
        Dimension(
            "model",
            _l("Model of the device"),
            _l("The model of the device that the ticket names now."),
            lambda _asked: Equipment.model_id,
            partial(_names, EquipmentModel.name, _l("No device")),
            _id_or_lacking("equipment_model", "equipment"),
            joins=(Equipment, lambda: Equipment.id == Ticket.equipment_id),
        ),
        Dimension(
            "age",
            _l("Age"),
            _l("How long ago the ticket was filed."),
            _age,
            _age_words,
            _age_link,
            order=_in_order_of({age[0]: 0 for age in AGES}),
        ),
    )
}
