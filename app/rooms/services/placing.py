"""Sites, buildings and floors by name, as files tell them; those that are missing are made."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from app.core.company import CompanySettings
from app.core.imports.writing import insert_rows
from app.extensions import db
from app.rooms.models import Building, Floor, RoomFeature, Site

Path = tuple[str, str, str]  # the names of site, building and floor


@dataclass
class Places:
    """Every place by its folded name, as they are now."""

    sites: dict[str, int] = field(default_factory=dict)
    buildings: dict[tuple[int, str], int] = field(default_factory=dict)
    floors: dict[tuple[int, str], int] = field(default_factory=dict)
    made: dict[str, list[int]] = field(default_factory=dict)

    @classmethod
    def known(cls) -> "Places":
        """All places, in three short questions."""
        sites = {row.name.casefold(): row.id for row in db.session.execute(sa.select(Site.id, Site.name))}
        buildings = db.session.execute(sa.select(Building.id, Building.site_id, Building.name))
        floors = db.session.execute(sa.select(Floor.id, Floor.building_id, Floor.name))
        return cls(
            sites,
            {(row.site_id, row.name.casefold()): row.id for row in buildings},
            {(row.building_id, row.name.casefold()): row.id for row in floors},
        )

    def path(self, values: Mapping[str, Any]) -> Path:
        """Where a new room stands: what is not said follows from what is known, or is called like the company's."""
        site, building = str(values.get("site", "")), str(values.get("building", ""))
        if not site:
            known = {site_id for (site_id, name) in self.buildings if name == building.casefold()}
            owners = [name for name, site_id in self._names().items() if site_id in known or len(self.sites) == 1]
            site = owners[0] if len(owners) == 1 else CompanySettings.current().name
        return site, building or site, str(values.get("floor", "")) or _("Unknown floor")

    def floor_at(self, path: Path) -> int | None:
        """The floor of this path, if there is one."""
        site, building, floor = (name.casefold() for name in path)
        building_id = self.buildings.get((self.sites.get(site, 0), building))
        return self.floors.get((building_id, floor)) if building_id else None

    def floor_made(self, path: Path) -> int:
        """The floor of this path, made with its building and site where they are missing."""
        zone = CompanySettings.current().zone_name
        site_id = self.sites.get(path[0].casefold())
        if site_id is None:
            site_id = self.sites[path[0].casefold()] = self._made(Site, name=path[0], timezone=zone)
        place = (site_id, path[1].casefold())
        if place not in self.buildings:
            self.buildings[place] = self._made(Building, name=path[1], site_id=site_id)
        floor = (self.buildings[place], path[2].casefold())
        if floor not in self.floors:
            self.floors[floor] = self._made(Floor, name=path[2], building_id=floor[0])
        return self.floors[floor]

    def feature_made(self, name: str) -> int:
        """The feature of this name, made where it is missing."""
        known = db.session.scalar(sa.select(RoomFeature.id).where(sa.func.lower(RoomFeature.name) == name.lower()))
        return known or self._made(RoomFeature, name=name)

    def _names(self) -> dict[str, int]:
        return {row.name: row.id for row in db.session.execute(sa.select(Site.id, Site.name))}

    def _made(self, model: Any, **values: Any) -> int:
        (new,) = insert_rows(model.__table__, [values])
        self.made.setdefault(model.__tablename__, []).append(new)
        return new
