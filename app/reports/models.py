"""Reports that come by mail, who does not want them, and files that are prepared in the background."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.core.db import Model, UtcDateTime
from app.reports.tables import FileFormat


class Every(StrEnum):
    """How often a report comes."""

    day = "day"
    week = "week"
    month = "month"


def _words(kind: type[StrEnum]) -> sa.Enum:
    return sa.Enum(kind, native_enum=False, length=10)


class ReportSchedule(Model):
    """A report by mail, at an hour of its owner's zone; it tells of the whole days, weeks or months before."""

    __tablename__ = "report_schedules"
    __table_args__ = (sa.Index("ix_report_schedules_next_run_at", "next_run_at"), {"sqlite_autoincrement": True})

    owner_id: Mapped[int] = mapped_column(sa.ForeignKey("ab_user.id"), index=True)
    report: Mapped[str] = mapped_column(sa.String(40))
    query: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)  # grouping and filters, as addresses name them
    format: Mapped[FileFormat] = mapped_column(_words(FileFormat), default=FileFormat.pdf)
    every: Mapped[Every] = mapped_column(_words(Every), default=Every.week)
    hour: Mapped[int] = mapped_column(default=7)
    people: Mapped[list[int]] = mapped_column(sa.JSON, default=list)
    roles: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    is_active: Mapped[bool] = mapped_column(default=True)
    next_run_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_run_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    owner: Mapped[User] = relationship(User)

    def __str__(self) -> str:
        return self.report


class ReportRefusal(Model):
    """Somebody who stopped the mails of a schedule."""

    __tablename__ = "report_refusals"
    __table_args__ = (sa.UniqueConstraint("schedule_id", "user_id"), {"sqlite_autoincrement": True})

    schedule_id: Mapped[int] = mapped_column(sa.ForeignKey("report_schedules.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("ab_user.id", ondelete="CASCADE"), index=True)


class ExportState(StrEnum):
    """How far a file has come that is prepared in the background."""

    waiting = "waiting"
    running = "running"
    ready = "ready"
    failed = "failed"
    dropped = "dropped"  # nobody wants it any more: a job removes its file


UNDER_WAY = (ExportState.waiting, ExportState.running)


class ReportExport(Model):
    """A long file that the worker prepares for one person, who alone can fetch it until it is forgotten."""

    __tablename__ = "report_exports"
    __table_args__ = (
        sa.Index("ix_report_exports_state_id", "state", "id"),
        sa.Index("ix_report_exports_expires_at", "expires_at"),
        {"sqlite_autoincrement": True},
    )

    owner_id: Mapped[int] = mapped_column(sa.ForeignKey("ab_user.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(40))  # of the list
    query: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)  # its filters, as JSON
    format: Mapped[FileFormat] = mapped_column(_words(FileFormat))
    state: Mapped[ExportState] = mapped_column(_words(ExportState), default=ExportState.waiting)
    rows: Mapped[int] = mapped_column(default=0)  # written so far
    total: Mapped[int] = mapped_column(default=0)  # how many there were when it began
    filename: Mapped[str] = mapped_column(sa.String(120), default="")
    size: Mapped[int | None] = mapped_column(sa.BigInteger)
    storage_key: Mapped[str] = mapped_column(sa.String(200))
    attempts: Mapped[int] = mapped_column(default=0)
    leased_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    message: Mapped[str | None] = mapped_column(sa.Text)  # why it failed
    owner: Mapped[User] = relationship(User)

    @property
    def is_under_way(self) -> bool:
        """Whether it waits for the worker or is being written."""
        return self.state in UNDER_WAY

    def __str__(self) -> str:
        return self.filename or self.name
