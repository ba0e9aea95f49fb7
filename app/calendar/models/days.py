"""What belongs to whole days: tasks with a due date, and who is away."""

from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.calendar.models.vocabulary import AbsenceKind
from app.core import clock
from app.core.db import Model, UtcDateTime
from app.tickets.models import Ticket, enum_of


class Task(Model):
    """Something that one of the IT staff is to do by a day; it takes nobody's time in the calendar."""

    __tablename__ = "tasks"
    __table_args__ = (
        sa.Index("ix_tasks_due_on", "due_on", "id"),
        sa.Index("ix_tasks_assignee_due_on", "assignee_id", "done_at", "due_on"),
        {"sqlite_autoincrement": True},
    )

    title: Mapped[str] = mapped_column(sa.String(200))
    text: Mapped[str] = mapped_column(sa.Text, default="")
    due_on: Mapped[date | None] = mapped_column(sa.Date)
    assignee_id: Mapped[int] = mapped_column(sa.ForeignKey("ab_user.id"))
    ticket_id: Mapped[int | None] = mapped_column(sa.ForeignKey("tickets.id"), index=True)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now, onupdate=clock.now)
    version: Mapped[int] = mapped_column(default=1)

    assignee: Mapped[User] = relationship(User)
    ticket: Mapped[Ticket | None] = relationship(Ticket)

    __mapper_args__ = {"version_id_col": version}

    def __str__(self) -> str:
        return self.title

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do."""
        return self.done_at is not None


class Absence(Model):
    """Days on which one of the IT staff is away; `ends_on` is the first day back."""

    __tablename__ = "absences"
    __table_args__ = (
        sa.Index("ix_absences_ends_on", "ends_on", "starts_on"),
        sa.Index("ix_absences_person_ends_on", "person_id", "ends_on"),
        {"sqlite_autoincrement": True},
    )

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("ab_user.id"))
    starts_on: Mapped[date] = mapped_column(sa.Date)
    ends_on: Mapped[date] = mapped_column(sa.Date)  # exclusive, as in calendars everywhere
    kind: Mapped[AbsenceKind] = mapped_column(enum_of(AbsenceKind), default=AbsenceKind.vacation)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now, onupdate=clock.now)
    version: Mapped[int] = mapped_column(default=1)

    person: Mapped[User] = relationship(User)

    __mapper_args__ = {"version_id_col": version}

    def __str__(self) -> str:
        return f"{self.person.name}, {self.starts_on.isoformat()}"

    @property
    def last_day(self) -> date:
        """The last day away."""
        return self.ends_on - timedelta(days=1)
