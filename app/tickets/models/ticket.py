"""Categories, tickets, and who and what belongs to a ticket; its own transitions."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Team, User
from app.core import clock
from app.core.db import Model, UtcDateTime
from app.equipment.models import Equipment
from app.rooms.models import Room
from app.tickets.models.vocabulary import (
    ACTIVE,
    MOVES,
    NEVER,
    REOPEN_WITHIN,
    SOON,
    IllegalMove,
    LinkKind,
    Priority,
    Source,
    TicketStatus,
    enum_of,
)


class Category(Model):
    """What a ticket is about; names the team and priority it starts with."""

    __tablename__ = "categories"

    name: Mapped[str] = mapped_column(sa.String(80), unique=True)
    question: Mapped[str] = mapped_column(sa.String(200), default="")
    icon: Mapped[str] = mapped_column(sa.String(40), default="life-buoy")
    team_id: Mapped[int | None] = mapped_column(sa.ForeignKey("teams.id"), index=True)
    default_priority: Mapped[Priority] = mapped_column(enum_of(Priority), default=Priority.medium)
    is_active: Mapped[bool] = mapped_column(default=True)
    team: Mapped[Team | None] = relationship(Team)

    def __str__(self) -> str:
        return self.name


class Ticket(Model):
    """A request for help and where its handling stands."""

    __tablename__ = "tickets"
    __table_args__ = (
        sa.Index("ix_tickets_active_due_at", "is_active", "due_at", "id"),
        sa.Index("ix_tickets_status_active_due_at", "status", "is_active", "due_at", "id"),
        sa.Index("ix_tickets_assignee_active_due_at", "assignee_id", "is_active", "due_at", "id"),
        sa.Index("ix_tickets_team_active_due_at", "team_id", "is_active", "due_at", "id"),
        sa.Index("ix_tickets_requester_updated_at", "requester_id", "updated_at", "id"),
        sa.Index("ix_tickets_category_created_at", "category_id", "created_at"),
        sa.Index("ix_tickets_priority_active", "priority", "is_active", "due_at", "id"),
        sa.Index("ix_tickets_updated_at", "updated_at", "id"),
        sa.Index("ix_tickets_created_at", "created_at", "id"),
        sa.Index("ix_tickets_resolved_at", "resolved_at", "id"),
        sa.Index("ix_tickets_first_responded_at", "first_responded_at"),
        sa.Index("ix_tickets_equipment_id", "equipment_id", "id"),
        sa.Index("ix_tickets_room_id", "room_id", "id"),
        {"sqlite_autoincrement": True},
    )

    subject: Mapped[str] = mapped_column(sa.String(500))
    description: Mapped[str] = mapped_column(sa.Text)
    description_html: Mapped[str | None] = mapped_column(sa.Text)
    status: Mapped[TicketStatus] = mapped_column(enum_of(TicketStatus), default=TicketStatus.open)
    priority: Mapped[Priority] = mapped_column(enum_of(Priority), default=Priority.medium)
    category_id: Mapped[int] = mapped_column(sa.ForeignKey("categories.id"))
    requester_id: Mapped[int] = mapped_column(sa.ForeignKey("ab_user.id"))
    filed_by_id: Mapped[int] = mapped_column(sa.ForeignKey("ab_user.id"), index=True)
    assignee_id: Mapped[int | None] = mapped_column(sa.ForeignKey("ab_user.id"))
    team_id: Mapped[int | None] = mapped_column(sa.ForeignKey("teams.id"))
    equipment_id: Mapped[int | None] = mapped_column(sa.ForeignKey("equipment.id"))
    room_id: Mapped[int | None] = mapped_column(sa.ForeignKey("rooms.id"))
    source: Mapped[Source] = mapped_column(enum_of(Source), default=Source.portal)
    is_spam: Mapped[bool] = mapped_column(default=False)
    is_active: Mapped[bool] = mapped_column(default=True)  # in the queue: neither done nor spam
    is_imported: Mapped[bool] = mapped_column(default=False)
    met_target: Mapped[bool | None] = mapped_column()  # what another system said of its target; none: our times decide

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
    equipment: Mapped[Equipment | None] = relationship(Equipment)
    room: Mapped[Room | None] = relationship(Room)

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


def of_kind(kind: str) -> dict[str, Any]:
    """What keeps an index to lines of one kind."""
    return dict.fromkeys(("sqlite_where", "postgresql_where"), sa.text(f"kind = '{kind}'"))


class TimelineEntry(Model):
    """One change of a ticket: who, when, from, to. Never rewritten."""

    __tablename__ = "ticket_timeline"
    __table_args__ = (
        sa.Index("ix_ticket_timeline_ticket_id", "ticket_id", "id"),
        sa.Index("ix_ticket_timeline_moved_at", "created_at", "ticket_id", **of_kind("moved")),  # reports count both
        sa.Index("ix_ticket_timeline_assigned_at", "created_at", "ticket_id", **of_kind("assigned")),
        {"sqlite_autoincrement": True},
    )

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
    kind: Mapped[LinkKind] = mapped_column(enum_of(LinkKind))
    ticket: Mapped[Ticket] = relationship(Ticket, foreign_keys=[ticket_id])
    other: Mapped[Ticket] = relationship(Ticket, foreign_keys=[other_id])
