"""Calendars that the company of the screenshots has connected, in every state."""

from typing import Any

from app.calendar.models import Direction, PauseReason
from tests.factories import connected as made


def connect(carol: Any, alice: Any) -> None:
    """One in step with a conflict, one that was emptied there, one whose account is not let in; a secret address."""
    link = made.connection(carol, calendar_id="helpdesk@group.calendar.google.com", direction=Direction.two_way)
    made.conflict(carol, link)
    for reason in (PauseReason.many_removed, PauseReason.no_access):
        made.connection(carol, calendar_id=f"{reason.value}@group.calendar.google.com", paused_reason=reason)
    made.feed(alice)
