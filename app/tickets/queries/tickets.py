"""The gates that every road uses, and lists of tickets."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload, load_only

from app.accounts.models import User
from app.core import clock
from app.core.db import MAX_ID
from app.core.errors import Invalid, NotFound
from app.core.paging import Page, Paging, page_of
from app.equipment.models import Equipment
from app.extensions import db
from app.rooms.models import Room
from app.tickets import policies, search
from app.tickets.filters import VIEWS, OwnTicketFilters, TicketFilters, conditions, full_text, newest_with, own_teams
from app.tickets.models import (
    SavedView,
    Ticket,
    Watcher,
)

SORT_KEYS = {
    "number": Ticket.id,
    "due": Ticket.due_at,
    "createdAt": Ticket.created_at,
    "updatedAt": Ticket.updated_at,
    "resolvedAt": Ticket.resolved_at,
}
PEOPLE = [User.id, User.first_name, User.department, User.email]  # what pages show of a person
COLUMNS_OF_A_ROW = [
    *(Ticket.id, Ticket.subject, Ticket.description, Ticket.status, Ticket.priority, Ticket.is_our_turn),
    *(Ticket.is_active, Ticket.requester_id, Ticket.assignee_id, Ticket.last_word_by_id, Ticket.due_at),
    *(Ticket.last_word_at, Ticket.created_at, Ticket.updated_at, Ticket.resolved_at),
]  # and what lists are sorted by

# What is loaded with a ticket in its one query; made once, since making it costs as much as asking.
OF_A_ROW = (
    load_only(*COLUMNS_OF_A_ROW, raiseload=True),
    joinedload(Ticket.requester).load_only(*PEOPLE),
    joinedload(Ticket.assignee).load_only(*PEOPLE),
    joinedload(Ticket.last_word_by).load_only(*PEOPLE),
)
WHOLE = (
    joinedload(Ticket.requester).load_only(*PEOPLE, User.phone),
    joinedload(Ticket.assignee).load_only(*PEOPLE),
    joinedload(Ticket.last_word_by).load_only(*PEOPLE),
    joinedload(Ticket.filed_by).load_only(*PEOPLE),
    joinedload(Ticket.team),
    joinedload(Ticket.category),
    joinedload(Ticket.equipment).load_only(Equipment.tag, Equipment.name, Equipment.version),
    joinedload(Ticket.room).load_only(Room.name),
)


def visible_to(actor: User) -> sa.Select[Any]:
    """The tickets that the actor may see: all of them for staff, else own and watched ones."""
    if policies.sees_all(actor):
        return sa.select(Ticket)
    return sa.select(Ticket).where(Ticket.id.in_(_own_ids(actor)))


def _own_ids(actor: User) -> sa.CompoundSelect[Any]:
    """Ids of the tickets that the actor filed or watches; a union, since an OR of the two reads the whole table."""
    filed = sa.select(Ticket.id).where(Ticket.requester_id == actor.id)
    return filed.union(sa.select(Watcher.ticket_id).where(Watcher.user_id == actor.id))


def ticket_for(actor: User, ticket_id: int) -> Ticket:
    """The ticket, if the actor may see it; else `NotFound`, as for one that does not exist."""
    if not 0 < ticket_id <= MAX_ID:
        raise NotFound
    ticket: Ticket | None = db.session.scalar(visible_to(actor).where(Ticket.id == ticket_id).options(*WHOLE))
    if ticket is None:
        raise NotFound
    return ticket


def ticket_by_id(ticket_id: int) -> Ticket:
    """The ticket, for work that nobody asked for in person (jobs, handlers); else `NotFound`."""
    ticket = db.session.get(Ticket, ticket_id)
    if ticket is None:
        raise NotFound
    return ticket


def queue(actor: User, filters: TicketFilters, paging: Paging) -> Page:
    """A page of the staff's list; without a view, spam stays hidden."""
    return _page_of_queue(visible_to(actor).options(*WHOLE), actor, filters, paging)


def queue_rows(actor: User, filters: TicketFilters, paging: Paging) -> Page:
    """The same, of each ticket only what a row of the desk shows."""
    return _page_of_queue(visible_to(actor).options(*OF_A_ROW), actor, filters, paging)


def _page_of_queue(rows: sa.Select[Any], actor: User, filters: TicketFilters, paging: Paging) -> Page:
    filters = _known_view(filters, actor)
    rows = rows.where(*conditions(filters, actor))
    if not filters.q:
        return page_of(rows, paging, keys=SORT_KEYS, tie=Ticket.id)
    read_by = None
    if paging.sort.removeprefix("-") == "number":
        rows, read_by = newest_with(rows, filters.q, actor), search.key()
    else:
        rows = rows.where(full_text(filters.q, actor))
    return page_of(rows, paging, keys=SORT_KEYS, tie=Ticket.id, tie_read_by=read_by, exact_up_to=search.EXACT_UP_TO)


