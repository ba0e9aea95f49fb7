"""Rooms that come in by a file, with the places that they stand in."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.models import User
from app.accounts.schemas import Zone
from app.core.errors import require
from app.core.imports import Entry, ImportKind
from app.core.imports.cells import text, typed, whole, yes_no
from app.core.imports.columns import Column, Mapped
from app.core.imports.delimited import Opener, Table
from app.core.imports.kinds import Made
from app.core.imports.options import Options
from app.core.imports.references import named_elsewhere
from app.core.imports.writing import change_rows, insert_rows
from app.extensions import db
from app.rooms import netbox, policies
from app.rooms.models import Building, Floor, Room, RoomFeature, Site, room_has_features
from app.rooms.services.placing import Path, Places

PLAIN = ("name", "capacity", "timezone", "is_bookable", "is_active", "notes")  # kept as they are read
LONGEST_CODE = 40


def _features(cell: str, _form: Any) -> list[str]:
    names = sorted({" ".join(part.split()) for part in cell.replace(";", ",").replace("|", ",").split(",")} - {""})
    if any(len(name) > 60 for name in names):
        raise ValueError(_("is longer than %(most)s letters", most=60))
    return names


class RoomImport(ImportKind):
    """Rooms by what stands on the door, within their building."""

    name, key = "rooms", "code"
    columns = (
        Column("code", _l("Code"), text(LONGEST_CODE),
               ("room code", "room codes", "room number", "room no", "Raumnummer", "Raumcode", "tiss_code", "slug"),
               _l("What stands on the door; with the building it says which room is meant. Left out, it is the name."),
               "A-101"),
        Column("name", _l("Name"), text(120), ("room name", "room", "Raum", "Raumname", "Bezeichnung", "location"),
               _l("Left out, it is the code."), "Meeting room Danube"),
        Column("site", _l("Site"), text(120), ("campus", "Standort", "site name", "Liegenschaft"),
               _l("A site that is not known yet is made."), "Vienna"),
        Column("building", _l("Building"), text(120), ("building name", "Gebäude", "house", "parent", "parent_name"),
               _l("A building that is not known yet is made; left out, it is called like the site."), "Main building"),
        Column("floor", _l("Floor"), text(80), ("storey", "level", "Stockwerk", "Etage", "Geschoss", "Stock"),
               _l("A floor that is not known yet is made."), "1st floor"),
        Column("capacity", _l("Seats"), whole(1, 10_000), ("seats", "places", "Plätze", "Sitzplätze", "Kapazität"),
               example="8"),
        Column("features", _l("Features"), _features, ("amenities", "Ausstattung", "facilities"),
               _l("Several are separated by commas; they replace what the room had."), "Screen, Whiteboard"),
        Column("timezone", _l("Time zone"), typed(Zone), ("time zone", "tz", "Zeitzone"),
               _l("Only where it is not that of the site."), ""),
        Column("is_bookable", _l("Can be booked"), yes_no, ("bookable", "buchbar"), _l("yes or no"), "yes"),
        Column("is_active", _l("In use"), yes_no, ("active", "aktiv", "in use"), _l("yes or no"), "yes"),
        Column("notes", _l("Notes"), text(2000, is_one_line=False), ("note", "comment", "comments", "description",
               "Anmerkung", "Bemerkung", "Kommentar")),
    )  # fmt: skip

    @property
    def title(self) -> str:
        return _("Import rooms")

    def lacking(self, mapped: Mapped) -> list[Column]:
        return [] if {"code", "name"} & mapped.keys() else [self.column("code")]

    def complete(self, entry: Entry) -> None:
        if "name" in entry.values:
            entry.values.setdefault("code", entry.values["name"][:LONGEST_CODE].strip())

    def table_from(self, opens: Opener, filename: str) -> Table | None:
        return netbox.rooms_in(opens)

    def may(self, actor: User) -> bool:
        return policies.can_keep(actor)

    def key_of(self, entry: Entry) -> str:
        return " / ".join([*filter(None, [entry.values.get("building")]), entry.values["code"]]).casefold()

    def plan(self, entries: Sequence[Entry], options: Options, *, is_locking: bool) -> None:
        places, by_code = Places.known(), _rooms_by_code(entries)
        kept = _rooms_as_kept([room.id for rooms in by_code.values() for room in rooms], is_locking=is_locking)
        for entry in entries:
            found = [room for room in by_code.get(entry.values["code"], ()) if _is_meant(entry, room)]
            if len(found) > 1:
                entry.refuse(_("several buildings have this room; say which"), self.column("building"))
            elif found and options.leaves_known:
                entry.leave_out(_("is known already"))
            elif not entry.problems:
                self._settle(entry, places, found[0] if found else None, kept)

    def _settle(self, entry: Entry, places: Places, known: Any, kept: Mapping[int, Mapping[str, Any]]) -> None:
        wanted = {name: entry.values[name] for name in (*PLAIN, "features") if name in entry.values}
        if known is None:
            path: Path | None = places.path(entry.values)
            wanted.setdefault("name", entry.values["code"])
        else:
            entry.target_id = known.id
            path = self._moved(entry, known)
        if path:
            entry.meant = path
            wanted["floor"] = places.floor_at(path) or -1  # one that has to be made
        entry.settle(kept[known.id] if known else None, wanted)
        for name in entry.after if known else ():
            after = " / ".join(entry.meant) if name == "floor" else _said(entry.after[name])
            entry.say(self.column(name), known.place if name == "floor" else _said(entry.before[name]), after)

    @staticmethod
    def _moved(entry: Entry, known: Any) -> Path | None:
        """Where a known room goes: only when the file says a floor."""
        if "floor" not in entry.values:
            return None
        return known.site, known.building, str(entry.values["floor"])

    def write(self, entries: Sequence[Entry], *, actor: User) -> Made:
        require(self.may(actor))
        places = Places.known()
        for entry in entries:
            if "floor" in entry.after:
                entry.after["floor"] = places.floor_made(entry.meant)
        new = [entry for entry in entries if entry.target_id is None]
        rows = [{"code": entry.values["code"], **_columns(entry.after)} for entry in new]
        for entry, row_id in zip(new, insert_rows(Room.__table__, rows), strict=True):
            entry.target_id = row_id
        _change({entry.target_id: entry.after for entry in entries if entry.before and entry.target_id})
        _furnish({entry.target_id: entry.after for entry in entries if entry.target_id}, places)
        return places.made

    def current(self, ids: Sequence[int], *, is_locking: bool = False) -> Mapping[int, Mapping[str, Any]]:
        return _rooms_as_kept(ids, is_locking=is_locking)

    def in_use(self, ids: Sequence[int]) -> Mapping[int, str]:
        return dict.fromkeys(
            named_elsewhere(Room.__table__, ids, ignoring={"room_has_features"}), _("is in use already")
        )

    def restore(self, befores: Mapping[int, Mapping[str, Any]], *, actor: User) -> None:
        require(self.may(actor))
        _change(befores)
        _furnish(befores, Places())

    def remove(self, ids: Sequence[int], *, actor: User) -> None:
        require(self.may(actor))
        db.session.execute(sa.delete(room_has_features).where(room_has_features.c.room_id.in_(ids)))
        db.session.execute(sa.delete(Room.__table__).where(Room.__table__.c.id.in_(ids)))

    def tidy(self, made: Made, *, actor: User) -> None:
        require(self.may(actor))
        for model in (Floor, Building, Site, RoomFeature):
            if ids := made.get(model.__tablename__, ()):
                unused = set(ids) - named_elsewhere(model.__table__, ids)
                db.session.execute(sa.delete(model.__table__).where(model.__table__.c.id.in_(unused)))


ROOM_IMPORT = RoomImport()


def _rooms_by_code(entries: Sequence[Entry]) -> dict[str, list[Any]]:
    """The rooms that have one of these codes, with the names of where they stand."""
    rows = sa.select(Room.id, Room.code, Site.name.label("site"), Building.name.label("building"),
                     (Building.name + ", " + Floor.name).label("place"))  # fmt: skip
    rows = rows.join(Building, Building.id == Room.building_id).join(Site).join(Floor, Floor.id == Room.floor_id)
    found: dict[str, list[Any]] = {}
    for row in db.session.execute(rows.where(Room.code.in_([entry.values["code"] for entry in entries]))):
        found.setdefault(row.code, []).append(row)
    return found


def _is_meant(entry: Entry, room: Any) -> bool:
    """Whether the file's row may mean this room: what it says of site and building fits."""
    said = ((entry.values.get("building"), room.building), (entry.values.get("site"), room.site))
    return all(not name or name.casefold() == kept.casefold() for name, kept in said)


