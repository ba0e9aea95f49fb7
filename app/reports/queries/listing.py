"""The tickets of a filter, one row each, read in short questions so that no long one holds the database."""

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import aliased

from app.accounts.models import Team, User
from app.extensions import db
from app.reports.dimensions import PRIORITY_WORDS
from app.reports.exports.sheet import Sheet
from app.reports.tables import Column, Kind
from app.tickets import queries as tickets
from app.tickets.filters import TicketFilters
from app.tickets.happened import zone_of
from app.tickets.models import SOURCE_WORDS, STATE_WORDS, Category, Priority, Source, Ticket, TicketStatus

AT_ONCE = 2_000
LIST = "tickets-list"


def ticket_list(actor: User, filters: TicketFilters) -> Sheet:
    """The tickets that the queue shows to the actor for these filters, the newest first; `Invalid` as there."""
    rows = tickets.matching(actor, filters)  # refuses before the first byte leaves
    columns = [
        Column("number", _("Number"), Kind.number, weight=0.8), Column("subject", _("Subject"), Kind.text, weight=5),
        Column("status", _("State"), Kind.text, weight=1.8), Column("priority", _("Priority"), Kind.text, weight=1),
        Column("category", _("Category"), Kind.text, weight=1.5), Column("team", _("Team"), Kind.text, weight=0),
        Column("assignee", _("Assignee"), Kind.text), Column("requester", _("Requester"), Kind.text),
        Column("department", _("Department"), Kind.text, weight=0),
        Column("source", _("Came in by"), Kind.text, weight=0), Column("created", _("Filed"), Kind.moment, weight=1.7),
        Column("responded", _("First answer"), Kind.moment, weight=0),
        Column("response_due", _("First answer due"), Kind.moment, weight=0),
        Column("resolved", _("Solved"), Kind.moment, weight=1.7),
        Column("resolution_due", _("Solution due"), Kind.moment, weight=0),
        Column("closed", _("Closed"), Kind.moment, weight=0),
    ]  # fmt: skip
    return Sheet(LIST, _("Tickets"), [], columns, _read(rows), zone_of(actor))


def _read(rows: sa.Select[Any]) -> Iterator[Sequence[Any]]:
    requester, assignee = aliased(User), aliased(User)
    states = {status: str(STATE_WORDS[status]) for status in TicketStatus}
    priorities = {priority: str(PRIORITY_WORDS[priority]) for priority in Priority}
    sources = {source: str(SOURCE_WORDS[source]) for source in Source}
    question = (
        rows.with_only_columns(
            Ticket.id, Ticket.subject, Ticket.status, Ticket.priority, Category.name, Team.name, assignee.first_name,
            requester.first_name, requester.department, Ticket.source, Ticket.created_at, Ticket.first_responded_at,
            Ticket.response_due_at, Ticket.resolved_at, Ticket.resolution_due_at, Ticket.closed_at,
            maintain_column_froms=True,
        )
        .join(Category, Category.id == Ticket.category_id)
        .join(requester, requester.id == Ticket.requester_id)
        .outerjoin(assignee, assignee.id == Ticket.assignee_id)
        .outerjoin(Team, Team.id == Ticket.team_id)
        .order_by(Ticket.id.desc())
        .limit(AT_ONCE)
    )  # fmt: skip
    last = None
    while True:
        found = db.session.execute(question if last is None else question.where(Ticket.id < last)).all()
        db.session.rollback()  # a slow reader must hold neither a snapshot nor a connection
        for row in found:
            values = list(row)
            values[2], values[3], values[9] = states[row[2]], priorities[row[3]], sources[row[9]]
            yield values
        if len(found) < AT_ONCE:
            return
        last = found[-1][0]
