"""Labels as the services make them."""

from typing import Any

from app.accounts.models import BaseRole
from app.labels import services
from app.labels.models import Label
from tests.factories import equipment, rooms
from tests.factories.people import PersonFactory


def device_label(device: Any = None) -> Label:
    """The label of a device; of a new one in a room unless said."""
    device = device or equipment.device(room_id=rooms.room("Amber lab").id)
    return services.issue_labels([device], [], actor=PersonFactory(role=BaseRole.agent))[0]


def room_label(room: Any = None) -> Label:
    """The label of a room; of a new one unless said."""
    return services.issue_labels([], [room or rooms.room("Beryl")], actor=PersonFactory(role=BaseRole.agent))[0]
