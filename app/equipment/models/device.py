"""Devices, who has them, and what happened to them."""

from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.core import clock
from app.core.db import Model, UtcDateTime
from app.equipment.models.kinds import EquipmentModel
from app.equipment.models.life import MOVES, DeviceEvent, DeviceState, IllegalMove, enum_of
from app.rooms.models import Room, RoomFeature


class Equipment(Model):
    """One device: what it is, where it stands in its life, who has it."""

    __tablename__ = "equipment"
    __table_args__ = (
        sa.Index("ix_equipment_state", "state", "id"),
        sa.Index("ix_equipment_model_id", "model_id", "id"),
        sa.Index("ix_equipment_room_id", "room_id", "id"),
        sa.Index("ix_equipment_room_feature_id", "room_feature_id"),
        sa.Index("ix_equipment_holder_id", "holder_id", "id"),
        sa.Index("ix_equipment_warranty_ends_on", "warranty_ends_on", "id"),
        sa.Index("ix_equipment_updated_at", "updated_at", "id"),
        {"sqlite_autoincrement": True},
    )

    tag: Mapped[str] = mapped_column(sa.String(60), unique=True)
    serial_number: Mapped[str | None] = mapped_column(sa.String(120), unique=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    model_id: Mapped[int] = mapped_column(sa.ForeignKey("equipment_models.id"))
    state: Mapped[DeviceState] = mapped_column(enum_of(DeviceState), default=DeviceState.in_stock)
    room_id: Mapped[int | None] = mapped_column(sa.ForeignKey("rooms.id"))
    room_feature_id: Mapped[int | None] = mapped_column(sa.ForeignKey("room_features.id", ondelete="SET NULL"))
    holder_id: Mapped[int | None] = mapped_column(sa.ForeignKey("ab_user.id"))  # of the open custody; set by moves only
    purchased_on: Mapped[date | None] = mapped_column(sa.Date)
    purchase_cost: Mapped[Decimal | None] = mapped_column(sa.Numeric(12, 2))
    currency: Mapped[str] = mapped_column(sa.String(3), default="EUR")
    warranty_ends_on: Mapped[date | None] = mapped_column(sa.Date)
    warned_of: Mapped[date | None] = mapped_column(sa.Date)  # the end of warranty that was announced already
    notes: Mapped[str] = mapped_column(sa.Text, default="")
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    version: Mapped[int] = mapped_column(default=1)

    model: Mapped[EquipmentModel] = relationship(EquipmentModel)
    room: Mapped[Room | None] = relationship(Room)
    room_feature: Mapped[RoomFeature | None] = relationship(RoomFeature)
    holder: Mapped[User | None] = relationship(User)

    __mapper_args__ = {"version_id_col": version, "version_id_generator": False}

    def __str__(self) -> str:
        return f"{self.tag} {self.name}"

    def target_of(self, event: DeviceEvent, before_repair: DeviceState) -> DeviceState:
        """Where the event leads from here; `IllegalMove` naming the legal ones when it leads nowhere."""
        move = MOVES.get(event)
        if move is None or self.state not in move.sources:
            raise IllegalMove(self.state)
        return move.target or before_repair

    def touch(self, now: datetime) -> None:
        """Count a change."""
        self.updated_at = now
        self.version += 1


class HandOverTerms(Model):
    """What somebody agrees to who accepts a device; a new wording is a new row."""

    __tablename__ = "hand_over_terms"

    text: Mapped[str] = mapped_column(sa.Text)
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("ab_user.id"), index=True)
    author: Mapped[User] = relationship(User)

    def __str__(self) -> str:
        return f"{self.id}"


class Custody(Model):
    """Somebody has, or had, a device. A device is in one open custody at most: the database sees to it."""

    __tablename__ = "custodies"
    __table_args__ = (
        sa.Index(
            "uq_custodies_open",
            "equipment_id",
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        ),
        sa.Index("ix_custodies_equipment_id", "equipment_id", "id"),
        sa.Index("ix_custodies_holder_id", "holder_id", "ended_at", "id"),
        sa.Index(
            "ix_custodies_due_on",
            "due_on",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        ),
        {"sqlite_autoincrement": True},
    )

    equipment_id: Mapped[int] = mapped_column(sa.ForeignKey("equipment.id"))
    holder_id: Mapped[int] = mapped_column(sa.ForeignKey("ab_user.id"))
    began_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    due_on: Mapped[date | None] = mapped_column(sa.Date)  # of a loan
    terms_id: Mapped[int | None] = mapped_column(sa.ForeignKey("hand_over_terms.id"), index=True)
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    return_asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reminded_on: Mapped[date | None] = mapped_column(sa.Date)  # of the last reminder of a loan

    equipment: Mapped[Equipment] = relationship(Equipment)
    holder: Mapped[User] = relationship(User)
    terms: Mapped[HandOverTerms | None] = relationship(HandOverTerms)


class EquipmentMove(Model):
    """One thing that happened to a device: what, from, to, who, why, which ticket. Never rewritten."""

    __tablename__ = "equipment_moves"
    __table_args__ = (
        sa.Index("ix_equipment_moves_equipment_id", "equipment_id", "id"),
        {"sqlite_autoincrement": True},
    )

    equipment_id: Mapped[int] = mapped_column(sa.ForeignKey("equipment.id"))
    event: Mapped[DeviceEvent] = mapped_column(enum_of(DeviceEvent))
    from_state: Mapped[DeviceState | None] = mapped_column(enum_of(DeviceState))
    to_state: Mapped[DeviceState] = mapped_column(enum_of(DeviceState))
    actor_id: Mapped[int] = mapped_column(sa.ForeignKey("ab_user.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("ab_user.id"), index=True)  # who got it, or had it
    room_id: Mapped[int | None] = mapped_column(sa.ForeignKey("rooms.id"), index=True)  # where it is since then
    ticket_id: Mapped[int | None] = mapped_column(sa.ForeignKey("tickets.id"), index=True)  # by name: tickets lie above
    reason: Mapped[str] = mapped_column(sa.String(1000), default="")
    proof: Mapped[str] = mapped_column(sa.String(500), default="")  # that the data was wiped

    equipment: Mapped[Equipment] = relationship(Equipment)
    actor: Mapped[User] = relationship(User, foreign_keys=[actor_id])
    person: Mapped[User | None] = relationship(User, foreign_keys=[person_id])
    room: Mapped[Room | None] = relationship(Room)
