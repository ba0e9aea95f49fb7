"""How screens say the states and kinds of devices."""

from flask_babel import lazy_gettext as _l

from app.equipment.models import EVENT_WORDS, KIND_ICONS, KIND_WORDS, STATE_WORDS, DeviceEvent, DeviceState
from app.web.admin import Word, say

_STATES = {
    DeviceState.ordered: ("info", "shopping-cart", None),
    DeviceState.received: ("info", "package-open", None),
    DeviceState.in_stock: ("neutral", "warehouse", None),
    DeviceState.reserved: ("info", "bookmark", None),
    DeviceState.handed_over: ("warning", "hand-helping", _l("Handed over")),
    DeviceState.in_use: ("success", "circle-check", None),
    DeviceState.on_loan: ("info", "calendar-clock", None),
    DeviceState.in_transit: ("info", "truck", None),
    DeviceState.in_repair: ("warning", "wrench", None),
    DeviceState.quarantine: ("warning", "package-check", _l("Returned")),
    DeviceState.missing: ("danger", "circle-help", None),
    DeviceState.retire_pending: ("warning", "recycle", _l("Retired")),
    DeviceState.disposed: ("neutral", "archive", None),
}
EVENT_ICONS = {
    DeviceEvent.register: "plus",
    DeviceEvent.relocate: "map-pin",
    DeviceEvent.receive: "package-open",
    DeviceEvent.stock: "warehouse",
    DeviceEvent.reserve: "bookmark",
    DeviceEvent.release: "undo-2",
    DeviceEvent.hand_over: "hand-helping",
    DeviceEvent.accept: "circle-check",
    DeviceEvent.decline: "circle-x",
    DeviceEvent.lend: "calendar-clock",
    DeviceEvent.ship: "truck",
    DeviceEvent.fault: "wrench",
    DeviceEvent.repaired: "check-check",
    DeviceEvent.return_: "archive-restore",
    DeviceEvent.clear: "package-check",
    DeviceEvent.lose: "circle-help",
    DeviceEvent.find: "search",
    DeviceEvent.retire: "recycle",
    DeviceEvent.keep: "rotate-ccw",
    DeviceEvent.dispose: "archive",
}

for _state, (_look, _icon, _short) in _STATES.items():
    say({_state: Word(STATE_WORDS[_state] if _short is None else _short, _look, _icon)})
say({event: Word(EVENT_WORDS[event], "plain", icon) for event, icon in EVENT_ICONS.items()})
say({kind: Word(KIND_WORDS[kind], "plain", icon) for kind, icon in KIND_ICONS.items()})
