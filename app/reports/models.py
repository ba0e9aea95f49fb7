"""Reports that come by mail, and who does not want them."""

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
