"""What people most often say of a device or a room, so that one tap says it for them."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l

from app.equipment.models import DeviceKind, Equipment
from app.rooms.models import Room

K = DeviceKind
ALWAYS: Sequence[Any] = (_l("It is broken"), _l("It is missing"))
ROOM: Sequence[Any] = (
    _l("The screen shows nothing"),
    _l("Nobody hears us in meetings"),
    _l("Something is missing here"),
)
COMPUTER: Sequence[Any] = (
    _l("It does not start"), _l("It does not charge"), _l("It is very slow"), _l("No network"),
)  # fmt: skip
BY_KIND: Mapping[DeviceKind, Sequence[Any]] = {
    K.laptop: COMPUTER,
    K.desktop: (_l("It does not start"), _l("It is very slow"), _l("No network")),
    K.monitor: (_l("It stays black"), _l("The picture flickers")),
    K.dock: (_l("The screens stay black"), _l("It does not charge"), _l("No network")),
    K.phone: (_l("It does not charge"), _l("The screen is cracked"), _l("No network")),
    K.tablet: (_l("It does not charge"), _l("The screen is cracked"), _l("No network")),
    K.printer: (_l("It does not print"), _l("Paper is stuck"), _l("The toner is empty")),
    K.headset: (_l("I hear nothing"), _l("Nobody hears me"), _l("It does not charge")),
    K.projector: (_l("It stays black"), _l("The picture is blurred")),
    K.camera: (_l("There is no picture"), _l("The picture is blurred")),
    K.conference: (_l("The call does not start"), _l("Nobody hears us in meetings"), _l("There is no picture")),
    K.network: (_l("No network"),),
}


def symptoms_of(device: Equipment | None, room: Room | None) -> list[str]:
    """What is offered for this device, else for this room; nothing without either."""
    if device is not None:
        return [str(text) for text in (*BY_KIND.get(device.model.kind, ()), *ALWAYS)]
    return [str(text) for text in ROOM] if room is not None else []
