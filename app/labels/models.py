"""Labels: what a sticker's code stands for."""

import secrets
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.core.db import Model, UtcDateTime
from app.equipment.models import Equipment
from app.rooms.models import Room

TOKEN_BYTES = 16  # 128 bits: nobody guesses one, and the code stays coarse enough for small stickers


def new_token() -> str:
    """A token that says nothing. Stored as it is: stickers stay on for years, longer than any secret of ours."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def _live(column: str) -> sa.Index:
    """One live label per thing: who prints again gets the same code."""
    where = sa.text("revoked_at IS NULL")
    return sa.Index(f"uq_labels_live_{column}", column, unique=True, sqlite_where=where, postgresql_where=where)


class Label(Model):
    """A sticker on one device or one room; once revoked, scanning it shows what an unknown code shows."""

    __tablename__ = "labels"
    __table_args__ = (
        sa.CheckConstraint("(equipment_id IS NULL) <> (room_id IS NULL)", name="one_thing"),
        _live("equipment_id"),
        _live("room_id"),
        {"sqlite_autoincrement": True},
    )

    token: Mapped[str] = mapped_column(sa.String(40), unique=True, default=new_token)
    equipment_id: Mapped[int | None] = mapped_column(sa.ForeignKey("equipment.id"), index=True)
    room_id: Mapped[int | None] = mapped_column(sa.ForeignKey("rooms.id", ondelete="CASCADE"), index=True)
    issued_by_id: Mapped[int] = mapped_column(sa.ForeignKey("ab_user.id"), index=True)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    equipment: Mapped[Equipment | None] = relationship(Equipment)
    room: Mapped[Room | None] = relationship(Room)
    issued_by: Mapped[User] = relationship(User)

    def __str__(self) -> str:
        return str(self.equipment or self.room)

    @property
    def is_live(self) -> bool:
        """Whether scanning it leads anywhere."""
        return self.revoked_at is None