def _rooms_as_kept(ids: Sequence[int], *, is_locking: bool) -> dict[int, dict[str, Any]]:
    columns = (Room.id, Room.floor_id.label("floor"), *(getattr(Room, name) for name in PLAIN))
    question = sa.select(*columns).where(Room.id.in_(ids))
    rows = db.session.execute(question.with_for_update() if is_locking else question)
    kept = {row.id: {**row._asdict(), "features": []} for row in rows}
    names = sa.select(room_has_features.c.room_id, RoomFeature.name).join(RoomFeature)
    for row in db.session.execute(names.where(room_has_features.c.room_id.in_(ids)).order_by(RoomFeature.name)):
        if row.room_id in kept:
            kept[row.room_id]["features"].append(row.name)
    return kept


def _columns(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields as the table of rooms has them; the building is the floor's."""
    values = {name: fields[name] for name in PLAIN if name in fields}
    if "floor" in fields:
        of_floor = sa.select(Floor.building_id).where(Floor.id == fields["floor"])
        values |= {"floor_id": fields["floor"], "building_id": db.session.scalar(of_floor)}
    return values


def _change(fields_by_id: Mapping[int, Mapping[str, Any]]) -> None:
    change_rows(Room.__table__, {room_id: _columns(fields) for room_id, fields in fields_by_id.items()})


def _furnish(fields_by_id: Mapping[int, Mapping[str, Any]], places: Places) -> None:
    """Replace the features of the rooms of which they are said."""
    said = {room_id: fields["features"] for room_id, fields in fields_by_id.items() if "features" in fields}
    ids = {name: places.feature_made(name) for name in dict.fromkeys(name for names in said.values() for name in names)}
    db.session.execute(sa.delete(room_has_features).where(room_has_features.c.room_id.in_(said)))
    pairs = [{"room_id": room_id, "feature_id": ids[name]} for room_id, names in said.items() for name in names]
    if pairs:
        db.session.execute(sa.insert(room_has_features), pairs)


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return ", ".join(value) if isinstance(value, list) else str(value or "")
