"""Items with their categories, tags and versions."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.core import clock
from app.core.db import Model, UtcDateTime
from app.knowledge.models.files import KnowledgeFile
from app.knowledge.models.vocabulary import MOVES, Audience, IllegalMove, ItemStatus, ItemType, enum_of

item_tags = sa.Table(
    "kb_item_tags",
    Model.metadata,
    sa.Column("item_id", sa.ForeignKey("kb_items.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("tag_id", sa.ForeignKey("kb_tags.id"), primary_key=True, index=True),
)


class KnowledgeCategory(Model):
    """A shelf of the knowledge base; the slug is derived from the name."""

    __tablename__ = "kb_categories"

    name: Mapped[str] = mapped_column(sa.String(80), unique=True)
    slug: Mapped[str] = mapped_column(sa.String(100), unique=True)
    description: Mapped[str] = mapped_column(sa.String(300), default="")
    icon: Mapped[str] = mapped_column(sa.String(40), default="book-open")

    def __str__(self) -> str:
        return self.name


class Tag(Model):
    """A word that items share across categories; the slug is derived from the name."""

    __tablename__ = "kb_tags"

    name: Mapped[str] = mapped_column(sa.String(60), unique=True)
    slug: Mapped[str] = mapped_column(sa.String(100), unique=True)

    def __str__(self) -> str:
        return self.name


class SynonymGroup(Model):
    """Words that mean the same to a searcher, separated by commas."""

    __tablename__ = "kb_synonyms"

    words: Mapped[str] = mapped_column(sa.String(500), unique=True)

    def __str__(self) -> str:
        return self.words


class Item(Model):
    """An article, video or document, and where its writing stands."""

    __tablename__ = "kb_items"
    __table_args__ = (
        sa.Index("ix_kb_items_status_updated_at", "status", "updated_at", "id"),
        sa.Index("ix_kb_items_category_status", "category_id", "status", "id"),
        sa.Index("ix_kb_items_updated_at", "updated_at", "id"),
        sa.Index("ix_kb_items_review_on", "review_on", "id"),
        {"sqlite_autoincrement": True},
    )

    type: Mapped[ItemType] = mapped_column(enum_of(ItemType))
    status: Mapped[ItemStatus] = mapped_column(enum_of(ItemStatus), default=ItemStatus.draft)
    audience: Mapped[Audience] = mapped_column(enum_of(Audience), default=Audience.everyone)
    language: Mapped[str] = mapped_column(sa.String(20), default="en")
    title: Mapped[str] = mapped_column(sa.String(500))
    summary: Mapped[str] = mapped_column(sa.String(1000), default="")
    body_html: Mapped[str] = mapped_column(sa.Text, default="", deferred=True)  # articles; sanitised, headings with ids
    link_url: Mapped[str | None] = mapped_column(sa.String(1000))  # a video that lies elsewhere
    file_id: Mapped[int | None] = mapped_column(sa.ForeignKey("kb_files.id"), index=True)
    chapters: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)  # [{"seconds": 0, "title": ...}]
    category_id: Mapped[int] = mapped_column(sa.ForeignKey("kb_categories.id"))
    owner_id: Mapped[int] = mapped_column(sa.ForeignKey("ab_user.id"), index=True)
    updated_by_id: Mapped[int] = mapped_column(sa.ForeignKey("ab_user.id"), index=True)
    review_on: Mapped[date | None] = mapped_column(sa.Date)
    version: Mapped[int] = mapped_column(default=1)  # the number of the version in force
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    archived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    import_key: Mapped[str | None] = mapped_column(sa.String(300), unique=True)  # what an import knows it by

    category: Mapped[KnowledgeCategory] = relationship(KnowledgeCategory)
    tags: Mapped[list[Tag]] = relationship(Tag, secondary=item_tags, order_by=Tag.name)
    owner: Mapped[User] = relationship(User, foreign_keys=[owner_id])
    updated_by: Mapped[User] = relationship(User, foreign_keys=[updated_by_id])
    file: Mapped[KnowledgeFile | None] = relationship(KnowledgeFile)

    def __str__(self) -> str:
        return self.title

    @property
    def is_published(self) -> bool:
        """Whether readers see it."""
        return self.status is ItemStatus.published

    @property
    def legal_moves(self) -> list[ItemStatus]:
        """Where the item may go from here."""
        return [status for status in ItemStatus if status in MOVES[self.status]]

    def move(self, status: ItemStatus, now: datetime) -> None:
        """Go to `status` if the table of moves allows it, else `IllegalMove` naming the legal ones."""
        if status not in MOVES[self.status]:
            raise IllegalMove(self.status, self.legal_moves)
        self.status = status
        self.archived_at = now if status is ItemStatus.archived else None
        if status is ItemStatus.published:
            self.published_at = self.published_at or now

    def is_due(self, today: date) -> bool:
        """Whether somebody should look whether it is still true."""
        return self.review_on is not None and self.review_on <= today


class ItemVersion(Model):
    """What an item said after one save; never rewritten."""

    __tablename__ = "kb_versions"
    __table_args__ = (sa.UniqueConstraint("item_id", "number"), {"sqlite_autoincrement": True})

    item_id: Mapped[int] = mapped_column(sa.ForeignKey("kb_items.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column()
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("ab_user.id"), index=True)
    title: Mapped[str] = mapped_column(sa.String(500))
    summary: Mapped[str] = mapped_column(sa.String(1000), default="")
    body_html: Mapped[str] = mapped_column(sa.Text, default="", deferred=True)
    link_url: Mapped[str | None] = mapped_column(sa.String(1000))
    file_id: Mapped[int | None] = mapped_column(sa.ForeignKey("kb_files.id"), index=True)
    chapters: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)
    restored_from: Mapped[int | None] = mapped_column()
    author: Mapped[User] = relationship(User)
    file: Mapped[KnowledgeFile | None] = relationship(KnowledgeFile)
