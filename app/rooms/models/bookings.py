"""Who has a room when: a booking (once, or a series by wall time) and its occurrences."""

from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.core.db import Model, UtcDateTime
from app.core.walltime import Occurrence, occurrences
from app.rooms.models.rooms import Room

SOURCE = "booking"  # what holds call an occurrence
LONGEST = timedelta(days=31)  # of one occurrence


class Scope(StrEnum):
    """How much of a series is meant."""

    this = "this"
    following = "following"
    all = "all"


class Booking(Model):
    """A room for somebody, once or by a rule: the time on the wall, its zone, how long.

    A series that was changed from some day on goes on in another booking, which `follows` it.
    """

    __tablename__ = "bookings"

    room_id: Mapped[int] = mapped_column(sa.ForeignKey("rooms.id"), index=True)
    owner_id: Mapped[int] = mapped_column(sa.ForeignKey("ab_user.id"), index=True)
    title: Mapped[str] = mapped_column(sa.String(200))
    is_private: Mapped[bool] = mapped_column(default=False)
    timezone: Mapped[str] = mapped_column(sa.String(64))
    starts_wall: Mapped[datetime] = mapped_column(sa.DateTime)  # of the first occurrence, on the wall of that zone
    seconds: Mapped[int] = mapped_column()  # how long it takes, in UTC
    recurrence: Mapped[str | None] = mapped_column(sa.String(400))  # RFC 5545 RRULE, UNTIL in UTC
    setup_minutes: Mapped[int] = mapped_column(default=0)  # held before
    cleanup_minutes: Mapped[int] = mapped_column(default=0)  # held after
    follows_id: Mapped[int | None] = mapped_column(sa.ForeignKey("bookings.id"), index=True)

    room: Mapped[Room] = relationship(Room)
    owner: Mapped[User] = relationship(User)

    def __str__(self) -> str:
        return self.title

    @property
    def duration(self) -> timedelta:
        """How long an occurrence takes."""
        return timedelta(seconds=self.seconds)

    def times(self) -> list[Occurrence]:
        """Every time by the rule; `BadRule` when it cannot be followed."""
        return occurrences(self.starts_wall, ZoneInfo(self.timezone), self.recurrence)


class BookingOccurrence(Model):
    """One time of a booking; `original_at` is when the rule wanted it, which names it for ever."""

    __tablename__ = "booking_occurrences"
    __table_args__ = (
        sa.UniqueConstraint("booking_id", "original_at"),
        sa.Index("ix_booking_occurrences_room_id", "room_id", "starts_at"),
        {"sqlite_autoincrement": True},
    )

    booking_id: Mapped[int] = mapped_column(sa.ForeignKey("bookings.id", ondelete="CASCADE"))
    room_id: Mapped[int] = mapped_column(sa.ForeignKey("rooms.id"))
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    original_at: Mapped[datetime] = mapped_column(UtcDateTime)
    own_title: Mapped[str | None] = mapped_column(sa.String(200))  # where this one is called otherwise
    is_shifted: Mapped[bool] = mapped_column(default=False)  # its wall time does not exist: the clocks go forward
    is_moved: Mapped[bool] = mapped_column(default=False)  # it takes place at another time than the rule says
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)  # grows with each change: the SEQUENCE of feeds
    updated_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # None: as it was booked

    booking: Mapped[Booking] = relationship(Booking)
    room: Mapped[Room] = relationship(Room)

    @property
    def title(self) -> str:
        """What it is about."""
        return self.own_title or self.booking.title

    def mark_changed(self, now: datetime) -> None:
        """Programs that know it by a feed must take it as newer."""
        self.version, self.updated_at = self.version + 1, now

    @property
    def held_from(self) -> datetime:
        """From when the room is taken, with the time to set up."""
        return self.starts_at - timedelta(minutes=self.booking.setup_minutes)

    @property
    def held_to(self) -> datetime:
        """Until when the room is taken, with the time to clean up."""
        return self.ends_at + timedelta(minutes=self.booking.cleanup_minutes)
