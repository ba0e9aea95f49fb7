"""Reactions of the calendar to what happened."""

from typing import Any

from app.calendar import sources
from app.calendar.services.syncing import placing


def follow_bookings(payload: dict[str, Any]) -> None:
    """Rooms were booked, moved or given back: calendars that show bookings follow."""
    for occurrence_id in payload["occurrence_ids"]:
        placing.place_thing("booking", occurrence_id)


def follow_change(payload: dict[str, Any]) -> None:
    """Something that calendars show came, changed or went: calendars elsewhere follow soon."""
    if sources.is_offered(payload["kind"]):
        placing.place_thing(payload["kind"], payload["source_id"])
