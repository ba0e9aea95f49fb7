"""How devices are shown over REST."""

from app.equipment.models import Custody, Equipment, legal_events
from app.equipment.schemas import DeviceDetails, DeviceOut, OwnDeviceOut


def details(device: Equipment) -> DeviceDetails:
    """A device with what may happen to it now."""
    shown = DeviceOut.model_validate(device)
    return DeviceDetails(**shown.model_dump(), legal_events=legal_events(device.state))


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
