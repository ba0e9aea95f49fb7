"""Entries of the calendar as the services make them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from app.accounts.models import BaseRole, User
from app.calendar import services
from app.calendar.models import Absence, MaintenanceWindow, Task, Visit
from app.calendar.schemas import AbsenceDraft, MaintenanceDraft, TaskDraft, VisitDraft
from app.tickets.models import Ticket
from tests.factories.people import PersonFactory
from tests.factories.tickets import ticket

TEN = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)  # Tuesday, ten in Vienna
HOUR = timedelta(hours=1)


def agent() -> User:
    """Somebody who can plan."""
    return PersonFactory(role=BaseRole.agent)


def visit(to: Ticket | None = None, actor: User | None = None, **fields: Any) -> Visit:
    """A visit of an hour on Tuesday at ten in Vienna."""
    to, actor = to or ticket(PersonFactory()), actor or agent()
    starts_at = fields.pop("starts_at", TEN)
    ends_at = fields.pop("ends_at", starts_at + HOUR)
    draft = VisitDraft(ticket_id=to.id, starts_at=starts_at, ends_at=ends_at, **fields)
    return services.plan_visit(draft, actor=actor)


def maintenance(actor: User | None = None, **fields: Any) -> MaintenanceWindow:
    """Maintenance on Tuesday from ten to twelve in Vienna."""
    given = {"title": "New switches", "starts_at": TEN, "ends_at": TEN + 2 * HOUR, **fields}
    return services.announce_maintenance(MaintenanceDraft(**given), actor=actor or agent())


def task(actor: User | None = None, **fields: Any) -> Task:
    """A task for Friday."""
    draft = TaskDraft(**{"title": "Order toner", "due_on": date(2026, 3, 6), **fields})
    return services.write_task(draft, actor=actor or agent())


def absence(actor: User | None = None, **fields: Any) -> Absence:
    """Tuesday and Wednesday off."""
    draft = AbsenceDraft(**{"starts_on": date(2026, 3, 3), "ends_on": date(2026, 3, 5), **fields})
    return services.record_absence(draft, actor=actor or agent())
