"""Tickets and what hangs on them; a row's own transitions."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Team, User
from app.core import clock
from app.core.db import Model, UtcDateTime
from app.core.errors import Conflict

NEVER = datetime(9999, 12, 31, tzinfo=UTC)  # "nothing is due": sorts last, without NULLs in the keyset
SOON = timedelta(hours=4)  # what is due within this is marked
REOPEN_WITHIN = timedelta(days=30)


class TicketStatus(StrEnum):
    """Where the handling stands. Names equal values: Flask-AppBuilder looks members up by name."""

    open = "open"
    in_progress = "in_progress"
    waiting_on_employee = "waiting_on_employee"
    resolved = "resolved"
    closed = "closed"


class Priority(StrEnum):
    """How much the problem stops people."""

    low = "low"
    medium = "medium"
    high = "high"
    urgent = "urgent"


class Source(StrEnum):
    """The road by which a ticket came."""

    portal = "portal"
    desk = "desk"
    phone = "phone"
    walk_in = "walk_in"
    mail = "mail"
    api = "api"
    scan = "scan"


class MessageType(StrEnum):
    """Who speaks to whom: the requester, IT to the requester, or IT among itself."""

    user = "user"
    admin = "admin"
    internal = "internal"


class AttachmentState(StrEnum):
    """How far an upload has come; only `ready` can be downloaded."""

    awaiting = "awaiting"
    checking = "checking"
    ready = "ready"
    refused = "refused"


class LinkKind(StrEnum):
    """How two tickets belong together."""

    duplicate_of = "duplicate_of"
    related = "related"
    caused_by = "caused_by"


class ProblemState(StrEnum):
    """How far IT is with a known problem."""

    looking = "looking"
    workaround = "workaround"
    fixed = "fixed"


S = TicketStatus
MOVES: Mapping[TicketStatus, frozenset[TicketStatus]] = {
    S.open: frozenset({S.in_progress, S.waiting_on_employee, S.resolved, S.closed}),
    S.in_progress: frozenset({S.open, S.waiting_on_employee, S.resolved, S.closed}),
    S.waiting_on_employee: frozenset({S.open, S.in_progress, S.resolved, S.closed}),
    S.resolved: frozenset({S.open, S.in_progress, S.closed}),
    S.closed: frozenset({S.open}),
}
ACTIVE = frozenset({S.open, S.in_progress, S.waiting_on_employee})


class IllegalMove(Conflict):
    """The table of moves does not allow this; `legal` names what it does allow."""

    code = "illegal_move"

    def __init__(self, status: TicketStatus, legal: list[TicketStatus]) -> None:
        names = ", ".join(legal) or "-"
        super().__init__(_("A ticket that is %(status)s cannot go there. Possible: %(legal)s.", status=status, legal=names),
                         legal=[str(name) for name in legal])


def _enum(kind: type[StrEnum]) -> sa.Enum:
    return sa.Enum(kind, native_enum=False, length=20)


class Category(Model):
    """What a ticket is about; names the team and priority it starts with."""

    __tablename__ = "categories"

    name: Mapped[str] = mapped_column(sa.String(80), unique=True)
    question: Mapped[str] = mapped_column(sa.String(200), default="")
    icon: Mapped[str] = mapped_column(sa.String(40), default="life-buoy")
    team_id: Mapped[int | None] = mapped_column(sa.ForeignKey("teams.id"), index=True)
    default_priority: Mapped[Priority] = mapped_column(_enum(Priority), default=Priority.medium)
    is_active: Mapped[bool] = mapped_column(default=True)
    team: Mapped[Team | None] = relationship(Team)

    def __str__(self) -> str:
        return self.name


class Ticket(Model):
    """A request for help and where its handling stands."""

    __tablename__ = "tickets"
    __table_args__ = (
        sa.Index("ix_tickets_active_due_at", "is_active", "due_at", "id"),
        sa.Index("ix_tickets_status_due_at", "status", "due_at", "id"),
        sa.Index("ix_tickets_assignee_active_due_at", "assignee_id", "is_active", "due_at", "id"),
        sa.Index("ix_tickets_team_active_due_at", "team_id", "is_active", "due_at", "id"),
        sa.Index("ix_tickets_requester_updated_at", "requester_id", "updated_at", "id"),
        sa.Index("ix_tickets_category_created_at", "category_id", "created_at"),
        sa.Index("ix_tickets_priority_active", "priority", "is_active", "due_at", "id"),
        sa.Index("ix_tickets_updated_at", "updated_at", "id"),
        sa.Index("ix_tickets_created_at", "created_at", "id"),
        sa.Index("ix_tickets_resolved_at", "resolved_at", "id"),
        {"sqlite_autoincrement": True},
    )

    subject: Mapped[str] = mapped_column(sa.String(500))
    description: Mapped[str] = mapped_column(sa.Text)
    description_html: Mapped[str | None] = mapped_column(sa.Text)
    status: Mapped[TicketStatus] = mapped_column(_enum(TicketStatus), default=TicketStatus.open)
    priority: Mapped[Priority] = mapped_column(_enum(Priority), default=Priority.medium)
    category_id: Mapped[int] = mapped_column(sa.ForeignKey("categories.id"))
    requester_id: Mapped[int] = mapped_column(sa.ForeignKey("ab_user.id"))
    filed_by_id: Mapped[int] = mapped_column(sa.ForeignKey("ab_user.id"), index=True)
    assignee_id: Mapped[int | None] = mapped_column(sa.ForeignKey("ab_user.id"))
    team_id: Mapped[int | None] = mapped_column(sa.ForeignKey("teams.id"))
    source: Mapped[Source] = mapped_column(_enum(Source), default=Source.portal)
    is_spam: Mapped[bool] = mapped_column(default=False)
    is_active: Mapped[bool] = mapped_column(default=True)  # in the queue: neither done nor spam
    is_imported: Mapped[bool] = mapped_column(default=False)

    response_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    resolution_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime, default=NEVER)  # the next of the two that still counts
    waiting_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    waited_seconds: Mapped[int] = mapped_column(default=0)  # desk time spent waiting on the employee, for the target
    reminders_sent: Mapped[int] = mapped_column(default=0)

    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    first_responded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    resolved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    resolution: Mapped[str | None] = mapped_column(sa.Text)  # what fixed it
    last_word_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    last_word_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("ab_user.id"), index=True)
    is_our_turn: Mapped[bool] = mapped_column(default=True)  # the requester spoke last

    version: Mapped[int] = mapped_column(default=1)
    staff_version: Mapped[int] = mapped_column(default=1)  # also moved by internal notes

    requester: Mapped[User] = relationship(User, foreign_keys=[requester_id])
    filed_by: Mapped[User] = relationship(User, foreign_keys=[filed_by_id])
    assignee: Mapped[User | None] = relationship(User, foreign_keys=[assignee_id])
    last_word_by: Mapped[User | None] = relationship(User, foreign_keys=[last_word_by_id])
    team: Mapped[Team | None] = relationship(Team)
    category: Mapped[Category] = relationship(Category)

    __mapper_args__ = {"version_id_col": version, "version_id_generator": False}

    def __str__(self) -> str:
        return f"#{self.id} {self.subject}"

    def due_state(self, now: datetime) -> str:
        """late, soon or due: how pressing the next due time is."""
        if self.due_at < now:
            return "late"
        return "soon" if self.due_at - now < SOON else "due"

    @property
    def excerpt(self) -> str:
        """The first words of the description, for a list."""
        return " ".join(self.description[:300].split())[:160]

    def legal_moves(self, *, by_requester: bool = False) -> list[TicketStatus]:
        """Where the ticket may go from here; a ticket in progress is closed by its requester only."""
        legal = MOVES[self.status]
        if self.status is TicketStatus.in_progress and not by_requester:
            legal = legal - {TicketStatus.closed}
        return [status for status in TicketStatus if status in legal]

    def move(self, status: TicketStatus, now: datetime, *, by_requester: bool = False) -> None:
        """Go to `status` if the table of moves allows it, else `IllegalMove` naming the legal ones."""
        legal = self.legal_moves(by_requester=by_requester)
        if status not in legal:
            raise IllegalMove(self.status, legal)
        self.status = status
        self.is_active = status in ACTIVE and not self.is_spam
        self.waiting_since = now if status is TicketStatus.waiting_on_employee else None
        self.reminders_sent = 0
        if status is TicketStatus.resolved:
            self.resolved_at = now
        elif status is TicketStatus.closed:
            self.closed_at = now
            self.resolved_at = self.resolved_at or now
        else:
            self.resolved_at = self.closed_at = None

    def can_reopen(self, now: datetime) -> bool:
        """Whether a closed ticket is young enough to open again; later a new linked one is filed."""
        return self.closed_at is None or now - self.closed_at <= REOPEN_WITHIN

    def touch(self, now: datetime) -> None:
        """Count a change that the requester may know of."""
        self.updated_at = now
        self.version += 1
        self.staff_version += 1


class Message(Model):
    """One thing said on a ticket."""

    __tablename__ = "ticket_messages"
    __table_args__ = (sa.Index("ix_ticket_messages_ticket_id", "ticket_id", "id"), {"sqlite_autoincrement": True})

    ticket_id: Mapped[int] = mapped_column(sa.ForeignKey("tickets.id"))
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("ab_user.id"), index=True)
    message_type: Mapped[MessageType] = mapped_column(_enum(MessageType))
    body: Mapped[str] = mapped_column(sa.Text)
    body_html: Mapped[str | None] = mapped_column(sa.Text)
    edited_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    redacted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    author: Mapped[User] = relationship(User)
    ticket: Mapped[Ticket] = relationship(Ticket)
    attachments: Mapped[list["Attachment"]] = relationship("Attachment", order_by="Attachment.id", viewonly=True)


class MessageRevision(Model):
    """What a message said before an edit."""

    __tablename__ = "ticket_message_revisions"

    message_id: Mapped[int] = mapped_column(sa.ForeignKey("ticket_messages.id"), index=True)
    body: Mapped[str] = mapped_column(sa.Text)
    body_html: Mapped[str | None] = mapped_column(sa.Text)


class Attachment(Model):
    """A file on a ticket (`message_id` empty: on its description), or one uploaded and not named yet."""

    __tablename__ = "attachments"

    uploader_id: Mapped[int] = mapped_column(sa.ForeignKey("ab_user.id"), index=True)
    ticket_id: Mapped[int | None] = mapped_column(sa.ForeignKey("tickets.id"), index=True)
    message_id: Mapped[int | None] = mapped_column(sa.ForeignKey("ticket_messages.id"), index=True)
    filename: Mapped[str] = mapped_column(sa.String(255))
    content_type: Mapped[str] = mapped_column(sa.String(120))
    size: Mapped[int] = mapped_column(sa.BigInteger)
    storage_key: Mapped[str] = mapped_column(sa.String(255), unique=True)
    thumbnail_key: Mapped[str | None] = mapped_column(sa.String(255))
    state: Mapped[AttachmentState] = mapped_column(_enum(AttachmentState), default=AttachmentState.awaiting)
    refusal: Mapped[str | None] = mapped_column(sa.String(300))
    redacted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    message: Mapped[Message | None] = relationship(Message, overlaps="attachments")


class TimelineEntry(Model):
    """One change of a ticket: who, when, from, to. Never rewritten."""

    __tablename__ = "ticket_timeline"
    __table_args__ = (sa.Index("ix_ticket_timeline_ticket_id", "ticket_id", "id"), {"sqlite_autoincrement": True})

    ticket_id: Mapped[int] = mapped_column(sa.ForeignKey("tickets.id"))
    actor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("ab_user.id"))
    kind: Mapped[str] = mapped_column(sa.String(40))
    field: Mapped[str | None] = mapped_column(sa.String(40))
    old: Mapped[str | None] = mapped_column(sa.String(500))
    new: Mapped[str | None] = mapped_column(sa.String(500))
    is_internal: Mapped[bool] = mapped_column(default=False)
    actor: Mapped[User | None] = relationship(User)


class Watcher(Model):
    """A person who gets what the requester gets."""

    __tablename__ = "ticket_watchers"
    __table_args__ = (sa.UniqueConstraint("ticket_id", "user_id"), {"sqlite_autoincrement": True})

    ticket_id: Mapped[int] = mapped_column(sa.ForeignKey("tickets.id"))
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("ab_user.id"), index=True)
    user: Mapped[User] = relationship(User)


class TicketLink(Model):
    """Two tickets that belong together."""

    __tablename__ = "ticket_links"
    __table_args__ = (sa.UniqueConstraint("ticket_id", "other_id", "kind"), {"sqlite_autoincrement": True})

    ticket_id: Mapped[int] = mapped_column(sa.ForeignKey("tickets.id"))
    other_id: Mapped[int] = mapped_column(sa.ForeignKey("tickets.id"), index=True)
    kind: Mapped[LinkKind] = mapped_column(_enum(LinkKind))
    ticket: Mapped[Ticket] = relationship(Ticket, foreign_keys=[ticket_id])
    other: Mapped[Ticket] = relationship(Ticket, foreign_keys=[other_id])


class SavedReply(Model):
    """A reply to use again, own or shared (no owner); placeholders as in `placeholders.py`."""

    __tablename__ = "saved_replies"

    title: Mapped[str] = mapped_column(sa.String(120))
    body: Mapped[str] = mapped_column(sa.Text)
    owner_id: Mapped[int | None] = mapped_column(sa.ForeignKey("ab_user.id"), index=True)
    owner: Mapped[User | None] = relationship(User)

    def __str__(self) -> str:
        return self.title

    @property
    def is_shared(self) -> bool:
        """Whether every agent may use it."""
        return self.owner_id is None


class SavedView(Model):
    """A filter of the queue that a person keeps."""

    __tablename__ = "saved_views"
    __table_args__ = (sa.UniqueConstraint("owner_id", "name"), {"sqlite_autoincrement": True})

    owner_id: Mapped[int] = mapped_column(sa.ForeignKey("ab_user.id"))
    name: Mapped[str] = mapped_column(sa.String(80))
    filters: Mapped[dict[str, str]] = mapped_column(sa.JSON)


class KnownProblem(Model):
    """A problem that IT knows of, shown to those it affects."""

    __tablename__ = "known_problems"

    title: Mapped[str] = mapped_column(sa.String(200))
    text: Mapped[str] = mapped_column(sa.Text)
    state: Mapped[ProblemState] = mapped_column(_enum(ProblemState), default=ProblemState.looking)
    category_id: Mapped[int | None] = mapped_column(sa.ForeignKey("categories.id"), index=True)  # empty: everyone
    leading_ticket_id: Mapped[int | None] = mapped_column(sa.ForeignKey("tickets.id"), index=True)
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    category: Mapped[Category | None] = relationship(Category)
    leading_ticket: Mapped[Ticket | None] = relationship(Ticket)

    def __str__(self) -> str:
        return self.title


class ProblemReport(Model):
    """One person's "Me too" on a known problem."""

    __tablename__ = "known_problem_reports"
    __table_args__ = (sa.UniqueConstraint("problem_id", "user_id"), {"sqlite_autoincrement": True})

    problem_id: Mapped[int] = mapped_column(sa.ForeignKey("known_problems.id"))
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("ab_user.id"), index=True)
