"""What the desk asks for before something happens to a device, and what a holder may say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, StringField, TextAreaField
from wtforms.validators import Optional

from app.equipment.models import DeviceEvent, DeviceState
from app.web.forms import SchemaForm

E = DeviceEvent
_PLACED = {E.stock, E.clear, E.find, E.release, E.relocate}
_ON_TICKETS = {E.fault, E.repaired, E.hand_over, E.lend, E.return_, E.retire}

# What each event asks for besides a reason.
ASKED: Mapping[DeviceEvent, tuple[str, ...]] = {
    event: (
        *(["person_id"] if event in {E.reserve, E.hand_over, E.lend} else []),
        *(["due_on"] if event is E.lend else []),
        *(["room_id"] if event in _PLACED else []),
        *(["ticket_id"] if event in _ON_TICKETS else []),
        *(["proof"] if event is E.dispose else []),
        "reason",
    )
    for event in DeviceEvent
}
# What is mostly done next; the others stand in the menu beside it.
USUAL: Mapping[DeviceState, DeviceEvent] = {
    DeviceState.ordered: E.receive,
    DeviceState.received: E.stock,
    DeviceState.in_stock: E.hand_over,
    DeviceState.reserved: E.hand_over,
    DeviceState.handed_over: E.return_,
    DeviceState.in_use: E.return_,
    DeviceState.on_loan: E.return_,
    DeviceState.in_transit: E.stock,
    DeviceState.in_repair: E.repaired,
    DeviceState.quarantine: E.clear,
    DeviceState.missing: E.find,
    DeviceState.retire_pending: E.dispose,
}


def _number(text: str | None) -> str:
    """People write #123."""
    return (text or "").strip().removeprefix("#")


@dataclass(frozen=True)
class Picked:
    """A picker with what was chosen in it before."""

    chosen: list[Any] = field(default_factory=list)
    is_many: bool = False


class MoveForm(SchemaForm):
    """One event; its fields carry the event's name in front, so that many of these forms fit on a page."""

    person_id = StringField(_l("Who gets it"), validators=[Optional()])
    due_on = DateField(_l("Until"), validators=[Optional()])
    room_id = StringField(_l("Place"), validators=[Optional()])
    ticket_id = StringField(_l("Ticket number"), validators=[Optional()], filters=[_number])
    proof = StringField(_l("How its data was wiped"), validators=[Optional()])
    reason = TextAreaField(_l("Remark"), validators=[Optional()])


class AcceptForm(SchemaForm):
    """The terms that the holder has read."""

    terms_id = HiddenField(validators=[Optional()])


class DeclineForm(SchemaForm):
    """Why somebody does not take a device."""

    reason = TextAreaField(_l("Why not? IT reads it."), validators=[Optional()])
