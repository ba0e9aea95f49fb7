"""How many tickets there are, by what, and how long they take; exact, in one pass over the rows that match."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from app.accounts.models import User
from app.core import clock
from app.core.db import is_sqlite
from app.extensions import db
from app.tickets import queries
from app.tickets.filters import TicketFilters, end_of_day
from app.tickets.models import Category, Priority, Ticket, TicketStatus
from app.tickets.schemas import TicketStats


def ticket_stats(actor: User, filters: TicketFilters) -> TicketStats:
    """The numbers over all tickets that match; today is the reader's."""
    rows = db.session.execute(_grouped(actor, filters)).all()
    names = dict(db.session.execute(sa.select(Category.id, Category.name)).all())
    by_status, by_priority, by_category = Counter[Any](), Counter[Any](), Counter[str]()
    for row in rows:
        by_status[row.status] += row.total
        by_priority[row.priority] += row.total
        by_category[names[row.category_id]] += row.total
    sums = {name: sum(getattr(row, name) or 0 for row in rows) for name in COUNTED}
    return TicketStats(
        total=sums["total"],
        by_status={status: by_status[status] for status in TicketStatus},
        by_priority={priority: by_priority[priority] for priority in Priority},
        by_category={name: by_category[name] for name in sorted(names.values())},
        unassigned=sums["unassigned"], created_today=sums["created_today"], resolved_today=sums["resolved_today"],
        average_first_response_seconds=_average(sums["response_seconds"], sums["responded"]),
        average_resolution_seconds=_average(sums["resolution_seconds"], sums["resolved"]),
    )  # fmt: skip


COUNTED = ("total", "unassigned", "created_today", "resolved_today", "responded", "resolved", "response_seconds",
           "resolution_seconds")  # fmt: skip


def _grouped(actor: User, filters: TicketFilters) -> sa.Select[Any]:
    today = _start_of_day(actor)
    waiting = sa.and_(Ticket.assignee_id.is_(None), Ticket.is_active.is_(True))
    return queries.matching(actor, filters).with_only_columns(
        Ticket.status, Ticket.priority, Ticket.category_id,
        sa.func.count().label("total"),
        _number_of(waiting).label("unassigned"),
        _number_of(Ticket.created_at >= today).label("created_today"),
        _number_of(Ticket.resolved_at >= today).label("resolved_today"),
        sa.func.count(Ticket.first_responded_at).label("responded"),
        sa.func.count(Ticket.resolved_at).label("resolved"),
        sa.func.sum(_seconds(Ticket.first_responded_at)).label("response_seconds"),
        sa.func.sum(_seconds(Ticket.resolved_at)).label("resolution_seconds"),
        maintain_column_froms=True,
    ).group_by(Ticket.status, Ticket.priority, Ticket.category_id)  # fmt: skip


def _number_of(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.sum(sa.case((condition, 1), else_=0))


def _seconds(moment: Any) -> sa.ColumnElement[float]:
    """From filing to that moment; nothing where there is none."""
    if is_sqlite():
        return (sa.func.julianday(moment) - sa.func.julianday(Ticket.created_at)) * 86_400.0
    return sa.func.extract("epoch", moment - Ticket.created_at)


def _average(seconds: float, number: int) -> int | None:
    return round(float(seconds) / number) if number else None


def _start_of_day(actor: User) -> datetime:
    """The last midnight in the reader's zone, also on days of 23 or 25 hours."""
    return end_of_day(actor, clock.now() - timedelta(days=1))
