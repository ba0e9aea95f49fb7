"""What the help desk of the demo company has planned for the coming days."""

from datetime import date, datetime, time, timedelta

import sqlalchemy as sa

from app.accounts.models import User
from app.calendar import services as calendar
from app.calendar.models import AbsenceKind, Effect
from app.calendar.schemas import AbsenceDraft, MaintenanceDraft, TaskDraft, VisitDraft
from app.core.company import DeskHoursSettings
from app.core.walltime import DeskHours
from app.demo.texts import read
from app.extensions import db
from app.tickets.models import Ticket, TicketStatus

SATURDAY = 5
HOURS = (time(10), time(14))  # of the two visits


def plan_ahead(people: dict[str, User], now: datetime) -> None:
    """Two visits tomorrow, a maintenance window on Saturday, an absence, some tasks; relative to now."""
    desk, said = DeskHoursSettings.desk(), read("calendar")
    today = now.astimezone(desk.zone).date()
    for ticket, at, note in zip(_two_tickets(), HOURS, said["notes"], strict=False):
        starts_at = datetime.combine(_next_desk_day(desk, today), at, desk.zone)
        draft = VisitDraft(ticket_id=ticket.id, technician_id=ticket.assignee_id, starts_at=starts_at,
                           ends_at=starts_at + timedelta(hours=1), note=note)  # fmt: skip
        calendar.plan_visit(draft, actor=people["ben"])
    saturday = datetime.combine(today + timedelta(days=(SATURDAY - today.weekday()) % 7 or 7), time(8), desk.zone)
    window = MaintenanceDraft(**said["maintenance"], effect=Effect.interrupted, starts_at=saturday,
                              ends_at=saturday + timedelta(hours=4))  # fmt: skip
    calendar.announce_maintenance(window, actor=people["carl"])
    away = AbsenceDraft(
        starts_on=today + timedelta(days=2), ends_on=today + timedelta(days=5), kind=AbsenceKind.vacation
    )
    calendar.record_absence(away, actor=people["sana.qureshi"])
    for task in said["tasks"]:
        due = today + timedelta(days=task["in_days"])
        calendar.write_task(TaskDraft(title=task["title"], due_on=due, assignee_id=people[task["who"]].id),
                            actor=people["ben"])  # fmt: skip


def _two_tickets() -> list[Ticket]:
    """Two that are being worked on, by two people."""
    rows = sa.select(Ticket).where(Ticket.status == TicketStatus.in_progress, Ticket.assignee_id.is_not(None))
    found: dict[int | None, Ticket] = {}
    for ticket in db.session.scalars(rows.order_by(Ticket.id.desc())):
        found.setdefault(ticket.assignee_id, ticket)
    return list(found.values())[:2]


def _next_desk_day(desk: DeskHours, today: date) -> date:
    noon = datetime.combine(today + timedelta(days=1), time(0), desk.zone)
    return desk.add(noon, timedelta(minutes=1)).astimezone(desk.zone).date()
