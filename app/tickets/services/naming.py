"""Which device and which room a ticket may name."""

from dataclasses import dataclass

from flask_babel import gettext as _

from app.accounts.models import User
from app.core.errors import Invalid, NotFound
from app.equipment.models import Equipment
from app.rooms.models import Room
from app.tickets import queries
from app.tickets.scanning import Scanned, scanned
from app.tickets.schemas import TicketDraft


@dataclass(frozen=True)
class Named:
    """What a new ticket is about, and whether a label led to it."""

    equipment: Equipment | None
    room: Room | None
    was_scanned: bool = False


def named_in(draft: TicketDraft, *, actor: User) -> Named:
    """The device and room of a draft: what was said, else what the label says. `Invalid` for what is not known.

    A label that was revoked while somebody was typing names nothing; the ticket itself is still welcome.
    """
    found = scanned(draft.scan_token) if draft.scan_token else None
    device_id = draft.equipment_id or (found.equipment_id if found else None)
    room_id = draft.room_id or (found.room_id if found else None)
    return Named(
        device(device_id, actor=actor, found=found) if device_id else None,
        room(room_id, actor=actor, found=found) if room_id else None,
        was_scanned=found is not None,
    )


def device(device_id: int, *, actor: User, found: Scanned | None = None) -> Equipment:
    """A device that the actor may name: staff any, others those they hold, those in a room that can be booked, and
    the one whose label was scanned. Any other is `Invalid`, as if there were none.
    """
    is_scanned = found is not None and found.equipment_id == device_id
    try:
        return queries.device_to_name(actor, device_id, is_scanned=is_scanned)
    except NotFound:
        raise Invalid.for_field("equipmentId", _("There is no such device.")) from None


def room(room_id: int, *, actor: User, found: Scanned | None = None) -> Room:
    """A room that the actor may name: those they see, and the one to which a scanned label led; else `Invalid`."""
    is_scanned = found is not None and found.room_id == room_id
    try:
        return queries.room_to_name(actor, room_id, is_scanned=is_scanned)
    except NotFound:
        raise Invalid.for_field("roomId", _("There is no such room.")) from None
