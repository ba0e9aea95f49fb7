"""Files of items: pictures, videos, documents and captions."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Model
from app.knowledge.models.vocabulary import FilePurpose, FileState, enum_of


class KnowledgeFile(Model):
    """An uploaded file: announced, uploaded, named by an item, checked."""

    __tablename__ = "kb_files"

    storage_key: Mapped[str] = mapped_column(sa.String(255), unique=True)
    filename: Mapped[str] = mapped_column(sa.String(255))
    content_type: Mapped[str] = mapped_column(sa.String(120))
    size: Mapped[int] = mapped_column(sa.BigInteger)
    purpose: Mapped[FilePurpose] = mapped_column(enum_of(FilePurpose))
    state: Mapped[FileState] = mapped_column(enum_of(FileState), default=FileState.awaiting)
    problem: Mapped[str | None] = mapped_column(sa.String(300))  # why it was refused, or why its text is unknown
    uploader_id: Mapped[int] = mapped_column(sa.ForeignKey("ab_user.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(sa.BigInteger, index=True)  # the item that named it first
    digest: Mapped[str | None] = mapped_column(sa.String(64), index=True)  # SHA-256 of an imported one
    text: Mapped[str | None] = mapped_column(sa.Text, deferred=True)  # what a document says

    @property
    def is_served(self) -> bool:
        """Whether readers may have it."""
        return self.state in {FileState.ready, FileState.unreadable}


class ItemImage(Model):
    """A picture that stands in some version of an item; who may read the item may see it."""

    __tablename__ = "kb_item_images"
    __table_args__ = (sa.UniqueConstraint("item_id", "file_id"), {"sqlite_autoincrement": True})

    item_id: Mapped[int] = mapped_column(sa.ForeignKey("kb_items.id", ondelete="CASCADE"))
    file_id: Mapped[int] = mapped_column(sa.ForeignKey("kb_files.id"), index=True)


class CaptionTrack(Model):
    """The captions of a video in one language, as WebVTT of our own making, and the cues that could not be used."""

    __tablename__ = "kb_captions"
    __table_args__ = (sa.UniqueConstraint("item_id", "language"), {"sqlite_autoincrement": True})

    item_id: Mapped[int] = mapped_column(sa.ForeignKey("kb_items.id", ondelete="CASCADE"))
    language: Mapped[str] = mapped_column(sa.String(20))
    vtt: Mapped[str] = mapped_column(sa.Text, deferred=True)
    cue_count: Mapped[int] = mapped_column(default=0)
    problems: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)  # [{"line": 7, "text": "..."}]
