"""What equipment does after the commit of others."""

from typing import Any

from flask_babel import gettext as _

from app.accounts import queries as people
from app.equipment import queries, services
from app.equipment.models import MOVES, DeviceEvent
from app.equipment.schemas import DeviceMove


def take_back(event: dict[str, Any]) -> None:
    """Take back what somebody held who left, when it was said to be there; told again, nothing is left to take."""
    if not event.get("devices_are_back"):
        return
    actor = people.person(event["actor_id"])
    back = DeviceMove(event=DeviceEvent.return_, reason=_("The holder left the company."))
    for custody in queries.custodies_of(event["person_id"]):
        if custody.equipment.state in MOVES[DeviceEvent.return_].sources:
            services.move_device(custody.equipment, back, actor=actor)