def matching(actor: User, filters: TicketFilters) -> sa.Select[Any]:
    """The same tickets as the queue shows, for counting."""
    filters = _known_view(filters, actor)
    text = [full_text(filters.q, actor)] if filters.q else []
    return visible_to(actor).where(*conditions(filters, actor), *text, Ticket.is_spam.is_(False))


def own_tickets(actor: User, filters: OwnTicketFilters, paging: Paging) -> Page:
    """A page of the tickets that the actor filed or watches, as an employee sees them."""
    own = _own_ids(actor).subquery()  # joined, not asked for by IN: few rows, by which the rest is found
    rows = sa.select(Ticket).join(own, own.c.id == Ticket.id)
    return page_of(rows.options(*WHOLE).where(*conditions(filters, actor)), paging, keys=SORT_KEYS, tie=Ticket.id)


def default_sort(filters: TicketFilters) -> str:
    """Late and due first in a view of open tickets; newest first when searching."""
    if filters.q:
        return "-number"
    return VIEWS[filters.view].sort if filters.view in VIEWS else "due"


def view_counts(actor: User, most: int = 999) -> dict[str, int]:
    """How many tickets each built-in view holds, counted up to `most` + 1."""
    now = clock.now()
    shown = [name for name in VIEWS if name not in {"all", "spam", "recently_solved"}]
    counts = [
        sa.select(sa.func.count())
        .select_from(sa.select(Ticket.id).where(*VIEWS[name].where(actor, now)).limit(most + 1).subquery())
        .scalar_subquery()
        .label(name)
        for name in shown
    ]
    row = db.session.execute(sa.select(*counts)).one()
    return dict(zip(shown, row, strict=True))


def next_in(actor: User, filters: TicketFilters, ticket: Ticket) -> Ticket | None:
    """The first other ticket of a view, for going on to it."""
    page = queue(actor, filters, Paging(default_sort(filters), 2))
    return next((other for other in page.items if other.id != ticket.id), None)


@dataclass
class Section:
    """A part of my work: its most pressing tickets, and how many it holds in all."""

    total: int
    tickets: list[Ticket] = field(default_factory=list)


def my_work(actor: User, now: datetime, most: int = 15) -> dict[str, Section]:
    """What waits for the actor, by section, most pressing first; a ticket stands in its first section only."""
    mine = sa.and_(Ticket.assignee_id == actor.id, Ticket.is_active.is_(True))
    team = sa.and_(Ticket.team_id.in_(own_teams(actor)), Ticket.assignee_id.is_(None), Ticket.is_active.is_(True))
    name = sa.case(
        (sa.and_(mine, Ticket.due_at < now), "late"),
        (sa.and_(mine, Ticket.is_our_turn, Ticket.first_responded_at.is_not(None)), "answered"),
        (sa.and_(mine, Ticket.reminders_sent >= 2), "no_answer"),
        (mine, "mine"),
        else_="team",
    )
    place = sa.func.row_number().over(partition_by=name, order_by=(Ticket.due_at, Ticket.id))
    total = sa.func.count().over(partition_by=name)
    ranked = sa.select(Ticket.id, name.label("name"), place.label("place"), total.label("total"))
    found = ranked.where(sa.or_(mine, team)).subquery()
    rows = sa.select(Ticket, found.c.name, found.c.total).join(found, found.c.id == Ticket.id).options(*OF_A_ROW)
    sections: dict[str, Section] = {}
    for ticket, key, count in db.session.execute(rows.where(found.c.place <= most).order_by(Ticket.due_at, Ticket.id)):
        sections.setdefault(key, Section(count)).tickets.append(ticket)
    return {key: sections[key] for key in ("late", "answered", "team", "mine", "no_answer") if key in sections}


def seen_version(ticket: Ticket, actor: User) -> int:
    """The version that moves with everything this actor may know of; internal notes move the staff's only."""
    return ticket.staff_version if policies.sees_internal(actor, ticket) else ticket.version


def _known_view(filters: TicketFilters, actor: User) -> TicketFilters:
    """The filters with a saved view of the actor's opened up; `Invalid` for an unknown view or word."""
    unknown = set(filters.due) - {"late", "soon"}
    if unknown:
        raise Invalid.for_field("due", _("Possible: late, soon."))
    if not filters.view or filters.view in VIEWS:
        return filters
    saved = db.session.scalar(
        sa.select(SavedView).where(SavedView.owner_id == actor.id, SavedView.name == filters.view)
    )
    if saved is None:
        raise Invalid.for_field("view", _("There is no view of this name."))
    return TicketFilters.model_validate(saved.filters)
