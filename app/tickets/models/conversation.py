"""What is said on a ticket, and the files that come with it."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.core.db import Model, UtcDateTime
from app.tickets.models.ticket import Ticket
from app.tickets.models.vocabulary import AttachmentState, MessageType, enum_of


class Message(Model):
    """One thing said on a ticket."""

    __tablename__ = "ticket_messages"
    __table_args__ = (sa.Index("ix_ticket_messages_ticket_id", "ticket_id", "id"), {"sqlite_autoincrement": True})

    ticket_id: Mapped[int] = mapped_column(sa.ForeignKey("tickets.id"))
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("ab_user.id"), index=True)
    message_type: Mapped[MessageType] = mapped_column(enum_of(MessageType))
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
    state: Mapped[AttachmentState] = mapped_column(enum_of(AttachmentState), default=AttachmentState.awaiting)
    refusal: Mapped[str | None] = mapped_column(sa.String(300))
    redacted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    message: Mapped[Message | None] = relationship(Message, overlaps="attachments")
