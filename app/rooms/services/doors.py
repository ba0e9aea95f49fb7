"""The secret addresses of the tablets at doors."""

from app.accounts.models import User
from app.core import tokens
from app.core.audit import audit
from app.core.errors import require
from app.core.transaction import transaction
from app.rooms import policies
from app.rooms.models import Room

PURPOSE = "room-door"


@transaction()
def open_door(room: Room, *, actor: User) -> str:
    """Give the tablet at the door an address; an earlier one stops working. Answers its token."""
    require(policies.can_keep(actor))
    room.door_nonce = tokens.new_nonce()
    token = tokens.make(PURPOSE, room.id, room.door_nonce)
    room.door_hash = tokens.digest(token)
    audit("rooms.door_opened", room, actor=actor)
    return token


@transaction()
def close_door(room: Room, *, actor: User) -> None:
    """Take the address back; nothing happens when there is none."""
    require(policies.can_keep(actor))
    room.door_nonce = room.door_hash = None
    audit("rooms.door_closed", room, actor=actor)


def door_token(room: Room) -> str | None:
    """The token in force, for staff to show."""
    return tokens.make(PURPOSE, room.id, room.door_nonce) if room.door_nonce else None
