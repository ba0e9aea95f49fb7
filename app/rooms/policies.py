"""Who may do what with rooms."""

from app.accounts.models import User
from app.accounts.policies import is_system
from app.rooms.models import Booking, Room


def sees_all_rooms(actor: User) -> bool:
    """Staff see every room, those too that nobody can book; everybody else what can be booked."""
    return actor.is_staff or is_system(actor)


def can_see(actor: User, room: Room) -> bool:
    """Staff see every room; everybody else those in use that can be booked."""
    return sees_all_rooms(actor) or (room.is_active and room.is_bookable)


def can_keep(actor: User) -> bool:
    """Agents and administrators keep sites, buildings, floors and rooms; managers only read."""
    return actor.is_agent or is_system(actor)


def can_book(actor: User, room: Room) -> bool:
    """Everybody who may sign in books what is in use and can be booked."""
    return bool(actor.is_active) and room.is_active and room.is_bookable


def can_change_booking(actor: User, booking: Booking) -> bool:
    """Its owner; IT too, who are called when something is in the way."""
    return actor.id == booking.owner_id or actor.is_agent or is_system(actor)


def can_read_title(actor: User, booking: Booking) -> bool:
    """What a private booking is about, and whose it is, is its owner's alone."""
    return not booking.is_private or actor.id == booking.owner_id
