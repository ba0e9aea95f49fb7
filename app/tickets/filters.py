"""The named filters and views of ticket lists: one vocabulary for the queue's address, REST and saved views."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from pydantic import BeforeValidator, Field

from app.accounts.models import User, team_members
from app.core import clock
from app.core.schemas import Id, Moment, Schema, Text
from app.tickets import search
from app.tickets.happened import HappenedFilters, Several, happened, zone_of
from app.tickets.models import ACTIVE, SOON, Category, Priority, Ticket, TicketStatus, Watcher

RECENTLY = timedelta(days=7)
DUE = {"late", "soon"}
Where = sa.ColumnElement[bool]


def _one_of(*words: str) -> Callable[[Any], Any]:
    """A reader of an id or one of some words."""

    def read(value: Any) -> Any:
        return value if value in words else int(value)

    return read


class TicketFilters(HappenedFilters):
    """What a list is narrowed to; several values of one filter are alternatives."""

    status: Annotated[list[TicketStatus], Several] = Field(default_factory=list)
    priority: Annotated[list[Priority], Several] = Field(default_factory=list)
    category: Annotated[list[Text], Several] = Field(default_factory=list)
    assigned_to: Annotated[list[Annotated[str | Id, BeforeValidator(_one_of("me", "none"))]], Several] = Field(
        default_factory=list
    )
    team: Annotated[list[Annotated[str | Id, BeforeValidator(_one_of("mine", "none"))]], Several] = Field(
        default_factory=list
    )
    due: Annotated[list[Text], Several] = Field(default_factory=list)
    created_by: Annotated[list[Id], Several] = Field(default_factory=list)
    equipment_id: Annotated[list[Id], Several] = Field(default_factory=list)
    room_id: Annotated[list[Id], Several] = Field(default_factory=list)
    created_from: Moment | None = None
    created_to: Moment | None = None
    q: Annotated[Text, Field(max_length=500)] = ""
    view: Annotated[Text, Field(max_length=80)] = ""


class OwnTicketFilters(Schema):
    """What an employee may narrow the own list to."""

    status: Annotated[list[TicketStatus], Several] = Field(default_factory=list)
    priority: Annotated[list[Priority], Several] = Field(default_factory=list)
    category: Annotated[list[Text], Several] = Field(default_factory=list)
    q: Annotated[Text, Field(max_length=500)] = ""


@dataclass(frozen=True)
class View:
    """A named part of the queue: which tickets, and in which order."""

    label: Any
    where: Callable[[User, datetime], list[Where]]
    sort: str = "due"


def _active(_actor: User, _now: datetime) -> list[Where]:
    return [Ticket.is_active.is_(True)]


def end_of_day(actor: User, now: datetime) -> datetime:
    """The coming midnight in the reader's zone."""
    local = now.astimezone(zone_of(actor))
    return (local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)).astimezone(now.tzinfo)


def own_teams(actor: User) -> sa.Select[Any]:
    """Ids of the actor's teams."""
    return sa.select(team_members.c.team_id).where(team_members.c.user_id == actor.id)


VIEWS: Mapping[str, View] = {
    "mine": View(_l("Assigned to me"), lambda a, n: [*_active(a, n), Ticket.assignee_id == a.id]),
    "unassigned": View(_l("Unassigned"), lambda a, n: [*_active(a, n), Ticket.assignee_id.is_(None)]),
    "my_team": View(_l("My team"), lambda a, n: [*_active(a, n), Ticket.team_id.in_(own_teams(a))]),
    "waiting": View(
        _l("Waiting on employee"), lambda a, n: [Ticket.status == TicketStatus.waiting_on_employee, *_active(a, n)]
    ),
    "due_today": View(_l("Due today"), lambda a, n: [*_active(a, n), Ticket.due_at < end_of_day(a, n)]),
    "open": View(_l("All open"), _active),
    "recently_solved": View(
        _l("Recently solved"),
        lambda a, n: [Ticket.resolved_at > n - RECENTLY, Ticket.is_spam.is_(False)],
        sort="-resolvedAt",
    ),
    "all": View(_l("All"), lambda a, n: [Ticket.is_spam.is_(False)], sort="-number"),
    "spam": View(_l("Spam"), lambda a, n: [Ticket.is_spam.is_(True)], sort="-number"),
}


