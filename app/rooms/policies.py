"""Who may do what with rooms."""

from app.accounts.models import User
from app.accounts.policies import is_system
from app.rooms.models import Room


def sees_all_rooms(actor: User) -> bool:
    """Staff see every room, those too that nobody can book; everybody else what can be booked."""
    return actor.is_staff or is_system(actor)


def can_see(actor: User, room: Room) -> bool:
    """Staff see every room; everybody else those in use that can be booked."""
    return sees_all_rooms(actor) or (room.is_active and room.is_bookable)


def can_keep(actor: User) -> bool:
    """Agents and administrators keep sites, buildings, floors and rooms; managers only read."""
    return actor.is_agent or is_system(actor)
