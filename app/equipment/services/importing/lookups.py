"""What rows of a file name: models, rooms, holders. Found for a batch at once; models that are missing are made."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from app.accounts.queries import active_ids_by_email
from app.core.imports import Entry
from app.core.imports.writing import insert_rows
from app.equipment.models import DeviceKind, EquipmentModel, Manufacturer
from app.equipment.services.importing.kept import taken_serials
from app.extensions import db
from app.rooms.models import Building, Room, Site


@dataclass
class Models:
    """Models by their folded names and by folded manufacturer and name, as far as these rows name them."""

    by_both: dict[tuple[str, str], Any] = field(default_factory=dict)
    by_name: dict[str, list[Any]] = field(default_factory=dict)
    made: dict[str, list[int]] = field(default_factory=dict)

    @classmethod
    def named_in(cls, entries: Sequence[Entry]) -> "Models":
        """The models whose names these rows say."""
        names = {entry.values["model"].casefold() for entry in entries if "model" in entry.values}
        rows = sa.select(
            EquipmentModel.id, EquipmentModel.name, EquipmentModel.warranty_months, Manufacturer.name.label("maker")
        ).join(Manufacturer)
        found = cls()
        for row in db.session.execute(rows):
            if row.name.casefold() in names:
                found.note(row)
        return found

    def note(self, row: Any) -> None:
        """Know one more."""
        self.by_both[row.maker.casefold(), row.name.casefold()] = row
        self.by_name.setdefault(row.name.casefold(), []).append(row)

    def of(self, entry: Entry) -> Any:
        """The model that the row means, if it is known; without a manufacturer, a name that only one has will do."""
        name, maker = entry.values["model"].casefold(), entry.values.get("manufacturer")
        if maker:
            return self.by_both.get((maker.casefold(), name))
        alike = self.by_name.get(name, [])
        return alike[0] if len(alike) == 1 else self.by_both.get((_("Unknown").casefold(), name))

    def made_for(self, entry: Entry) -> Any:
        """The model that the row means, made with its manufacturer where it is missing."""
        if known := self.of(entry):
            return known
        maker, name = entry.values.get("manufacturer") or _("Unknown"), entry.values["model"]
        kind = entry.values.get("kind", DeviceKind.other)
        values = {"name": name, "kind": kind, "manufacturer_id": self._maker(maker)}
        (new,) = insert_rows(EquipmentModel.__table__, [values])
        self.made.setdefault("equipment_models", []).append(new)
        self.note(_Model(new, name, None, maker))
        return self.of(entry)

    def _maker(self, name: str) -> int:
        known = db.session.execute(sa.select(Manufacturer.id, Manufacturer.name)).all()
        for row in known:
            if row.name.casefold() == name.casefold():
                return int(row.id)
        (new,) = insert_rows(Manufacturer.__table__, [{"name": name}])
        self.made.setdefault("manufacturers", []).append(new)
        return new


@dataclass(frozen=True)
class _Model:
    id: int
    name: str
    warranty_months: int | None
    maker: str


class Rooms:
    """Rooms by folded code or name, as far as these rows name them."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        names = {entry.values["room"] for entry in entries if "room" in entry.values}
        rows = sa.select(Room.id, Room.code, Room.name, Building.name.label("building"), Site.name.label("site"))
        rows = rows.join(Building, Building.id == Room.building_id).join(Site)
        self.by_name: dict[str, dict[int, Any]] = {}
        for row in db.session.execute(rows.where(_is_named(names))) if names else ():
            for name in (row.code, row.name):
                self.by_name.setdefault(name.casefold(), {})[row.id] = row

    def of(self, entry: Entry) -> int | None:
        """The room that the row means; ValueError says why there is none."""
        named, building = entry.values["room"], str(entry.values.get("building", "")).casefold()
        found = list(self.by_name.get(named.casefold(), {}).values())
        if by_code := [row for row in found if row.code.casefold() == named.casefold()]:
            found = by_code
        if building and len(found) > 1:
            found = [row for row in found if building in (row.building.casefold(), row.site.casefold())]
        if len(found) > 1:
            raise ValueError(_("several rooms are called %(name)s; say the building", name=named))
        if not found:
            raise ValueError(_("there is no room %(name)s", name=named))
        return int(found[0].id)


def _is_named(names: set[str]) -> sa.ColumnElement[bool]:
    folded = {name.lower() for name in names} | names
    return sa.or_(Room.code.in_(names), Room.name.in_(names), sa.func.lower(Room.code).in_(folded),
                  sa.func.lower(Room.name).in_(folded))  # fmt: skip


def holders_of(entries: Sequence[Entry]) -> dict[str, int]:
    """The ids of active people by address, as far as these rows name them."""
    return active_ids_by_email({entry.values["holder"] for entry in entries if "holder" in entry.values})


@dataclass(frozen=True)
class Found:
    """Everything that a batch of rows names, as far as it is known."""

    models: Models
    rooms: Rooms
    holders: dict[str, int]
    serials: dict[str, str]  # which serial number which device has

    @classmethod
    def by(cls, entries: Sequence[Entry]) -> "Found":
        """What these rows name, in a handful of questions."""
        return cls(Models.named_in(entries), Rooms(entries), holders_of(entries), taken_serials(entries))
