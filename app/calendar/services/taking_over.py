"""Entries of somebody else's calendar become tasks or absences of one's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from app.accounts.models import User
from app.calendar.ics_reading import ReadEvent
from app.calendar.queries.taken import tasks_like
from app.calendar.schemas import AbsenceDraft, TaskDraft
from app.calendar.services.absences import record_absence
from app.calendar.services.tasks import write_task
from app.core.audit import audit
from app.core.errors import DomainError
from app.core.transaction import attempt, transaction

LONGEST_TITLE = 200
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Taken:
    """How many were taken over, and how many were there already or could not be."""

    taken: int
    left: int


@transaction()
def take_over_tasks(events: Sequence[ReadEvent], zone: str, *, actor: User) -> Taken:
    """Each becomes a task of one's own, due on its first day; one that is there already is left out.

    `NotAllowed` for who keeps no tasks.
    """
    known, taken = tasks_like(actor.id, {_first_day(event, zone) for event in events}), 0
    for event in events:
        title, due_on = (event.title or _("(no title)"))[:LONGEST_TITLE], _first_day(event, zone)
        if (title, due_on) not in known:
            write_task(TaskDraft(title=title, text=event.text, due_on=due_on), actor=actor)
            known.add((title, due_on))
            taken += 1
    audit("calendar.taken_over", actor=actor, tasks=taken)
    return Taken(taken, len(events) - taken)


@transaction()
def take_over_absences(events: Sequence[ReadEvent], zone: str, *, actor: User) -> Taken:
    """Each becomes days on which one is away; days that are recorded already are left out."""
    taken = 0
    for event in events:
        starts_on = _first_day(event, zone)
        ends_on = date.fromisoformat(event.ends) if event.is_days else _last_day(event, zone) + DAY
        with attempt(DomainError):
            record_absence(AbsenceDraft(starts_on=starts_on, ends_on=max(ends_on, starts_on + DAY)), actor=actor)
            taken += 1
    audit("calendar.taken_over", actor=actor, absences=taken)
    return Taken(taken, len(events) - taken)


def _first_day(event: ReadEvent, zone: str) -> date:
    return date.fromisoformat(event.starts) if event.is_days else _day(event.starts, zone)


def _last_day(event: ReadEvent, zone: str) -> date:
    """What ends at midnight does not touch the day that begins then."""
    ends, starts = datetime.fromisoformat(event.ends), datetime.fromisoformat(event.starts)
    return _day(max(starts, ends - timedelta(seconds=1)).isoformat(), zone)


def _day(moment: str, zone: str) -> date:
    return datetime.fromisoformat(moment).astimezone(UTC).astimezone(ZoneInfo(zone)).date()
