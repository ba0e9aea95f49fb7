"""Equipment that comes in by a file: new devices at their point of life, known ones by their tag."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from app.accounts.models import User
from app.core.errors import require
from app.core.imports import Entry, ImportKind
from app.core.imports.columns import Column, Mapped
from app.core.imports.delimited import Opener, Table
from app.core.imports.kinds import Made, Outcome
from app.core.imports.options import Options
from app.core.imports.references import named_elsewhere
from app.equipment import inventories, policies
from app.equipment.models import DeviceState, Equipment, EquipmentModel, EquipmentMove, Manufacturer
from app.equipment.queries import has_tag
from app.equipment.services.importing.columns import COLUMNS
from app.equipment.services.importing.kept import devices_as_kept
from app.equipment.services.importing.lookups import Found, Models, Rooms
from app.equipment.services.importing.written import change_devices, forget_devices, register_devices
from app.equipment.services.registering import months_after
from app.extensions import db

PLAIN = ("serial_number", "name", "purchased_on", "purchase_cost", "currency", "warranty_ends_on", "notes")
Fields = Mapping[str, Any]  # of a device, as it is kept
MAY_BE_HELD = (DeviceState.in_use, DeviceState.in_repair)


class EquipmentImport(ImportKind):
    """Devices by their tag. Known ones keep state and holder, which change by what happens to them."""

    name, key, unique, columns = "equipment", "tag", ("serial_number",), COLUMNS
    knows_others = True

    @property
    def title(self) -> str:
        return _("Import devices")

    def may(self, actor: User) -> bool:
        return policies.can_keep(actor)

    def lacking(self, mapped: Mapped) -> list[Column]:
        return [] if {"tag", "serial_number"} & mapped.keys() else [self.column("tag")]

    def complete(self, entry: Entry) -> None:
        if serial := entry.values.get("serial_number"):
            entry.values.setdefault("tag", serial[:60])

    def key_of(self, entry: Entry) -> str:
        return str(entry.values["tag"])

    def folded(self, key: str) -> str:
        return key.casefold()

    def table_from(self, opens: Opener, filename: str) -> Table | None:
        return inventories.table_in(opens)

    def plan(self, entries: Sequence[Entry], options: Options, *, is_locking: bool) -> None:
        kept = devices_as_kept(has_tag([entry.key for entry in entries]), is_locking=is_locking)
        by_tag = {self.folded(fields["tag"]): (device_id, fields) for device_id, fields in kept.items()}
        found = Found.by(entries)
        for entry in entries:
            entry.target_id, fields = by_tag.get(self.folded(entry.key), (None, None))
            if fields is not None and options.leaves_known:
                entry.leave_out(_("is known already"))
            else:
                self._plan(entry, fields, found, options)

    def _plan(self, entry: Entry, fields: Fields | None, found: Found, options: Options) -> None:
        owner = found.serials.get(entry.values.get("serial_number", ""))
        if owner is not None and self.folded(owner) != self.folded(entry.key):
            entry.refuse(_("the device %(tag)s has it already", tag=owner), self.column("serial_number"))
        wanted = self._wanted(entry, found.models, fields)
        self._place(entry, wanted, found.rooms, options)
        if fields is None:
            self._hold(entry, wanted, found.holders, options)
        else:
            self._compare(entry, fields, found.holders, options)
        self._check_days(entry, wanted, fields or {})
        if entry.outcome is not Outcome.wrong:
            self._settle(entry, fields, wanted)

    def _wanted(self, entry: Entry, models: Models, fields: Fields | None) -> dict[str, Any]:
        wanted = {name: _plain(entry.values[name]) for name in PLAIN if name in entry.values}
        model = models.of(entry) if "model" in entry.values else None
        if "model" in entry.values:
            wanted["model"] = model.id if model else -1  # one that has to be made
            maker = model.maker if model else entry.values.get("manufacturer") or _("Unknown")
            entry.meant = f"{maker} {entry.values['model']}"
        elif fields is None:
            entry.refuse(_("is missing"), self.column("model"))
        if fields is None and entry.meant:
            wanted.setdefault("name", entry.meant[:200])
        months = entry.values.get("warranty_months") or (model.warranty_months if model and fields is None else None)
        if months and "purchased_on" in entry.values and "warranty_ends_on" not in wanted:
            wanted["warranty_ends_on"] = months_after(entry.values["purchased_on"], months).isoformat()
        return wanted

    def _place(self, entry: Entry, wanted: dict[str, Any], rooms: Rooms, options: Options) -> None:
        if "room" not in entry.values:
            return
        try:
            wanted["room"] = rooms.of(entry)
        except ValueError as problem:
            self._miss(entry, "room", str(problem), options)

    def _hold(self, entry: Entry, wanted: dict[str, Any], holders: Mapping[str, int], options: Options) -> None:
        """Who has a new device, and where it stands in its life."""
        said, state = entry.values.get("holder"), entry.values.get("state")
        holder = holders.get(said) if said else None
        if said and holder is None:
            self._miss(entry, "holder", _("there is no active person %(name)s", name=said), options)
        if state in (None, DeviceState.in_stock) and holder:
            state = DeviceState.in_use
        wanted["state"] = (state or DeviceState.in_stock).value
        wanted["holder"] = holder if state in MAY_BE_HELD else None
        if holder and not wanted["holder"]:
            entry.words.append(_("the holder is left out: nobody holds a device in this state"))

    def _compare(self, entry: Entry, fields: Fields, holders: Mapping[str, int], options: Options) -> None:
        """Of a known device the file may only say what is so already."""
        said, state = entry.values.get("holder"), entry.values.get("state")
        if state and state.value != fields["state"]:
            self._miss(entry, "state", _("known devices change by what happens to them; see their page"), options)
        if said and holders.get(said) != fields["holder"]:
            self._miss(entry, "holder", _("known devices change hands on their page"), options)

    def _miss(self, entry: Entry, name: str, text: str, options: Options) -> None:
        """What cannot be taken from the file makes the row wrong, unless it shall be left alone."""
        if options.leaves_unknown:
            entry.words.append(f"{self.column(name).label}: {text}")
        else:
            entry.refuse(text, self.column(name))

    def _check_days(self, entry: Entry, wanted: Mapping[str, Any], fields: Fields) -> None:
        bought, ends = (wanted.get(name, fields.get(name)) for name in ("purchased_on", "warranty_ends_on"))
        if bought and ends and ends < bought:
            entry.refuse(_("is before the purchase"), self.column("warranty_ends_on"))

    def _settle(self, entry: Entry, fields: Fields | None, wanted: Mapping[str, Any]) -> None:
        entry.settle(fields, wanted)
        if fields is None:
            return
        for name, after in entry.after.items():
            said = {"model": entry.meant, "room": entry.values.get("room")}.get(name, after)
            entry.say(self.column(name), fields.get(f"{name}_said", entry.before[name]), said)

    def write(self, entries: Sequence[Entry], *, actor: User) -> Made:
        require(self.may(actor))
        models = Models.named_in(entries)
        for entry in entries:
            if "model" in entry.after:
                entry.after["model"] = models.made_for(entry).id
        new = [entry for entry in entries if entry.target_id is None]
        register_devices(new, actor=actor)
        known = {entry.target_id: entry.after for entry in entries if entry.before and entry.target_id}
        change_devices(known, actor=actor)
        return models.made

    def current(self, ids: Sequence[int], *, is_locking: bool = False) -> Mapping[int, Mapping[str, Any]]:
        return devices_as_kept(Equipment.id.in_(ids), is_locking=is_locking)

    def in_use(self, ids: Sequence[int]) -> Mapping[int, str]:
        named = named_elsewhere(Equipment.__table__, ids, ignoring={"equipment_moves", "custodies"})
        moved = sa.select(EquipmentMove.equipment_id).where(EquipmentMove.equipment_id.in_(ids))
        moved = moved.group_by(EquipmentMove.equipment_id).having(sa.func.count() > 1)
        used = dict.fromkeys(named, _("is in use already"))
        return used | dict.fromkeys(db.session.scalars(moved), _("something happened to it since"))

    def restore(self, befores: Mapping[int, Mapping[str, Any]], *, actor: User) -> None:
        require(self.may(actor))
        change_devices(befores, actor=actor)

    def remove(self, ids: Sequence[int], *, actor: User) -> None:
        require(self.may(actor))
        forget_devices(ids)

    def tidy(self, made: Made, *, actor: User) -> None:
        require(self.may(actor))
        for model in (EquipmentModel, Manufacturer):
            if ids := made.get(model.__tablename__, ()):
                unused = set(ids) - named_elsewhere(model.__table__, ids)
                db.session.execute(sa.delete(model.__table__).where(model.__table__.c.id.in_(unused)))


def _plain(value: Any) -> Any:
    """As it is kept in a row of the run: JSON knows neither days nor sums."""
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, str) else f"{value:.2f}"
