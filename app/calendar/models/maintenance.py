"""Times in which something is out of service on purpose."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.calendar.models.slots import Slot
from app.calendar.models.vocabulary import Effect, MaintenanceState
from app.core import clock
from app.core.db import Model, UtcDateTime
from app.tickets.models import enum_of


class MaintenanceWindow(Slot, Model):
    """Announced work on what people use; without anything named it concerns everybody."""

    __tablename__ = "maintenance_windows"
    __table_args__ = (
        sa.Index("ix_maintenance_windows_starts_at", "starts_at", "id"),
        sa.Index("ix_maintenance_windows_state_ends_at", "state", "ends_at"),
        {"sqlite_autoincrement": True},
    )

    title: Mapped[str] = mapped_column(sa.String(200))
    text: Mapped[str] = mapped_column(sa.Text, default="")
    effect: Mapped[Effect] = mapped_column(enum_of(Effect), default=Effect.unavailable)
    state: Mapped[MaintenanceState] = mapped_column(enum_of(MaintenanceState), default=MaintenanceState.planned)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now, onupdate=clock.now)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    def __str__(self) -> str:
        return self.title
