"""What jobs and side panels ask: what is due, what is alike, how long things take."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import load_only

from app.accounts.models import User
from app.core.paging import capped_count
from app.extensions import db
from app.tickets import search
from app.tickets.models import (
    Attachment,
    Category,
    Ticket,
    TicketStatus,
)


def silent_since_resolved(before: datetime) -> list[int]:
    """Ids of the tickets solved before that moment without a word since."""
    silent = sa.and_(Ticket.status == TicketStatus.resolved, Ticket.resolved_at < before, Ticket.last_word_at < before)
    return list(db.session.scalars(sa.select(Ticket.id).where(silent).order_by(Ticket.id).limit(1000)))


def waiting_since_before(before: datetime, reminders: int) -> list[int]:
    """Ids of the tickets that have waited on the employee since then, with that many reminders sent so far."""
    waiting = sa.and_(
        Ticket.status == TicketStatus.waiting_on_employee,
        Ticket.is_spam.is_(False),
        Ticket.waiting_since < before,
        Ticket.reminders_sent == reminders,
    )
    return list(db.session.scalars(sa.select(Ticket.id).where(waiting).order_by(Ticket.id).limit(1000)))


def unnamed_uploads(before: datetime) -> list[int]:
    """Ids of the uploads announced before that moment that no ticket or message names."""
    rows = sa.select(Attachment.id).where(Attachment.ticket_id.is_(None), Attachment.created_at < before)
    return list(db.session.scalars(rows.order_by(Attachment.id).limit(1000)))


def open_tickets_of(person: User) -> int:
    """How many active tickets are assigned to the person."""
    return capped_count(sa.select(Ticket).where(Ticket.assignee_id == person.id, Ticket.is_active.is_(True)), Ticket.id)


def open_of_requester(ticket: Ticket) -> int:
    """How many other open tickets the requester has."""
    others = sa.select(Ticket).where(
        Ticket.requester_id == ticket.requester_id, Ticket.is_active.is_(True), Ticket.id != ticket.id
    )
    return capped_count(others, Ticket.id, 99)


def similar_solved(ticket: Ticket, most: int = 4) -> Sequence[Ticket]:
    """Solved tickets whose words resemble this one's subject, newest first."""
    alike = sa.select(Ticket).where(
        Ticket.id.in_(search.ids_like(ticket.subject)),
        Ticket.id != ticket.id,
        Ticket.resolved_at.is_not(None),
        Ticket.is_spam.is_(False),
    )
    columns = load_only(Ticket.subject, Ticket.status, Ticket.resolution, Ticket.version)
    return db.session.scalars(alike.options(columns).order_by(Ticket.id.desc()).limit(most)).all()


def guessed_category(words: str) -> str | None:
    """The category that most of the newest tickets with such words have; None when they do not agree."""
    alike = sa.select(Ticket.category_id).where(Ticket.id.in_(search.ids_like(words)), Ticket.is_spam.is_(False))
    newest = alike.order_by(Ticket.id.desc()).limit(30).subquery()
    counted = sa.select(Category.name, sa.func.count()).join(newest, newest.c.category_id == Category.id)
    counted = counted.where(Category.is_active.is_(True)).group_by(Category.name).order_by(sa.func.count().desc())
    found = db.session.execute(counted).all()
    total = sum(count for _name, count in found)
    return found[0][0] if total >= 3 and found[0][1] * 2 > total else None


def response_times(since: datetime, most: int = 1000) -> Sequence[tuple[datetime, datetime]]:
    """When tickets were filed and first answered, of the newest ones answered since then."""
    rows = sa.select(Ticket.created_at, Ticket.first_responded_at)
    rows = rows.where(Ticket.created_at > since, Ticket.first_responded_at.is_not(None), Ticket.is_spam.is_(False))
    return [(row[0], row[1]) for row in db.session.execute(rows.order_by(Ticket.created_at.desc()).limit(most))]


def ids_assigned_to(person_id: int) -> list[int]:
    """Ids of the active tickets that a person has."""
    theirs = sa.and_(Ticket.assignee_id == person_id, Ticket.is_active.is_(True))
    return list(db.session.scalars(sa.select(Ticket.id).where(theirs).order_by(Ticket.id)))