def conditions(filters: TicketFilters | OwnTicketFilters, actor: User) -> list[Where]:
    """The filters as conditions on tickets, for this reader."""
    where: list[Where] = []
    if filters.status:
        where.append(Ticket.status.in_(filters.status))
    if filters.priority:
        where.append(Ticket.priority.in_(filters.priority))
    if filters.category:
        where.append(Ticket.category_id.in_(sa.select(Category.id).where(Category.name.in_(filters.category))))
    if isinstance(filters, TicketFilters):
        where += _staff_conditions(filters, actor)
    elif filters.q:
        where.append(_own_text(filters.q, actor))
    return where


def _staff_conditions(filters: TicketFilters, actor: User) -> list[Where]:
    where: list[Where] = []
    if filters.assigned_to:
        where.append(sa.or_(*(_assigned(value, actor) for value in filters.assigned_to)))
    if filters.team:
        where.append(sa.or_(*(_in_team(value, actor) for value in filters.team)))
    if filters.due:
        where.append(sa.or_(*(_due(value) for value in filters.due)))
    for column, ids in (
        (Ticket.requester_id, filters.created_by),
        (Ticket.equipment_id, filters.equipment_id),
        (Ticket.room_id, filters.room_id),
    ):
        if ids:
            where.append(column.in_(ids))
    if filters.created_from:
        where.append(Ticket.created_at >= filters.created_from)
    if filters.created_to:
        where.append(Ticket.created_at < filters.created_to)
    where += happened(filters, actor, clock.now())
    if filters.view in VIEWS:
        where += VIEWS[filters.view].where(actor, clock.now())
    else:
        where.append(Ticket.is_spam.is_(False))
    if filters.status and ACTIVE.issuperset(filters.status) and filters.view != "spam":
        where += _active(actor, clock.now())  # says nothing new, but the indexes begin with it
    return where


def full_text(words: str, actor: User) -> Where:
    """Tickets in which all words occur, for staff."""
    return Ticket.id.in_(search.ids_matching(words, notes_hidden=_filed_by(actor)))


def newest_with(tickets: sa.Select[Any], words: str, actor: User) -> sa.Select[Any]:
    """The same, to be read by `search.key()`: the database stops as soon as it has found enough."""
    return search.joined(tickets).where(*search.matches(words, notes_hidden=_filed_by(actor)))


def _filed_by(actor: User) -> sa.Select[Any]:
    """Ids of the actor's own tickets, whose notes stay hidden from them."""
    return sa.select(Ticket.id).where(Ticket.requester_id == actor.id)


def _own_text(words: str, actor: User) -> Where:
    watched = sa.select(Watcher.ticket_id).where(Watcher.user_id == actor.id)
    return Ticket.id.in_(search.ids_readable_by_all(words, within=_filed_by(actor).union(watched)))


def _assigned(value: str | int, actor: User) -> Where:
    if value == "none":
        return Ticket.assignee_id.is_(None)
    return Ticket.assignee_id == (actor.id if value == "me" else value)


def _in_team(value: str | int, actor: User) -> Where:
    if value == "none":
        return Ticket.team_id.is_(None)
    return Ticket.team_id.in_(own_teams(actor)) if value == "mine" else Ticket.team_id == value


def _due(value: str) -> Where:
    now = clock.now()
    if value == "late":
        return sa.and_(Ticket.is_active.is_(True), Ticket.due_at < now)
    return sa.and_(Ticket.is_active.is_(True), Ticket.due_at.between(now, now + SOON))
