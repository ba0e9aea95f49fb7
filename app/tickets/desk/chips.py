"""The filters in force in the reader's words, for the chips above the queue."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from babel.dates import get_day_names
from flask import g
from flask_babel import format_date, format_datetime, get_locale, to_user_timezone
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts import queries as accounts
from app.core.errors import DomainError
from app.equipment import queries as equipment
from app.rooms import queries as rooms
from app.rooms.models import Building
from app.tickets import queries, wording
from app.tickets.happened import NO_DEPARTMENT, words
from app.tickets.models import Source

NAMES: Mapping[str, Any] = {
    "status": _l("State"), "priority": _l("Priority"), "category": _l("Category"), "assigned_to": _l("Assignee"),
    "team": _l("Team"), "due": _l("Due"), "q": _l("Search"), "created_by": _l("Requester"),
    "created_from": _l("Filed from"), "created_to": _l("Filed before"), "responded_from": _l("First answer from"),
    "responded_to": _l("First answer before"), "resolved_from": _l("Solved from"), "resolved_to": _l("Solved before"),
    "reopened_from": _l("Reopened from"), "reopened_to": _l("Reopened before"),
    "reassigned_from": _l("Reassigned from"),
    "reassigned_to": _l("Reassigned before"), "open_at": _l("Open on"),
    "missed": _l("Came late"), "source": _l("Came in by"), "department": _l("Department"),
    "filed_in_hour": _l("Filed in the hour"), "equipment_id": _l("Device"), "room_id": _l("Room"),
    "building": _l("Building"), "equipment_model": _l("Model of the device"), "lacks": _l("Without"),
}  # fmt: skip


def name_of(key: str) -> str:
    """What the filter is called."""
    return str(NAMES.get(key, key))


def value_of(key: str, value: str) -> str:
    """What it is set to; what makes no sense stays as it was typed."""
    usual = _moment if key.endswith(("_from", "_to", "_at")) else _plain  # but "assigned_to" is no time
    say = WORDS.get(key, usual)
    return ", ".join(say(part) for part in words(value))


def _plain(value: str) -> str:
    words = {"me": _("me"), "none": _("nobody"), "mine": _("my teams"), "late": _("late"), "soon": _("soon"),
             "response": _("First answer"), "resolution": _("Solution")}  # fmt: skip
    return words.get(value, value)


def _person(value: str) -> str:
    try:
        return str(accounts.person(int(value)).name)
    except (ValueError, DomainError):
        return _plain(value)


def _team(value: str) -> str:
    if value == "none":
        return _("no team")
    return next((team.name for team in accounts.active_teams() if str(team.id) == value), _plain(value))


def _department(value: str) -> str:
    return _("no department") if value == NO_DEPARTMENT else value


def _source(value: str) -> str:
    return wording.source_word(Source(value)) if value in set(Source) else value


def _device(value: str) -> str:
    return queries.thing_named(g.user, "equipment_id", int(value)) if value.isdigit() else value


def _room(value: str) -> str:
    return queries.thing_named(g.user, "room_id", int(value)) if value.isdigit() else value


def _building(value: str) -> str:
    return _named(lambda: rooms.place(Building, int(value)).name, value)


def _model(value: str) -> str:
    return _named(lambda: equipment.model(int(value)).name, value)


def _lacking(value: str) -> str:
    return {"room": _("Room"), "equipment": _("Device")}.get(value, value)


def _named(find: Callable[[], str], value: str) -> str:
    try:
        return find()
    except (ValueError, DomainError):
        return value


def _moment(value: str) -> str:
    """A day where it is midnight with the reader, else day and minute."""
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return value
    local = to_user_timezone(moment)
    return format_date(moment, "medium") if (local.hour, local.minute) == (0, 0) else format_datetime(moment, "short")


def _hour(value: str) -> str:
    if not (value.isascii() and value.isdigit() and int(value) < 168):
        return value
    return f"{get_day_names(locale=get_locale())[int(value) // 24]} {int(value) % 24:02}:00"


WORDS: Mapping[str, Callable[[str], str]] = {
    "status": wording.desk_state, "priority": wording.priority_word, "assigned_to": _person, "created_by": _person,
    "equipment_id": _device, "room_id": _room, "team": _team, "department": _department, "source": _source,
    "filed_in_hour": _hour, "building": _building, "equipment_model": _model, "lacks": _lacking,
}  # fmt: skip
