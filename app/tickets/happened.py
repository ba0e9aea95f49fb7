"""Filters of tickets by what happened to them when: what reports count can be opened as a list."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from pydantic import BeforeValidator, Field

from app.accounts.models import User
from app.core.company import CompanySettings
from app.core.localtime import hour_of_week
from app.core.schemas import Id, Moment, Schema, Text
from app.equipment.models import Equipment
from app.rooms.models import Room
from app.tickets.models import ACTIVE, Source, Ticket, TicketStatus, TimelineEntry

Where = sa.ColumnElement[bool]
NO_DEPARTMENT = "none"
BETWEEN = re.compile(r"(?<!\\),")  # a comma that separates
LONGEST = timedelta(days=3_660)  # how far back an hour of the week is looked for when no day is named
DONE = [status for status in TicketStatus if status not in ACTIVE]


def words(value: Any) -> Any:
    """Several values of one filter, separated by commas; one that is part of a name has a backslash before it."""
    if not isinstance(value, str):
        return value
    return [word.replace(r"\,", ",") for word in BETWEEN.split(value) if word]


def joined(values: Iterable[Any]) -> str:
    """Values as `words` reads them."""
    return ",".join(str(value).replace(",", r"\,") for value in values)


Several = BeforeValidator(words)


class HappenedFilters(Schema):
    """From counts, to does not; `open_at` asks for what was open at that moment as tickets stand now."""

    source: Annotated[list[Source], Several] = Field(default_factory=list)
    department: Annotated[Text, Field(max_length=120)] = ""
    responded_from: Moment | None = None
    responded_to: Moment | None = None
    resolved_from: Moment | None = None
    resolved_to: Moment | None = None
    reopened_from: Moment | None = None
    reopened_to: Moment | None = None
    reassigned_from: Moment | None = None
    reassigned_to: Moment | None = None
    open_at: Moment | None = None
    missed: Literal["response", "resolution", ""] = ""
    building: Annotated[list[Id], Several] = Field(default_factory=list)
    equipment_model: Annotated[list[Id], Several] = Field(default_factory=list)
    lacks: Literal["room", "equipment", ""] = ""
    filed_in_hour: Annotated[int, Field(ge=0, lt=168)] | None = None  # of the week, in the reader's zone


def reopening() -> sa.ColumnElement[bool]:
    """Whether a line of the timeline tells that a ticket that was done is open again."""
    return sa.and_(TimelineEntry.kind == "moved", TimelineEntry.old.in_(DONE), TimelineEntry.new.in_(ACTIVE))


def zone_of(reader: User) -> ZoneInfo:
    """The reader's zone, else the company's."""
    return ZoneInfo(reader.timezone or CompanySettings.current().zone_name)


def happened(filters: HappenedFilters, reader: User, now: datetime) -> list[Where]:
    """The filters as conditions on tickets."""
    where = [
        *_within(Ticket.first_responded_at, filters.responded_from, filters.responded_to),
        *_within(Ticket.resolved_at, filters.resolved_from, filters.resolved_to),
    ]
    if filters.source:
        where.append(Ticket.source.in_(filters.source))
    if filters.department:
        where.append(_of_department(filters.department))
    where += _of_things(filters)
    if filters.reopened_from or filters.reopened_to:
        where.append(_told(reopening(), filters.reopened_from, filters.reopened_to))
    if filters.reassigned_from or filters.reassigned_to:
        where.append(_told(reassignment(), filters.reassigned_from, filters.reassigned_to))
    if filters.open_at:
        where.append(was_open(filters.open_at))
    if filters.missed:
        where.append(missed(filters.missed))
    if filters.filed_in_hour is not None:
        since, until = getattr(filters, "created_from", None), getattr(filters, "created_to", None)
        hour = hour_of_week(Ticket.created_at, zone_of(reader), since or now - LONGEST, until or now)
        where.append(hour == filters.filed_in_hour)
    return where


def _of_things(filters: HappenedFilters) -> list[Where]:
    where: list[Where] = []
    if filters.building:
        where.append(Ticket.room_id.in_(sa.select(Room.id).where(Room.building_id.in_(filters.building))))
    if filters.equipment_model:
        devices = sa.select(Equipment.id).where(Equipment.model_id.in_(filters.equipment_model))
        where.append(Ticket.equipment_id.in_(devices))
    if filters.lacks:
        where.append((Ticket.room_id if filters.lacks == "room" else Ticket.equipment_id).is_(None))
    return where


def was_open(moment: datetime) -> Where:
    """Filed before that moment and not done before it."""
    return sa.and_(Ticket.created_at < moment, sa.or_(Ticket.resolved_at.is_(None), Ticket.resolved_at >= moment))


def missed(target: str) -> Where:
    """Whether the first response, or the resolution, came after it was due."""
    if target == "response":
        return Ticket.first_responded_at > Ticket.response_due_at
    return sa.and_(Ticket.resolved_at.is_not(None), has_target(), sa.not_(in_time()))


def has_target() -> Where:
    """Whether it can be said that the solution was in time: by the other system, or by our own due time."""
    return sa.or_(Ticket.met_target.is_not(None), Ticket.resolution_due_at.is_not(None))


def in_time() -> Where:
    """Whether the solution was in time; what another system said of an imported ticket counts before our own hours."""
    return sa.func.coalesce(Ticket.met_target, Ticket.resolved_at <= Ticket.resolution_due_at)


def reassignment() -> Where:
    """Whether a line of the timeline tells that somebody got a ticket that another had."""
    return sa.and_(TimelineEntry.kind == "assigned", TimelineEntry.old.is_not(None), TimelineEntry.new.is_not(None))


def _within(column: Any, start: datetime | None, end: datetime | None) -> list[Where]:
    where: list[Where] = []
    if start:
        where.append(column >= start)
    if end:
        where.append(column < end)
    return where


def _told(kind: Where, start: datetime | None, end: datetime | None) -> Where:
    told = _within(TimelineEntry.created_at, start, end)
    return Ticket.id.in_(sa.select(TimelineEntry.ticket_id).where(kind, *told))


def _of_department(name: str) -> Where:
    department = sa.func.nullif(User.department, "")
    is_there = department.is_(None) if name == NO_DEPARTMENT else department == name
    return Ticket.requester_id.in_(sa.select(User.id).where(is_there))
