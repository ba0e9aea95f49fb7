"""The gates that every road uses, and lists of tickets."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.core import clock
from app.core.db import MAX_ID
from app.core.errors import Invalid, NotFound
from app.core.paging import Page, Paging, page_of
from app.extensions import db
from app.tickets import policies
from app.tickets.filters import VIEWS, OwnTicketFilters, TicketFilters, conditions, own_teams
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
    people = [
        joinedload(way).load_only(*PEOPLE)
        for way in (Ticket.requester, Ticket.assignee, Ticket.filed_by, Ticket.last_word_by)
    ]
    wanted = visible_to(actor).where(Ticket.id == ticket_id)
    wanted = wanted.options(*people, joinedload(Ticket.team), joinedload(Ticket.category))
    ticket: Ticket | None = db.session.scalar(wanted)
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
    rows = _listed(visible_to(actor)).where(*conditions(_known_view(filters, actor), actor))
    if filters.view != "spam":
        rows = rows.where(Ticket.is_spam.is_(False)) if not filters.view else rows
    return page_of(rows, paging, keys=SORT_KEYS, tie=Ticket.id)


def matching(actor: User, filters: TicketFilters) -> sa.Select[Any]:
    """The same tickets as the queue shows, for counting."""
    return visible_to(actor).where(*conditions(_known_view(filters, actor), actor), Ticket.is_spam.is_(False))


def own_tickets(actor: User, filters: OwnTicketFilters, paging: Paging) -> Page:
    """A page of the tickets that the actor filed or watches, as an employee sees them."""
    rows = sa.select(Ticket).where(Ticket.id.in_(_own_ids(actor)))
    return page_of(_listed(rows).where(*conditions(filters, actor)), paging, keys=SORT_KEYS, tie=Ticket.id)


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


def my_work(actor: User, now: datetime, most: int = 15) -> dict[str, Sequence[Ticket]]:
    """What waits for the actor, by section, most pressing first; a ticket stands in its first section only."""
    mine = sa.and_(Ticket.assignee_id == actor.id, Ticket.is_active.is_(True))
    team = sa.and_(Ticket.team_id.in_(own_teams(actor)), Ticket.assignee_id.is_(None), Ticket.is_active.is_(True))
    section = sa.case(
        (sa.and_(mine, Ticket.due_at < now), "late"),
        (sa.and_(mine, Ticket.is_our_turn, Ticket.first_responded_at.is_not(None)), "answered"),
        (sa.and_(mine, Ticket.reminders_sent >= 2), "no_answer"),
        (mine, "mine"),
        else_="team",
    )
    rows = _listed(sa.select(Ticket)).add_columns(section).where(sa.or_(mine, team)).order_by(Ticket.due_at, Ticket.id)
    sections: dict[str, list[Ticket]] = {name: [] for name in ("late", "answered", "team", "mine", "no_answer")}
    for ticket, name in db.session.execute(rows.limit(most * len(sections))).unique():
        sections[name].append(ticket)
    return {name: tickets for name, tickets in sections.items() if tickets}


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


def _listed(rows: sa.Select[Any]) -> sa.Select[Any]:
    """What a list row needs, in one query."""
    people = [joinedload(way).load_only(*PEOPLE) for way in (Ticket.requester, Ticket.assignee, Ticket.last_word_by)]
    return rows.options(
        *people,
        joinedload(Ticket.filed_by).load_only(User.id, User.first_name),
        joinedload(Ticket.team),
        joinedload(Ticket.category),
    )
