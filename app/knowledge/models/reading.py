"""What readers do and say: openings, searches, feedback, and what search learns from them."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.core import clock
from app.core.db import Model, UtcDateTime
from app.knowledge.models.items import Item
from app.knowledge.models.vocabulary import EvidenceKind, Road, enum_of

WORDS_LENGTH = 300


class Feedback(Model):
    """Whether an item helped one person; may be changed."""

    __tablename__ = "kb_feedback"
    __table_args__ = (
        sa.UniqueConstraint("item_id", "user_id"),
        sa.Index("ix_kb_feedback_updated_at", "updated_at", "id"),
        {"sqlite_autoincrement": True},
    )

    item_id: Mapped[int] = mapped_column(sa.ForeignKey("kb_items.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("ab_user.id"), index=True)
    is_helpful: Mapped[bool] = mapped_column()
    comment: Mapped[str] = mapped_column(sa.String(2000), default="")
    item_version: Mapped[int] = mapped_column()
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    item: Mapped[Item] = relationship(Item)
    user: Mapped[User] = relationship(User)


class Opening(Model):
    """Somebody read an item on a day."""

    __tablename__ = "kb_openings"
    __table_args__ = (sa.UniqueConstraint("item_id", "user_id", "opened_on"), {"sqlite_autoincrement": True})

    item_id: Mapped[int] = mapped_column(sa.ForeignKey("kb_items.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("ab_user.id"), index=True)
    opened_on: Mapped[date] = mapped_column(sa.Date)


class SearchNote(Model):
    """What somebody searched for, what came of it."""

    __tablename__ = "kb_searches"
    __table_args__ = (
        sa.Index("ix_kb_searches_user_folded", "user_id", "folded", "id"),
        sa.Index("ix_kb_searches_created_at", "created_at", "id"),
        {"sqlite_autoincrement": True},
    )

    words: Mapped[str] = mapped_column(sa.String(WORDS_LENGTH))
    folded: Mapped[str] = mapped_column(sa.String(WORDS_LENGTH))  # lower case, one blank between words
    total: Mapped[int] = mapped_column()
    road: Mapped[Road] = mapped_column(enum_of(Road), default=Road.search)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("ab_user.id"))
    is_staff: Mapped[bool] = mapped_column(default=False)
    opened_item_id: Mapped[int | None] = mapped_column(sa.ForeignKey("kb_items.id", ondelete="SET NULL"), index=True)
    has_solved: Mapped[bool] = mapped_column(default=False)


class Solution(Model):
    """An item solved somebody's problem, so that no ticket was needed: a deflection."""

    __tablename__ = "kb_solutions"
    __table_args__ = (
        sa.UniqueConstraint("item_id", "user_id", "solved_on"),
        sa.Index("ix_kb_solutions_created_at", "created_at", "id"),
        {"sqlite_autoincrement": True},
    )

    item_id: Mapped[int] = mapped_column(sa.ForeignKey("kb_items.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("ab_user.id"), index=True)
    solved_on: Mapped[date] = mapped_column(sa.Date)
    words: Mapped[str | None] = mapped_column(sa.String(WORDS_LENGTH))


class Evidence(Model):
    """Words that led people to an item, and how often; search learns from them."""

    __tablename__ = "kb_evidence"
    __table_args__ = (sa.UniqueConstraint("item_id", "kind", "words"), {"sqlite_autoincrement": True})

    item_id: Mapped[int] = mapped_column(sa.ForeignKey("kb_items.id", ondelete="CASCADE"))
    kind: Mapped[EvidenceKind] = mapped_column(enum_of(EvidenceKind))
    words: Mapped[str] = mapped_column(sa.String(WORDS_LENGTH))
    times: Mapped[int] = mapped_column(default=1)
    last_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
