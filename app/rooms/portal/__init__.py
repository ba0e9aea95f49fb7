"""Rooms for everybody: which one is free, who has it when, booking it, and the tablet at its door."""

from app.rooms.portal import booking, door, finding, mine  # noqa: F401  they add their pages
from app.rooms.portal.blueprint import bp

__all__ = ["bp"]
