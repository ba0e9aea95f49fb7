"""What everything with a beginning and an end on the clock has in common."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import UtcDateTime


class Slot:
    """A stretch of time, half open: its moments in UTC, and what the clock on the wall says at its beginning."""

    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    wall_start: Mapped[datetime] = mapped_column(sa.DateTime())  # without a zone: the clock in `zone`
    zone: Mapped[str] = mapped_column(sa.String(64))

    def put(self, starts_at: datetime, ends_at: datetime, zone: str) -> None:
        """Let it take place then; the wall time follows."""
        self.starts_at, self.ends_at, self.zone = starts_at, ends_at, zone
        self.wall_start = starts_at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)

    @property
    def duration(self) -> timedelta:
        """How long it takes, in UTC: a change of clocks makes nothing longer."""
        return self.ends_at - self.starts_at

    def overlaps(self, starts_at: datetime, ends_at: datetime) -> bool:
        """Whether any of it lies in this time; touching ends do not."""
        return self.starts_at < ends_at and self.ends_at > starts_at
