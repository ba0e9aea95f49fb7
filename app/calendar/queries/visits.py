"""Visits: the gate, lists, and what speaks against a time."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.calendar import policies
from app.calendar.models import LONGEST_VISIT, Visit, VisitState
from app.core.db import MAX_ID
from app.core.errors import NotFound
from app.core.paging import Page, Paging, page_of
from app.extensions import db
from app.tickets.models import Ticket
from app.tickets.queries import visible_to as tickets_visible_to

NAMED = (User.id, User.first_name)  # what is shown of a person beside an entry
TICKET = (Ticket.id, Ticket.subject, Ticket.requester_id, Ticket.version)  # and of a ticket
WITH_VISIT = (
    joinedload(Visit.technician).load_only(*NAMED),
    joinedload(Visit.ticket).load_only(*TICKET),
    joinedload(Visit.room),
    joinedload(Visit.device),
)
SORT_KEYS = {"id": Visit.id, "startsAt": Visit.starts_at, "updatedAt": Visit.updated_at}


def visits_visible_to(actor: User) -> sa.Select[Any]:
    """All visits for staff; for others those for tickets that they may see."""
    if policies.sees_calendar(actor):
        return sa.select(Visit)
    seen = tickets_visible_to(actor).with_only_columns(Ticket.id)
    return sa.select(Visit).where(Visit.ticket_id.in_(seen))


def visit_for(actor: User, visit_id: int) -> Visit:
    """The visit, if the actor may see it; else `NotFound`."""
    wanted = visits_visible_to(actor).where(Visit.id == visit_id).options(*WITH_VISIT)
    found = db.session.scalar(wanted) if 0 < visit_id <= MAX_ID else None
    if found is None:
        raise NotFound
    return found


def visit_by_id(visit_id: int) -> Visit | None:
    """The visit, for telling people of it."""
    return db.session.get(Visit, visit_id)


def names_of_visits(ids: Sequence[int], actor: User) -> dict[int, str]:
    """What the actor may know of these visits, where they stand in the way of something."""
    rows = visits_visible_to(actor).where(Visit.id.in_(ids)).with_only_columns(Visit.id, Visit.ticket_id)
    return {key: _("visit for #%(number)d", number=ticket) for key, ticket in db.session.execute(rows)}


def visits_page(actor: User, paging: Paging, where: Sequence[sa.ColumnElement[bool]] = ()) -> Page:
    """A page of the visits that the actor may see."""
    rows = visits_visible_to(actor).where(*where).options(*WITH_VISIT)
    return page_of(rows, paging, keys=SORT_KEYS, tie=Visit.id)


def visits_of_ticket(actor: User, ticket_id: int) -> Sequence[Visit]:
    """The visits for a ticket in the order in which they take place."""
    rows = visits_visible_to(actor).where(Visit.ticket_id == ticket_id).options(*WITH_VISIT)
    return db.session.scalars(rows.order_by(Visit.starts_at, Visit.id).limit(50)).all()


def visits_between(starts_at: datetime, ends_at: datetime) -> sa.Select[Any]:
    """Visits that take place at any time between the two; none is longer than `LONGEST_VISIT`."""
    begun = Visit.starts_at > starts_at - LONGEST_VISIT
    return sa.select(Visit).where(Visit.starts_at < ends_at, begun, Visit.ends_at > starts_at)


def narrowed_to_people(rows: sa.Select[Any], person_ids: Collection[int]) -> sa.Select[Any]:
    """The visits that these people make, or that are made to them."""
    theirs = sa.or_(Visit.technician_id.in_(person_ids), Ticket.requester_id.in_(person_ids))
    return rows.join(Visit.ticket).where(theirs)


def own_visits(person: User, starts_at: datetime, ends_at: datetime) -> Sequence[Visit]:
    """The visits that a technician makes in this time, cancelled ones left out."""
    rows = visits_between(starts_at, ends_at).where(
        Visit.technician_id == person.id, Visit.state != VisitState.cancelled
    )
    return db.session.scalars(rows.options(*WITH_VISIT).order_by(Visit.starts_at, Visit.id)).all()


def visits_to(person: User, after: datetime, most: int = 20) -> Sequence[Visit]:
    """The planned visits to a person that are not over, soonest first."""
    rows = sa.select(Visit).join(Visit.ticket).where(Ticket.requester_id == person.id)
    rows = rows.where(Visit.starts_at > after - LONGEST_VISIT, Visit.ends_at > after)
    rows = rows.where(Visit.state == VisitState.planned).options(*WITH_VISIT)
    return db.session.scalars(rows.order_by(Visit.starts_at, Visit.id).limit(most)).all()
