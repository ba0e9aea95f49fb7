"""How the life of a device is told: what happened, as a sentence, and a state in the portal's words."""

from collections.abc import Callable, Mapping

from flask_babel import gettext as _

from app.equipment.models import Custody, DeviceEvent, DeviceState, EquipmentMove

_Told = Callable[[str, str], str]

# Each takes who got or had the device, and where it is.
_STORY: Mapping[DeviceEvent, _Told] = {
    DeviceEvent.register: lambda who, where: _("Registered"),
    DeviceEvent.relocate: lambda who, where: _("Moved to %(place)s", place=where),
    DeviceEvent.receive: lambda who, where: _("Received from the supplier"),
    DeviceEvent.stock: lambda who, where: _("Put in stock"),
    DeviceEvent.reserve: lambda who, where: _("Reserved for %(name)s", name=who) if who else _("Reserved"),
    DeviceEvent.release: lambda who, where: _("Reservation ended"),
    DeviceEvent.hand_over: lambda who, where: _("Handed over to %(name)s", name=who),
    DeviceEvent.accept: lambda who, where: _("Accepted by %(name)s", name=who),
    DeviceEvent.decline: lambda who, where: _("Declined by %(name)s", name=who),
    DeviceEvent.lend: lambda who, where: _("Lent to %(name)s", name=who),
    DeviceEvent.ship: lambda who, where: _("Sent off"),
    DeviceEvent.fault: lambda who, where: _("Went to repair"),
    DeviceEvent.repaired: lambda who, where: _("Repaired"),
    DeviceEvent.return_: lambda who, where: _("Returned by %(name)s", name=who) if who else _("Returned"),
    DeviceEvent.clear: lambda who, where: _("Checked, back in stock"),
    DeviceEvent.lose: lambda who, where: _("Missing"),
    DeviceEvent.find: lambda who, where: _("Found again"),
    DeviceEvent.retire: lambda who, where: _("Retired"),
    DeviceEvent.keep: lambda who, where: _("Kept after all"),
    DeviceEvent.dispose: lambda who, where: _("Disposed of"),
}


def told(move: EquipmentMove) -> str:
    """One line of the history as a sentence without its full stop."""
    who = move.person.name if move.person else ""
    return _STORY[move.event](who, move.room.name if move.room else _("no place"))


def portal_state(custody: Custody) -> str:
    """What the holder is told of where the device stands."""
    return {
        DeviceState.handed_over: _("Waiting for your answer"),
        DeviceState.on_loan: _("On loan to you"),
        DeviceState.in_repair: _("In repair; it stays yours"),
        DeviceState.in_transit: _("On its way"),
    }.get(custody.equipment.state, _("With you"))
