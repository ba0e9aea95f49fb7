"""Rooms, what is in them, and what of it is broken."""

from datetime import datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Model, UtcDateTime
from app.core.walltime import Hours, open_hours
from app.rooms.models.places import Building, Floor, Site

room_has_features = sa.Table(
    "room_has_features",
    Model.metadata,
    sa.Column("room_id", sa.ForeignKey("rooms.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("feature_id", sa.ForeignKey("room_features.id"), primary_key=True, index=True),
)


class RoomFeature(Model):
    """Something that a room may have: a screen, a whiteboard, a ramp."""

    __tablename__ = "room_features"

    name: Mapped[str] = mapped_column(sa.String(60), unique=True)
    icon: Mapped[str] = mapped_column(sa.String(40), default="circle-check")

    def __str__(self) -> str:
        return self.name


class Room(Model):
    """A room: how many fit in, what is in it, when it may be used."""

    __tablename__ = "rooms"
    __table_args__ = (
        sa.UniqueConstraint("building_id", "code"),
        sa.Index("ix_rooms_name", "name", "id"),
        {"sqlite_autoincrement": True},
    )

    floor_id: Mapped[int] = mapped_column(sa.ForeignKey("floors.id"), index=True)
    building_id: Mapped[int] = mapped_column(sa.ForeignKey("buildings.id"))  # the floor's; the services see to it
    name: Mapped[str] = mapped_column(sa.String(120))
    code: Mapped[str] = mapped_column(sa.String(40))  # what stands on the door
    capacity: Mapped[int] = mapped_column(default=1)
    timezone: Mapped[str | None] = mapped_column(sa.String(64))  # the site's where none is said
    opening_hours: Mapped[dict[str, list[str]]] = mapped_column(sa.JSON, default=dict)  # see core.walltime.open_hours
    is_bookable: Mapped[bool] = mapped_column(default=True)
    is_active: Mapped[bool] = mapped_column(default=True)
    notes: Mapped[str] = mapped_column(sa.String(2000), default="")
    door_nonce: Mapped[str | None] = mapped_column(sa.String(64))  # from which the address of its tablet is made
    door_hash: Mapped[str | None] = mapped_column(sa.String(64), unique=True)  # by which that address is found

    floor: Mapped[Floor] = relationship(Floor)
    building: Mapped[Building] = relationship(Building)
    features: Mapped[list[RoomFeature]] = relationship(
        RoomFeature, secondary=room_has_features, order_by=RoomFeature.name
    )

    def __str__(self) -> str:
        return self.name

    @property
    def site(self) -> Site:
        """The site that the room is part of."""
        return self.floor.building.site

    @property
    def zone_name(self) -> str:
        """The zone in force: the room's own, else the site's."""
        return self.timezone or self.site.timezone

    @property
    def zone(self) -> ZoneInfo:
        """The zone in force."""
        return ZoneInfo(self.zone_name)

    @property
    def hours(self) -> dict[int, Hours] | None:
        """When it may be used, by weekday (Monday is 0); None when always."""
        return open_hours(self.opening_hours)

    @property
    def place(self) -> str:
        """Where it is, in a few words."""
        return f"{self.floor.building.name}, {self.floor.name}"


class RoomOutage(Model):
    """A room, or one feature of it, that is out of order; `cause` says what broke ("equipment:17") and ends it."""

    __tablename__ = "room_outages"
    __table_args__ = (
        sa.Index("ix_room_outages_room_id", "room_id", "ended_at"),
        sa.Index(
            "uq_room_outages_open",
            "room_id",
            "cause",
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        ),
        {"sqlite_autoincrement": True},
    )

    room_id: Mapped[int] = mapped_column(sa.ForeignKey("rooms.id", ondelete="CASCADE"))
    feature_id: Mapped[int | None] = mapped_column(sa.ForeignKey("room_features.id", ondelete="CASCADE"), index=True)
    cause: Mapped[str] = mapped_column(sa.String(80))
    reason: Mapped[str] = mapped_column(sa.String(300), default="")
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    room: Mapped[Room] = relationship(Room)
    feature: Mapped[RoomFeature | None] = relationship(RoomFeature, lazy="joined")
