"""The columns of the import of equipment, and what the words of other systems mean in ours."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from app.accounts.schemas import Email
from app.core.imports.cells import day, money, one_of, text, typed, whole
from app.core.imports.columns import Column
from app.core.imports.delimited import Format
from app.equipment.models import KIND_WORDS, STATE_WORDS, DeviceKind, DeviceState
from app.equipment.schemas.drafts import Currency

# A device may come in at these points of its life; the others need somebody's word: for whom, until when.
STATES = (DeviceState.ordered, DeviceState.received, DeviceState.in_stock, DeviceState.in_use, DeviceState.in_repair,
          DeviceState.quarantine, DeviceState.missing, DeviceState.retire_pending, DeviceState.disposed)  # fmt: skip
# What Snipe-IT, NetBox, GLPI and people call them
_SAID: Mapping[DeviceState, tuple[str, ...]] = {
    DeviceState.ordered: ("planned", "on order", "bestellt"),
    DeviceState.received: ("staged", "arrived", "eingetroffen"),
    DeviceState.in_stock: ("in stock", "stock", "ready to deploy", "deployable", "available", "inventory", "offline",
                           "new", "spare", "lager", "im lager", "verfügbar"),
    DeviceState.in_use: ("in use", "deployed", "active", "assigned", "checked out", "in betrieb", "in verwendung"),
    DeviceState.in_repair: ("in repair", "repair", "out for repair", "broken", "failed", "defekt", "in reparatur"),
    DeviceState.quarantine: ("pending", "pending diagnostics", "undeployable", "out for diagnostics", "returned"),
    DeviceState.missing: ("lost", "stolen", "lost/stolen", "verloren", "vermisst"),
    DeviceState.retire_pending: ("archived", "retired", "decommissioning", "end of life", "ausgemustert"),
    DeviceState.disposed: ("disposed of", "sold", "scrapped", "entsorgt"),
}  # fmt: skip
_KINDS: tuple[tuple[str, DeviceKind], ...] = (
    ("laptop", DeviceKind.laptop), ("notebook", DeviceKind.laptop), ("macbook", DeviceKind.laptop),
    ("desktop", DeviceKind.desktop), ("computer", DeviceKind.desktop), ("tower", DeviceKind.desktop),
    ("all in one", DeviceKind.desktop), ("workstation", DeviceKind.desktop), ("monitor", DeviceKind.monitor),
    ("display", DeviceKind.monitor), ("screen", DeviceKind.monitor), ("bildschirm", DeviceKind.monitor),
    ("dock", DeviceKind.dock), ("phone", DeviceKind.phone), ("handy", DeviceKind.phone), ("tablet", DeviceKind.tablet),
    ("ipad", DeviceKind.tablet), ("printer", DeviceKind.printer), ("drucker", DeviceKind.printer),
    ("headset", DeviceKind.headset), ("camera", DeviceKind.camera), ("kamera", DeviceKind.camera),
    ("projector", DeviceKind.projector), ("beamer", DeviceKind.projector), ("conference", DeviceKind.conference),
    ("switch", DeviceKind.network), ("router", DeviceKind.network), ("network", DeviceKind.network),
    ("firewall", DeviceKind.network), ("access point", DeviceKind.network), ("netzwerk", DeviceKind.network),
    ("server", DeviceKind.server), ("storage", DeviceKind.storage), ("nas", DeviceKind.storage),
    ("keyboard", DeviceKind.accessory), ("mouse", DeviceKind.accessory), ("accessor", DeviceKind.accessory),
    ("zubehör", DeviceKind.accessory), ("pdu", DeviceKind.accessory),
)  # fmt: skip


def states_by_word() -> dict[str, DeviceState]:
    """Every word for a state that a file may use."""
    words = {state.value: state for state in STATES} | {state.value.replace("_", " "): state for state in STATES}
    return words | {word: state for state, words in _SAID.items() for word in words}


_by_word = one_of(states_by_word())


def state(cell: str, form: Format) -> Any:
    """A state in our words, in those of other systems, or as the desk shows it."""
    try:
        return _by_word(cell, form)
    except ValueError:
        shown = {str(STATE_WORDS[each]).casefold(): each for each in STATES}  # last: translating takes its time
        if cell.casefold() in shown:
            return shown[cell.casefold()]
        raise


def kind(cell: str, _form: Format) -> DeviceKind:
    """The kind that a free word comes next to; other systems know kinds without end."""
    word = cell.casefold()
    if word in DeviceKind.__members__:
        return DeviceKind[word]
    if near := next((each for part, each in _KINDS if part in word), None):
        return near
    shown = {str(KIND_WORDS[each]).casefold(): each for each in DeviceKind}
    return shown.get(word, DeviceKind.other)


COLUMNS = (
    Column("tag", _l("Tag"), text(60),
           ("asset tag", "asset_tag", "inventory number", "inventory no", "inventarnummer", "otherserial",
            "asset number", "asset id", "barcode"),
           _l("The number on the sticker; it says which device is meant. Left out: the serial number."), "LT-0042"),
    Column("serial_number", _l("Serial number"), text(120),
           ("serial", "serial no", "s/n", "sn", "Seriennummer", "service tag"), example="5CG9411XYZ"),
    Column("name", _l("Name"), text(200), ("device name", "item name", "asset name", "hostname", "computer name",
           "Gerätename", "Bezeichnung"), _l("Left out, a new device is called like its model."), "Reception laptop"),
    Column("manufacturer", _l("Manufacturer"), text(80), ("make", "vendor", "brand", "Hersteller"),
           _l("One that is not known yet is made."), "Lenovo"),
    Column("model", _l("Model"), text(120),
           ("model name", "device type", "device_type", "product", "Modell", "Typ", "model number", "model no"),
           _l("One that is not known yet is made; needed for new devices."), "ThinkPad T14"),
    Column("kind", _l("Kind"), kind, ("category", "type", "role", "device role", "chassis type", "Kategorie", "Art"),
           _l("Of a model that is made."), "laptop"),
    Column("state", _l("State"), state, ("status", "status label", "Zustand"),
           _l("Of new devices; known ones change by what happens to them."), "in_use"),
    Column("holder", _l("Holder"), typed(Email),
           ("checked out to: email", "checked out to email", "assigned to email", "email", "e-mail", "user email",
            "holder email", "Benutzer E-Mail"),
           _l("E-mail address of who has it. Of new devices; known ones change hands on their page."),
           "nora.feld@example.org"),
    Column("room", _l("Room"), text(120), ("location", "room name", "room code", "Raum", "Ort", "Standort", "place"),
           _l("Code or name of a room."), "A-101"),
    Column("building", _l("Building"), text(120), ("building name", "Gebäude", "site"),
           _l("Where several buildings have a room of this code.")),
    Column("purchased_on", _l("Bought on"), day, ("purchase date", "purchased", "date of purchase", "Kaufdatum",
           "Anschaffungsdatum", "buy_date"), example="2026-03-02"),
    Column("purchase_cost", _l("Price"), money, ("purchase cost", "cost", "price", "Preis", "Kaufpreis",
           "Anschaffungswert", "value"), example="1299.00"),
    Column("currency", _l("Currency"), typed(Currency), ("Währung",), example="EUR"),
    Column("warranty_ends_on", _l("Warranty until"), day, ("warranty ends", "warranty end", "warranty expires",
           "warranty expiration", "warranty until", "Garantie bis", "Garantieende"), example="2029-03-01"),
    Column("warranty_months", _l("Warranty, in months"), whole(1, 600), ("warranty", "warranty months", "Garantie"),
           _l("Where the last day is not said.")),
    Column("notes", _l("Notes"), text(10_000, is_one_line=False), ("note", "asset notes", "comment", "comments",
           "description", "Anmerkung", "Bemerkung", "Kommentar")),
)  # fmt: skip
