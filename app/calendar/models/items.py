"""What was put where: one row per occurrence and link, and the changes that were fetched and wait for their turn."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.calendar.models.accounts import CalendarLink
from app.core.db import Model, UtcDateTime


class Ruling(StrEnum):
    """Whose side counts, said by a person."""

    ours = "ours"
    theirs = "theirs"


class CalendarItem(Model):
    """One occurrence of ours and its event there."""

    __tablename__ = "calendar_items"
    __table_args__ = (
        sa.UniqueConstraint("link_id", "source_kind", "source_id", "occurrence_key"),
        sa.UniqueConstraint("link_id", "remote_id"),
        sa.Index("ix_calendar_items_source", "source_kind", "source_id"),
        sa.Index("ix_calendar_items_due", "push_due_at", sqlite_where=sa.text("push_due_at IS NOT NULL"),
                 postgresql_where=sa.text("push_due_at IS NOT NULL")),
        sa.Index("ix_calendar_items_leased", "leased_until", sqlite_where=sa.text("leased_until IS NOT NULL"),
                 postgresql_where=sa.text("leased_until IS NOT NULL")),
        sa.Index("ix_calendar_items_conflicts", "conflict_at", sqlite_where=sa.text("conflict_at IS NOT NULL"),
                 postgresql_where=sa.text("conflict_at IS NOT NULL")),
        {"sqlite_autoincrement": True},
    )  # fmt: skip

    link_id: Mapped[int] = mapped_column(sa.ForeignKey("calendar_links.id", ondelete="CASCADE"))
    source_kind: Mapped[str] = mapped_column(sa.String(20))
    source_id: Mapped[int] = mapped_column(sa.BigInteger)
    occurrence_key: Mapped[str] = mapped_column(sa.String(40), default="")
    mark: Mapped[str] = mapped_column(sa.String(32))  # a random name that the event there carries: by it we know ours
    generation: Mapped[int] = mapped_column(default=0)
    remote_id: Mapped[str] = mapped_column(sa.String(100))  # chosen by us, so that a repeated insert makes no second
    etag: Mapped[str | None] = mapped_column(sa.String(100))
    agreed: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))  # what both sides last said
    was_sent: Mapped[bool] = mapped_column(default=False)  # an insert was tried: it may be there
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # it is not there any more, rightly
    push_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    leased_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    failures: Mapped[int] = mapped_column(default=0)
    failing_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    dead_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    last_error: Mapped[str | None] = mapped_column(sa.String(500))
    refusal: Mapped[str | None] = mapped_column(sa.String(500))  # why a wish from there was not granted
    conflict_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    conflict: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))  # both sides, as they were seen
    ruling: Mapped[Ruling | None] = mapped_column(sa.Enum(Ruling, native_enum=False, length=20))
    link: Mapped[CalendarLink] = relationship(CalendarLink)


class RemoteChange(Model):
    """That an event of ours changed there: stored with the token that will not tell of it again, then handled.

    It is a hint, not the news: the event is fetched anew when its turn comes.
    """

    __tablename__ = "calendar_changes"
    __table_args__ = (sa.UniqueConstraint("link_id", "remote_id"), {"sqlite_autoincrement": True})

    link_id: Mapped[int] = mapped_column(sa.ForeignKey("calendar_links.id", ondelete="CASCADE"))
    remote_id: Mapped[str] = mapped_column(sa.String(100))
    is_removal: Mapped[bool] = mapped_column(default=False)  # said to be deleted
    is_certain: Mapped[bool] = mapped_column(default=True)  # false: merely not seen in a full list
