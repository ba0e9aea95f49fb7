"""Devices that are part of a room: when one fails, so does what the room offers by it."""

from typing import NamedTuple

from app.accounts.models import User
from app.equipment.models import DeviceState, Equipment
from app.extensions import db
from app.rooms import services as rooms
from app.rooms.models import Room, RoomFeature

FAILED = frozenset({DeviceState.in_repair, DeviceState.missing, DeviceState.retire_pending, DeviceState.disposed})


class Fixture(NamedTuple):
    """Which feature of which room a device is, and whether it fails."""

    room_id: int | None
    feature_id: int | None
    is_failed: bool

    @classmethod
    def of(cls, device: Equipment) -> "Fixture":
        """As the device stands now."""
        return cls(device.room_id, device.room_feature_id, device.state in FAILED)

    @property
    def is_missed(self) -> bool:
        """Whether a room lacks something."""
        return self.is_failed and None not in {self.room_id, self.feature_id}


def settle_room(device: Equipment, before: Fixture, *, actor: User) -> None:
    """Tell the rooms what changed, in the caller's transaction; nothing happens for a device that is part of none."""
    now, cause = Fixture.of(device), f"equipment:{device.id}"
    if now == before or not (now.is_missed or before.is_missed):
        return
    if before.is_missed:
        rooms.restore(cause, actor=actor)
    if now.is_missed:
        room, feature = db.session.get(Room, now.room_id), db.session.get(RoomFeature, now.feature_id)
        assert room is not None, "a foreign key leads nowhere"
        rooms.mark_out_of_order(room, cause, str(device), feature=feature, actor=actor)
