"""Tickets that come in by a file: all is checked first, then written in one transaction, times kept."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

import sqlalchemy as sa

from app.accounts import services as accounts
from app.accounts.models import User
from app.core import clock
from app.core.audit import audit
from app.core.errors import require
from app.core.outbox import record
from app.core.records import Record, valid
from app.core.transaction import transaction
from app.extensions import db
from app.tickets import policies, queries, search, targets
from app.tickets.events import TicketsImported
from app.tickets.imported import ImportedMessage, ImportedTicket
from app.tickets.models import ACTIVE, Category, Message, MessageType, Source, Ticket, TicketStatus, TimelineEntry
from app.tickets.settings import PatienceSettings

CHUNK = 500  # tickets in memory at a time
NO_CATEGORY = "Other"
SOMEBODY = "?"  # the file counts who had a ticket, it does not name them


@dataclass
class TicketsSurvey:
    """What a file holds: how much, of whom and of which categories."""

    tickets: int = 0
    messages: int = 0
    people: dict[str, str] = field(default_factory=dict)  # address -> name, as first told
    categories: dict[str, str] = field(default_factory=dict)  # folded -> as first told

    def note(self, ticket: ImportedTicket) -> None:
        """Count one more."""
        self.tickets += 1
        self.messages += len(ticket.messages)
        for person in ticket.people():
            self.people.setdefault(person.email, person.shown_name)
        name = _category_of(ticket)
        self.categories.setdefault(name.casefold(), name)


def survey_tickets(records: Iterable[Record]) -> TicketsSurvey:
    """What an import would bring; `BadRows` names every row that cannot be taken. Writes nothing."""
    survey = TicketsSurvey()
    for _row, ticket in valid(records, ImportedTicket):
        survey.note(ticket)
    return survey


def import_tickets(records: Iterable[Record], *, actor: User) -> TicketsSurvey:
    """Take over every ticket of the file, or none; `records` is read twice, so that memory stays bounded."""
    survey = survey_tickets(records)
    _import(records, survey, actor=actor)
    return survey


@transaction()
def _import(records: Iterable[Record], survey: TicketsSurvey, *, actor: User) -> None:
    require(policies.can_import(actor))
    people = accounts.enter_named(survey.people, actor=actor)
    writer = _Writer(people, _categories(survey.categories), actor.id)
    tickets = (ticket for _row, ticket in valid(records, ImportedTicket))
    while chunk := list(islice(tickets, CHUNK)):
        writer.write(chunk)
    audit("tickets.imported", "tickets", actor=actor, count=survey.tickets)
    record(TicketsImported(survey.tickets))


def _category_of(ticket: ImportedTicket) -> str:
    return " ".join((ticket.category or NO_CATEGORY).split())


def _categories(wanted: dict[str, str]) -> dict[str, Category]:
    """The categories by folded name; unknown ones are made, switched off until an administrator offers them."""
    known = {row.name.casefold(): row for row in queries.categories(with_inactive=True)}
    new = {folded: Category(name=name, is_active=False) for folded, name in wanted.items() if folded not in known}
    db.session.add_all(new.values())
    db.session.flush()
    return {**known, **new}


class _Writer:
    """Writes chunks of tickets with everything that belongs to them."""

    def __init__(self, people: dict[str, int], categories: dict[str, Category], actor_id: int) -> None:
        self.people, self.actor_id, self.now = people, actor_id, clock.now()
        self.categories = {name: (row.id, row.team_id, row.default_priority) for name, row in categories.items()}
        self.silent_since = self.now - PatienceSettings.current().until_closing

    def write(self, tickets: list[ImportedTicket]) -> None:
        """Insert the tickets, their messages, a line of history each, and their full text."""
        rows = sa.insert(Ticket.__table__).returning(Ticket.__table__.c.id, sort_by_parameter_order=True)
        values = [self._ticket(ticket) for ticket in tickets]
        ids = list(db.session.scalars(rows, values))
        messages = [
            self._message(ticket_id, ticket, message)
            for ticket_id, ticket in zip(ids, tickets, strict=True)
            for message in ticket.messages
        ]
        if messages:
            db.session.execute(sa.insert(Message.__table__), messages)
        history = [
            {
                "ticket_id": ticket_id,
                "actor_id": self.actor_id,
                "kind": "imported",
                "created_at": self.now,
                "field": None,
                "old": None,
                "new": None,
                "is_internal": False,
            }
            for ticket_id in ids
        ]
        for ticket_id, ticket in zip(ids, tickets, strict=True):
            history += _changes(ticket_id, ticket, self.actor_id)
        db.session.execute(sa.insert(TimelineEntry.__table__), history)
        search.write_new_texts([_texts(ticket_id, ticket) for ticket_id, ticket in zip(ids, tickets, strict=True)])

    def _ticket(self, ticket: ImportedTicket) -> dict[str, Any]:
        category_id, team_id, priority = self.categories[_category_of(ticket).casefold()]
        requester_id = self.people[ticket.requester.email]
        public = [message for message in ticket.messages if ticket.kind_of(message) is not MessageType.internal]
        last_at = public[-1].created_at if public else ticket.created_at
        last_by = self.people[public[-1].author.email] if public else requester_id
        status = self._status(ticket)
        done_at = (ticket.resolved_at or max(last_at, ticket.created_at)) if status not in ACTIVE else None
        row = Ticket(
            subject=" ".join(ticket.subject.split()),
            description=ticket.description,
            description_html=ticket.description_html,
            status=status,
            priority=ticket.priority or priority,
            category_id=category_id,
            team_id=team_id,
            requester_id=requester_id,
            filed_by_id=requester_id,
            source=Source.api,
            is_imported=True,
            met_target=ticket.met_target,
            is_active=status in ACTIVE,
            created_at=ticket.created_at,
            updated_at=max(last_at, ticket.created_at, done_at or last_at),
            first_responded_at=_first_response(ticket),
            resolved_at=done_at,
            closed_at=done_at if status is TicketStatus.closed else None,
            waiting_since=self.now
            if status is TicketStatus.waiting_on_employee
            else None,  # patience begins here, with us
            waited_seconds=0,
            last_word_at=last_at,
            last_word_by_id=last_by,
            is_our_turn=status in ACTIVE and last_by == requester_id,
        )
        targets.set_due_times(row)
        return {name: getattr(row, name) for name in WRITTEN}

    def _status(self, ticket: ImportedTicket) -> TicketStatus:
        """As told; else open, or by when it was solved: closed after the usual silence."""
        if ticket.status:
            return ticket.status
        if ticket.resolved_at is None:
            return TicketStatus.open
        return TicketStatus.closed if ticket.resolved_at < self.silent_since else TicketStatus.resolved

    def _message(self, ticket_id: int, ticket: ImportedTicket, message: ImportedMessage) -> dict[str, Any]:
        return {
            "ticket_id": ticket_id,
            "author_id": self.people[message.author.email],
            "created_at": message.created_at,
            "message_type": ticket.kind_of(message),
            "body": message.body,
            "body_html": message.body_html,
        }


WRITTEN = (
    "subject",
    "description",
    "description_html",
    "status",
    "priority",
    "category_id",
    "team_id",
    "requester_id",
    "filed_by_id",
    "source",
    "is_imported",
    "met_target",
    "is_active",
    "created_at",
    "updated_at",
    "first_responded_at",
    "resolved_at",
    "closed_at",
    "waiting_since",
    "waited_seconds",
    "last_word_at",
    "last_word_by_id",
    "is_our_turn",
    "response_due_at",
    "resolution_due_at",
    "due_at",
)


def _first_response(ticket: ImportedTicket) -> datetime | None:
    """When somebody else than the requester first said something that the requester could read."""
    answers = (message for message in ticket.messages if ticket.kind_of(message) is MessageType.admin)
    first = next(answers, None)
    return max(first.created_at, ticket.created_at) if first else None


def _changes(ticket_id: int, ticket: ImportedTicket, actor_id: int) -> list[dict[str, Any]]:
    """What the file tells of a ticket's way: when it was opened again, and when somebody else got it."""
    line = {"ticket_id": ticket_id, "actor_id": actor_id, "is_internal": False}
    moved = {**line, "kind": "moved", "field": "status", "old": TicketStatus.resolved, "new": TicketStatus.in_progress}
    given = {**line, "kind": "assigned", "field": "assignee", "old": SOMEBODY, "new": SOMEBODY}
    return [
        *({**moved, "created_at": moment} for moment in ticket.reopened_at),
        *({**given, "created_at": moment} for moment in ticket.reassigned_at),
    ]


def _texts(ticket_id: int, ticket: ImportedTicket) -> tuple[int, str, str | None]:
    public = [ticket.subject, ticket.description]
    notes: list[str] = []
    for message in ticket.messages:
        (notes if ticket.kind_of(message) is MessageType.internal else public).append(message.body)
    return ticket_id, "\n".join(public), "\n".join(public + notes) if notes else None
