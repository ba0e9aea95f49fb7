"""A full week in the calendar, written in bulk: many visits of many people, and what stands around them."""

from datetime import UTC, date, datetime, time, timedelta

import sqlalchemy as sa

from app.accounts.models import User
from app.calendar.models import Absence, MaintenanceWindow, Task, Visit
from app.core.transaction import transaction
from app.extensions import db
from app.tickets.models import Ticket

MONDAY = date(2026, 3, 2)
ZONE = "Europe/Vienna"


def fill(people: int, events: int) -> None:
    """Nine tenths visits, the rest tasks, absences and maintenance; all in the week of `MONDAY`."""
    with transaction():
        staff = list(db.session.scalars(sa.select(User.id).order_by(User.id).limit(people)))
        tickets = list(db.session.scalars(sa.select(Ticket.id).order_by(Ticket.id).limit(events)))
        visits = [_visit(number, staff, tickets) for number in range(events * 9 // 10)]
        db.session.execute(sa.insert(Visit), visits)
        rest = events - len(visits)
        days = [MONDAY + timedelta(days=number % 7) for number in range(rest)]
        tasks = [{"title": f"Task {n}", "due_on": day, "assignee_id": staff[n % people]} for n, day in enumerate(days)]
        db.session.execute(sa.insert(Task), tasks[20:])
        for number in range(10):
            first = MONDAY + timedelta(days=number % 5)
            db.session.add(Absence(person_id=staff[number], starts_on=first, ends_on=first + timedelta(days=2)))
            db.session.add(_window(number))


def _visit(number: int, staff: list[int], tickets: list[int]) -> dict[str, object]:
    starts_at = _at(number // len(staff) % 5, 7 + number // (len(staff) * 5) % 9)
    return {
        "ticket_id": tickets[number % len(tickets)], "technician_id": staff[number % len(staff)],
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=1),
        "wall_start": starts_at.replace(tzinfo=None), "zone": ZONE,
    }  # fmt: skip


def _window(number: int) -> MaintenanceWindow:
    window = MaintenanceWindow(title=f"Switches {number}")
    window.put(_at(number % 7, 6), _at(number % 7, 9), ZONE)
    return window


def _at(day: int, hour: int) -> datetime:
    return datetime.combine(MONDAY + timedelta(days=day), time(hour), UTC)
