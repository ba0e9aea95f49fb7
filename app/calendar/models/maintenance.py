"""Times in which something is out of service on purpose."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.calendar.models.slots import Slot
from app.calendar.models.vocabulary import Effect, MaintenanceState
from app.core import clock
from app.core.db import Model, UtcDateTime
from app.equipment.models import Equipment
from app.rooms.models import Building, Room
from app.tickets.models import enum_of

maintenance_rooms = sa.Table(
    "maintenance_rooms",
    Model.metadata,
    sa.Column("window_id", sa.ForeignKey("maintenance_windows.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("room_id", sa.ForeignKey("rooms.id", ondelete="CASCADE"), primary_key=True, index=True),
)
maintenance_equipment = sa.Table(
    "maintenance_equipment",
    Model.metadata,
    sa.Column("window_id", sa.ForeignKey("maintenance_windows.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("equipment_id", sa.ForeignKey("equipment.id", ondelete="CASCADE"), primary_key=True, index=True),
)


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
    building_id: Mapped[int | None] = mapped_column(sa.ForeignKey("buildings.id"), index=True)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now, onupdate=clock.now)
    version: Mapped[int] = mapped_column(default=1)

    building: Mapped[Building | None] = relationship(Building)
    rooms: Mapped[list[Room]] = relationship(Room, secondary=maintenance_rooms, order_by=Room.name)
    equipment: Mapped[list[Equipment]] = relationship(
        Equipment, secondary=maintenance_equipment, order_by=Equipment.tag
    )

    __mapper_args__ = {"version_id_col": version}

    def __str__(self) -> str:
        return self.title

    @property
    def concerns_all(self) -> bool:
        """Whether nothing narrower than everybody is named."""
        return not (self.building_id or self.rooms or self.equipment)
