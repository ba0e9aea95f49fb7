"""The life of a device: its states, the one table of moves, and how both are said."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core.errors import Conflict


class DeviceState(StrEnum):
    """Where a device stands in its life. Names equal values: Flask-AppBuilder looks members up by name."""

    ordered = "ordered"
    received = "received"
    in_stock = "in_stock"
    reserved = "reserved"
    handed_over = "handed_over"
    in_use = "in_use"
    on_loan = "on_loan"
    in_transit = "in_transit"
    in_repair = "in_repair"
    quarantine = "quarantine"
    missing = "missing"
    retire_pending = "retire_pending"
    disposed = "disposed"


class DeviceEvent(StrEnum):
    """What can happen to a device; the first two are noted in its history and move nothing."""

    register = "register"
    relocate = "relocate"
    receive = "receive"
    stock = "stock"
    reserve = "reserve"
    release = "release"
    hand_over = "hand_over"
    accept = "accept"
    decline = "decline"
    lend = "lend"
    ship = "ship"
    fault = "fault"
    repaired = "repaired"
    return_ = "return"
    clear = "clear"
    lose = "lose"
    find = "find"
    retire = "retire"
    keep = "keep"
    dispose = "dispose"


@dataclass(frozen=True)
class Move:
    """From which states an event may come, and where it leads; None leads back to the state before the repair."""

    sources: frozenset[DeviceState]
    target: DeviceState | None


S, E = DeviceState, DeviceEvent


def _from(*sources: DeviceState, to: DeviceState | None) -> Move:
    return Move(frozenset(sources), to)


MOVES: Mapping[DeviceEvent, Move] = {
    E.receive: _from(S.ordered, to=S.received),
    E.stock: _from(S.received, S.in_transit, to=S.in_stock),
    E.reserve: _from(S.in_stock, to=S.reserved),
    E.release: _from(S.reserved, to=S.in_stock),
    E.hand_over: _from(S.in_stock, S.reserved, to=S.handed_over),
    E.accept: _from(S.handed_over, to=S.in_use),
    E.decline: _from(S.handed_over, to=S.in_stock),
    E.lend: _from(S.in_stock, S.reserved, to=S.on_loan),
    E.ship: _from(S.in_stock, S.in_use, to=S.in_transit),
    E.fault: _from(S.in_use, S.on_loan, S.in_stock, to=S.in_repair),
    E.repaired: _from(S.in_repair, to=None),
    E.return_: _from(S.in_use, S.on_loan, S.handed_over, to=S.quarantine),
    E.clear: _from(S.quarantine, to=S.in_stock),
    E.lose: _from(*(state for state in S if state not in {S.disposed, S.missing}), to=S.missing),
    E.find: _from(S.missing, to=S.in_stock),
    E.retire: _from(S.in_stock, S.quarantine, S.in_repair, S.missing, to=S.retire_pending),
    E.keep: _from(S.retire_pending, to=S.in_stock),
    E.dispose: _from(S.retire_pending, to=S.disposed),
}
BY_HOLDER = frozenset({E.accept, E.decline})  # answered by the person who got the device, by nobody else
NEEDS_PERSON = frozenset({E.hand_over, E.lend})
FOR_SOMEBODY = NEEDS_PERSON | {E.reserve}  # of others, whoever has the device is the one whom the history names
HELD = frozenset({S.handed_over, S.in_use, S.on_loan, S.in_transit, S.in_repair})  # somebody may have it meanwhile
FIRST_STATES = frozenset({S.ordered, S.received, S.in_stock})  # in which a device may be registered
GONE = frozenset({S.disposed, S.missing})

STATE_WORDS: Mapping[DeviceState, Any] = {
    S.ordered: _l("Ordered"),
    S.received: _l("Received"),
    S.in_stock: _l("In stock"),
    S.reserved: _l("Reserved"),
    S.handed_over: _l("Handed over, not yet accepted"),
    S.in_use: _l("In use"),
    S.on_loan: _l("On loan"),
    S.in_transit: _l("On its way"),
    S.in_repair: _l("In repair"),
    S.quarantine: _l("Returned, to be checked"),
    S.missing: _l("Missing"),
    S.retire_pending: _l("To be disposed of"),
    S.disposed: _l("Disposed of"),
}
EVENT_WORDS: Mapping[DeviceEvent, Any] = {
    E.register: _l("Registered"),
    E.relocate: _l("Moved to another place"),
    E.receive: _l("Receive"),
    E.stock: _l("Put in stock"),
    E.reserve: _l("Reserve"),
    E.release: _l("Release"),
    E.hand_over: _l("Hand over"),
    E.accept: _l("Accept"),
    E.decline: _l("Decline"),
    E.lend: _l("Lend"),
    E.ship: _l("Send off"),
    E.fault: _l("Send to repair"),
    E.repaired: _l("Repaired"),
    E.return_: _l("Take back"),
    E.clear: _l("Checked and clean"),
    E.lose: _l("Report missing"),
    E.find: _l("Found again"),
    E.retire: _l("Retire"),
    E.keep: _l("Keep after all"),
    E.dispose: _l("Dispose of"),
}


def legal_events(state: DeviceState) -> list[DeviceEvent]:
    """What may happen to a device in this state, in the order of a life."""
    return [event for event, move in MOVES.items() if state in move.sources]


class IllegalMove(Conflict):
    """The table of moves does not allow this; `legal` names what it does allow."""

    code = "illegal_move"

    def __init__(self, state: DeviceState) -> None:
        legal = legal_events(state)
        names = ", ".join(str(EVENT_WORDS[event]) for event in legal) or _("nothing")
        message = _("This cannot happen to a device in the state “%(state)s”. Possible: %(legal)s.",
                    state=STATE_WORDS[state], legal=names)  # fmt: skip
        super().__init__(message, legal=[event.value for event in legal])


def enum_of(kind: type[StrEnum]) -> sa.Enum:
    """A column of words, checked by us, not by the database; `return` is no name that Python lets a member have."""
    return sa.Enum(kind, native_enum=False, length=20, values_callable=lambda members: [each.value for each in members])
