"""What bookings do after the commit: leavers give their rooms back."""

from typing import Any

from app.accounts.queries import system_user
from app.rooms import services


def free_rooms_of_leaver(event: dict[str, Any]) -> None:
    """Give back what somebody who left had booked; told twice, nothing is left to give back."""
    services.free_bookings_of(event["person_id"], actor=system_user())
