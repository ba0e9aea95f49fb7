"""What people are told: notifications (shown by the bell) and deliveries (one notification on one channel)."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import EMAIL_LENGTH, User
from app.accounts.preferences import Channel, Kind
from app.core import clock
from app.core.db import Model, UtcDateTime
from app.tickets.models import Message, Ticket


class What(StrEnum):
    """What exactly happened; chooses the sentence of the bell and the template of the mail."""

    ticket_received = "ticket_received"
    ticket_answered = "ticket_answered"
    ticket_solved = "ticket_solved"
    ticket_closed = "ticket_closed"
    ticket_duplicate = "ticket_duplicate"
    ticket_reminder = "ticket_reminder"
    ticket_assigned = "ticket_assigned"
    ticket_answer_on_mine = "ticket_answer_on_mine"
    ticket_still_broken = "ticket_still_broken"
    ticket_mentioned = "ticket_mentioned"
    ticket_new_in_team = "ticket_new_in_team"
    known_problem_fixed = "known_problem_fixed"
    device_handed_over = "device_handed_over"
    device_lent = "device_lent"
    device_declined = "device_declined"
    return_asked = "return_asked"
    loan_ends = "loan_ends"
    loan_overdue = "loan_overdue"
    warranties_end = "warranties_end"
    support_ends = "support_ends"
    visit_planned = "visit_planned"
    visit_moved = "visit_moved"
    visit_cancelled = "visit_cancelled"
    visit_assigned = "visit_assigned"
    visit_taken_off = "visit_taken_off"
    maintenance_announced = "maintenance_announced"
    maintenance_moved = "maintenance_moved"
    maintenance_cancelled = "maintenance_cancelled"
    task_assigned = "task_assigned"
    room_device_failed = "room_device_failed"
    booking_changed = "booking_changed"
    booking_cancelled = "booking_cancelled"
    export_ready = "export_ready"
    export_failed = "export_failed"


class DeliveryState(StrEnum):
    """How far a delivery has come."""

    waiting = "waiting"
    sent = "sent"
    dropped = "dropped"  # when its turn came, the person was not to be told any more
    dead = "dead"


def _words(kind: type[StrEnum]) -> sa.Enum:
    return sa.Enum(kind, native_enum=False, length=40)


class Notification(Model):
    """One thing that the bell of a person shows."""

    __tablename__ = "notifications"
    __table_args__ = (
        sa.UniqueConstraint("cause", "user_id"),
        sa.Index("ix_notifications_user_id_id", "user_id", "id"),
        sa.Index(
            "ix_notifications_unread",
            "user_id",
            sqlite_where=sa.text("read_at IS NULL"),
            postgresql_where=sa.text("read_at IS NULL"),
        ),
        {"sqlite_autoincrement": True},
    )

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("ab_user.id"))
    cause: Mapped[str] = mapped_column(sa.String(80))  # the outbox row: told twice, it makes one notification
    kind: Mapped[Kind] = mapped_column(_words(Kind))
    what: Mapped[What] = mapped_column(_words(What))
    ticket_id: Mapped[int | None] = mapped_column(sa.ForeignKey("tickets.id"), index=True)
    message_id: Mapped[int | None] = mapped_column(sa.ForeignKey("ticket_messages.id"), index=True)
    actor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("ab_user.id"), index=True)
    is_internal: Mapped[bool] = mapped_column(default=False)  # about an internal note: never for the requester
    params: Mapped[dict[str, Any]] = mapped_column(
        sa.JSON, default=dict
    )  # further ids and plain values of the sentence
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    user: Mapped[User] = relationship(User, foreign_keys=[user_id])
    actor: Mapped[User | None] = relationship(User, foreign_keys=[actor_id])
    ticket: Mapped[Ticket | None] = relationship(Ticket)
    message: Mapped[Message | None] = relationship(Message)


class Delivery(Model):
    """One mail to one person: what it says (ids only, put into words when it leaves) and how its sending stands."""

    __tablename__ = "deliveries"
    __table_args__ = (
        sa.UniqueConstraint("cause", "user_id", "channel"),
        sa.Index(
            "ix_deliveries_waiting",
            "due_at",
            "id",
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        ),
        sa.Index("ix_deliveries_user_id_created_at", "user_id", "created_at"),
        sa.Index("ix_deliveries_state_id", "state", "id"),
        {"sqlite_autoincrement": True},
    )

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("ab_user.id"))
    notification_id: Mapped[int | None] = mapped_column(sa.ForeignKey("notifications.id"), index=True)
    cause: Mapped[str] = mapped_column(sa.String(80))
    channel: Mapped[Channel] = mapped_column(_words(Channel), default=Channel.mail)
    recipient: Mapped[str] = mapped_column(sa.String(EMAIL_LENGTH))
    template: Mapped[str] = mapped_column(sa.String(40))
    ticket_id: Mapped[int | None] = mapped_column(sa.ForeignKey("tickets.id"), index=True)
    context: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    message_id: Mapped[str | None] = mapped_column(sa.String(255), index=True)  # of the mail; the same for every try
    leader_id: Mapped[int | None] = mapped_column(sa.ForeignKey("deliveries.id"), index=True)  # goes along in that mail
    state: Mapped[DeliveryState] = mapped_column(_words(DeliveryState), default=DeliveryState.waiting)
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    leased_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    dead_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_error: Mapped[str | None] = mapped_column(sa.Text)
    version: Mapped[int] = mapped_column(default=1)

    user: Mapped[User] = relationship(User)
    ticket: Mapped[Ticket | None] = relationship(Ticket)

    @property
    def can_be_bundled(self) -> bool:
        """Whether this may share a mail with others: ticket mails may, mails about an account never."""
        return self.template in {what.value for what in What}

    def __str__(self) -> str:
        return f"{self.template} to {self.recipient}"
