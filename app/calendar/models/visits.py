"""A technician goes to where the problem is."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.calendar.models.slots import Slot
from app.calendar.models.vocabulary import VisitState
from app.core import clock
from app.core.db import Model, UtcDateTime
from app.equipment.models import Equipment
from app.rooms.models import Room
from app.tickets.models import Ticket, enum_of


class Visit(Slot, Model):
    """A technician comes for a ticket; what is taken for it (person, room, spare device) is reserved with it."""

    __tablename__ = "visits"
    __table_args__ = (
        sa.Index("ix_visits_starts_at", "starts_at", "id"),
        sa.Index("ix_visits_technician_starts_at", "technician_id", "starts_at"),
        sa.Index("ix_visits_ticket_id", "ticket_id", "starts_at"),
        {"sqlite_autoincrement": True},
    )

    ticket_id: Mapped[int] = mapped_column(sa.ForeignKey("tickets.id"))
    technician_id: Mapped[int] = mapped_column(sa.ForeignKey("ab_user.id"))
    room_id: Mapped[int | None] = mapped_column(sa.ForeignKey("rooms.id"), index=True)
    equipment_id: Mapped[int | None] = mapped_column(sa.ForeignKey("equipment.id"), index=True)  # a spare brought along
    state: Mapped[VisitState] = mapped_column(enum_of(VisitState), default=VisitState.planned)
    note: Mapped[str] = mapped_column(sa.Text, default="")  # seen by the requester too
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now, onupdate=clock.now)
    version: Mapped[int] = mapped_column(default=1)

    ticket: Mapped[Ticket] = relationship(Ticket)
    technician: Mapped[User] = relationship(User)
    room: Mapped[Room | None] = relationship(Room)
    device: Mapped[Equipment | None] = relationship(Equipment)

    __mapper_args__ = {"version_id_col": version}

    def __str__(self) -> str:
        return f"#{self.ticket_id} {self.wall_start:%Y-%m-%d %H:%M}"
