"""What staff keep beside tickets: saved replies and views, known problems."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.core import clock
from app.core.db import Model, UtcDateTime
from app.equipment.models import EquipmentModel
from app.rooms.models import Building, Room
from app.tickets.models.ticket import Category, Ticket
from app.tickets.models.vocabulary import ProblemState, enum_of


class SavedReply(Model):
    """A reply to use again, own or shared (no owner); placeholders as in `placeholders.py`."""

    __tablename__ = "saved_replies"

    title: Mapped[str] = mapped_column(sa.String(120))
    body: Mapped[str] = mapped_column(sa.Text)
    owner_id: Mapped[int | None] = mapped_column(sa.ForeignKey("ab_user.id"), index=True)
    owner: Mapped[User | None] = relationship(User)

    def __str__(self) -> str:
        return self.title

    @property
    def is_shared(self) -> bool:
        """Whether every agent may use it."""
        return self.owner_id is None


class SavedView(Model):
    """A filter of the queue that a person keeps."""

    __tablename__ = "saved_views"
    __table_args__ = (sa.UniqueConstraint("owner_id", "name"), {"sqlite_autoincrement": True})

    owner_id: Mapped[int] = mapped_column(sa.ForeignKey("ab_user.id"))
    name: Mapped[str] = mapped_column(sa.String(80))
    filters: Mapped[dict[str, str]] = mapped_column(sa.JSON)


class KnownProblem(Model):
    """A problem that IT knows of, shown to those it affects."""

    __tablename__ = "known_problems"

    title: Mapped[str] = mapped_column(sa.String(200))
    text: Mapped[str] = mapped_column(sa.Text)
    state: Mapped[ProblemState] = mapped_column(enum_of(ProblemState), default=ProblemState.looking)
    category_id: Mapped[int | None] = mapped_column(sa.ForeignKey("categories.id"), index=True)  # empty: everyone
    building_id: Mapped[int | None] = mapped_column(sa.ForeignKey("buildings.id"), index=True)
    room_id: Mapped[int | None] = mapped_column(sa.ForeignKey("rooms.id"), index=True)
    model_id: Mapped[int | None] = mapped_column(sa.ForeignKey("equipment_models.id"), index=True)
    leading_ticket_id: Mapped[int | None] = mapped_column(sa.ForeignKey("tickets.id"), index=True)
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    category: Mapped[Category | None] = relationship(Category)
    building: Mapped[Building | None] = relationship(Building)
    room: Mapped[Room | None] = relationship(Room)
    model: Mapped[EquipmentModel | None] = relationship(EquipmentModel)
    leading_ticket: Mapped[Ticket | None] = relationship(Ticket)

    def __str__(self) -> str:
        return self.title


class ProblemReport(Model):
    """One person's "Me too" on a known problem."""

    __tablename__ = "known_problem_reports"
    __table_args__ = (sa.UniqueConstraint("problem_id", "user_id"), {"sqlite_autoincrement": True})

    problem_id: Mapped[int] = mapped_column(sa.ForeignKey("known_problems.id"))
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("ab_user.id"), index=True)
