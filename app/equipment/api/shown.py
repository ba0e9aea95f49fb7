"""How devices are shown over REST."""

from datetime import date

from flask_babel import gettext as _

from app.core.errors import Conflict
from app.equipment import queries
from app.equipment.models import Custody, Equipment, legal_events
from app.equipment.schemas import BookValueOut, DeviceDetails, DeviceOut, OwnDeviceOut


def details(device: Equipment) -> DeviceDetails:
    """A device with what may happen to it now."""
    shown = DeviceOut.model_validate(device)
    return DeviceDetails(**shown.model_dump(), legal_events=legal_events(device.state))


def book_value(device: Equipment, day: date) -> BookValueOut:
    """What the device is worth in the evening of a day; `Conflict` where price or day of the purchase are unknown."""
    line = queries.depreciation(device)
    if line is None:
        raise Conflict(_("Price and day of the purchase must be known to say what the device is worth."))
    return BookValueOut(
        on=day, cost=line.cost, floor_value=line.floor, written_off=line.cost - line.worth(day),
        book_value=line.worth(day), currency=device.currency, ends_on=line.ends_on,
    )  # fmt: skip


def own(custody: Custody) -> OwnDeviceOut:
    """A device as its holder sees it."""
    device = custody.equipment
    return OwnDeviceOut.model_validate(
        {
            "id": device.id, "tag": device.tag, "name": device.name, "serial_number": device.serial_number,
            "model": device.model, "state": device.state, "began_at": custody.began_at, "due_on": custody.due_on,
            "accepted_at": custody.accepted_at, "return_asked_at": custody.return_asked_at,
        }
    )  # fmt: skip
