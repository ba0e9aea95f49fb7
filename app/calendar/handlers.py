"""Reactions of the calendar to what happened."""

from typing import Any

from app.accounts.models import User
from app.accounts.queries import system_user
from app.calendar import sources
from app.calendar.services.leaving import hand_over_calendar
from app.calendar.services.syncing import placing
from app.extensions import db


def follow_bookings(payload: dict[str, Any]) -> None:
    """Rooms were booked, moved or given back: calendars that show bookings follow."""
    for occurrence_id in payload["occurrence_ids"]:
        placing.place_thing("booking", occurrence_id)


def follow_change(payload: dict[str, Any]) -> None:
    """Something that calendars show came, changed or went: calendars elsewhere follow soon."""
    if sources.is_offered(payload["kind"]):
        placing.place_thing(payload["kind"], payload["source_id"])


def hand_over(event: dict[str, Any]) -> None:
    """Give the visits and tasks of a person who left to the successor; end absences, rest their connections."""
    successor = db.session.get(User, event["successor_id"]) if event["successor_id"] else None
    actor = db.session.get(User, event["actor_id"]) or system_user()
    hand_over_calendar(event["person_id"], successor, actor=actor)
