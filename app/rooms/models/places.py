"""Where rooms are: sites, their buildings, their floors."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Model


class Site(Model):
    """A place of the company, with one time zone; the country says which holidays it keeps."""

    __tablename__ = "sites"

    name: Mapped[str] = mapped_column(sa.String(120), unique=True)
    timezone: Mapped[str] = mapped_column(sa.String(64))
    country: Mapped[str | None] = mapped_column(sa.String(2))  # ISO 3166-1 alpha-2
    address: Mapped[str] = mapped_column(sa.String(500), default="")

    def __str__(self) -> str:
        return self.name


class Building(Model):
    """A house of a site."""

    __tablename__ = "buildings"
    __table_args__ = (sa.UniqueConstraint("site_id", "name"), {"sqlite_autoincrement": True})

    site_id: Mapped[int] = mapped_column(sa.ForeignKey("sites.id"))
    name: Mapped[str] = mapped_column(sa.String(120))
    site: Mapped[Site] = relationship(Site, lazy="joined", innerjoin=True)

    def __str__(self) -> str:
        return self.name if self.name == self.site.name else f"{self.name}, {self.site.name}"


class Floor(Model):
    """A floor of a building; `position` orders them, the ground floor is usually 0."""

    __tablename__ = "floors"
    __table_args__ = (sa.UniqueConstraint("building_id", "name"), {"sqlite_autoincrement": True})

    building_id: Mapped[int] = mapped_column(sa.ForeignKey("buildings.id"))
    name: Mapped[str] = mapped_column(sa.String(80))
    position: Mapped[int] = mapped_column(default=0)
    building: Mapped[Building] = relationship(Building, lazy="joined", innerjoin=True)

    def __str__(self) -> str:
        return f"{self.name}, {self.building}"
