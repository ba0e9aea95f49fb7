"""What of the calendar is offered to feeds and calendars elsewhere: visits, maintenance, tasks and absences."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.calendar import policies, queries, services
from app.calendar.models import Absence, MaintenanceState, MaintenanceWindow, Task, Visit, VisitState
from app.calendar.queries.maintenance import WITH_WINDOW
from app.calendar.queries.visits import NAMED, WITH_VISIT
from app.calendar.schemas import AbsenceChange, TaskChange
from app.calendar.sources import Occurrence, Scope, ScopeKind, Source, Window
from app.core.company import CompanySettings
from app.core.errors import NotFound
from app.extensions import db
from app.rooms.models import Booking, BookingOccurrence
from app.rooms.models.bookings import LONGEST
from app.rooms.policies import can_read_title
from app.tickets.services import add_to_timeline

MOST = 5_000
WITH_BOOKING = (
    joinedload(BookingOccurrence.booking, innerjoin=True),
    joinedload(BookingOccurrence.room, innerjoin=True),
)


class Visits(Source):
    """Visits: for who goes and for whom they are."""

    kind = "visit"

    def occurrences(self, scope: Scope, window: Window, *, actor: User) -> Iterator[Occurrence]:
        rows = queries.visits_between(window.starts_at, window.ends_at).options(*WITH_VISIT)
        if scope.kind is ScopeKind.room:
            rows = rows.where(Visit.room_id == scope.id)
        else:
            rows = queries.narrowed_to_people(rows, scope.person_ids)
        seen = queries.visits_visible_to(actor).with_only_columns(Visit.id)
        for visit in db.session.scalars(rows.where(Visit.id.in_(seen)).limit(MOST)):
            yield _visit(visit)

    def of(self, source_id: int, *, actor: User) -> Sequence[Occurrence]:
        try:
            return [_visit(queries.visit_for(actor, source_id))]
        except NotFound:
            return []

    def move(self, occurrence: Occurrence, starts_at: datetime, ends_at: datetime, *, actor: User) -> None:
        services.move_visit(queries.visit_for(actor, occurrence.source_id), starts_at, ends_at, actor=actor)

    def cancel(self, occurrence: Occurrence, *, actor: User) -> None:
        services.cancel_visit(queries.visit_for(actor, occurrence.source_id), actor=actor)

    def note_refusal(self, occurrence: Occurrence, reason: str, *, actor: User) -> None:
        visit = queries.visit_by_id(occurrence.source_id)
        if visit is not None:
            add_to_timeline(visit.ticket, "visit_wish_refused", "visit", None, reason, actor=actor)


class Maintenance(Source):
    """Maintenance: for everybody, as it concerns everybody."""

    kind = "maintenance"

    def occurrences(self, scope: Scope, window: Window, *, actor: User) -> Iterator[Occurrence]:
        rows = queries.windows_between(window.starts_at, window.ends_at).options(*WITH_WINDOW)
        if scope.kind is ScopeKind.room:
            rows = rows.where(queries.affecting([scope.id]))
        for row in db.session.scalars(rows.limit(MOST)).all():
            rooms = frozenset({scope.id} if scope.kind is ScopeKind.room else ())
            people = scope.person_ids if row.concerns_all else queries.ids_concerned_by(row)
            if rooms or people & scope.person_ids:
                yield _maintenance(row, people, rooms)

    def of(self, source_id: int, *, actor: User) -> Sequence[Occurrence]:
        row = queries.window_by_id(source_id)
        return [_maintenance(row, queries.ids_concerned_by(row), queries.rooms_affected_by(row))] if row else []

    def move(self, occurrence: Occurrence, starts_at: datetime, ends_at: datetime, *, actor: User) -> None:
        services.move_maintenance(queries.window_for(actor, occurrence.source_id), starts_at, ends_at, actor=actor)

    def cancel(self, occurrence: Occurrence, *, actor: User) -> None:
        services.cancel_maintenance(queries.window_for(actor, occurrence.source_id), actor=actor)


class Tasks(Source):
    """Tasks with a day, for who has them."""

    kind = "task"

    def occurrences(self, scope: Scope, window: Window, *, actor: User) -> Iterator[Occurrence]:
        first, last = _days(window)
        rows = queries.tasks_due(first, last).where(Task.assignee_id.in_(scope.person_ids))
        seen = queries.tasks_visible_to(actor).with_only_columns(Task.id)
        for task in db.session.scalars(rows.where(Task.id.in_(seen)).limit(MOST)):
            yield _task(task)

    def of(self, source_id: int, *, actor: User) -> Sequence[Occurrence]:
        try:
            task = queries.task_for(actor, source_id)
        except NotFound:
            return []
        return [_task(task)] if task.due_on else []

    def move(self, occurrence: Occurrence, starts_at: datetime, ends_at: datetime, *, actor: User) -> None:
        change = TaskChange(due_on=starts_at.astimezone(ZoneInfo(occurrence.zone)).date())
        services.change_task(queries.task_for(actor, occurrence.source_id), change, actor=actor)

    def cancel(self, occurrence: Occurrence, *, actor: User) -> None:
        services.drop_task(queries.task_for(actor, occurrence.source_id), actor=actor)


class Absences(Source):
    """Absences, for who is away and for the team; why is said to nobody else."""

    kind = "absence"

    def occurrences(self, scope: Scope, window: Window, *, actor: User) -> Iterator[Occurrence]:
        first, last = _days(window)
        rows = queries.absences_between(first, last).where(Absence.person_id.in_(scope.person_ids))
        seen = queries.absences_visible_to(actor).with_only_columns(Absence.id)
        rows = rows.where(Absence.id.in_(seen)).options(joinedload(Absence.person).load_only(*NAMED))
        for absence in db.session.scalars(rows.limit(MOST)):
            yield _absence(absence, actor)

    def of(self, source_id: int, *, actor: User) -> Sequence[Occurrence]:
        try:
            return [_absence(queries.absence_for(actor, source_id), actor)]
        except NotFound:
            return []

    def move(self, occurrence: Occurrence, starts_at: datetime, ends_at: datetime, *, actor: User) -> None:
        zone = ZoneInfo(occurrence.zone)
        first, last = starts_at.astimezone(zone).date(), ends_at.astimezone(zone).date()
        absence = queries.absence_for(actor, occurrence.source_id)
        services.change_absence(absence, AbsenceChange(starts_on=first, ends_on=last), actor=actor)

    def cancel(self, occurrence: Occurrence, *, actor: User) -> None:
        services.withdraw_absence(queries.absence_for(actor, occurrence.source_id), actor=actor)


class Bookings(Source):
    """Bookings of rooms: for their owner, and for the room; what a private one is about is its owner's alone."""

    kind = "booking"

    def occurrences(self, scope: Scope, window: Window, *, actor: User) -> Iterator[Occurrence]:
        time = BookingOccurrence
        rows = sa.select(time).where(time.starts_at < window.ends_at, time.starts_at > window.starts_at - LONGEST)
        rows = rows.where(time.ends_at > window.starts_at).options(*WITH_BOOKING).join(time.booking)
        is_room = scope.kind is ScopeKind.room
        wanted = time.room_id == scope.id if is_room else Booking.owner_id.in_(scope.person_ids)
        for row in db.session.scalars(rows.where(wanted).limit(MOST)):
            yield _booking(row, actor)

    def of(self, source_id: int, *, actor: User) -> Sequence[Occurrence]:
        wanted = sa.select(BookingOccurrence).where(BookingOccurrence.id == source_id).options(*WITH_BOOKING)
        row = db.session.scalar(wanted)
        return [_booking(row, actor)] if row else []


SOURCES: Iterable[Source] = (Visits(), Maintenance(), Tasks(), Absences(), Bookings())


def _visit(visit: Visit) -> Occurrence:
    return Occurrence(
        "visit", visit.id, visit.starts_at, visit.ends_at, visit.zone,
        _("Visit: #%(number)d %(subject)s", number=visit.ticket_id, subject=visit.ticket.subject),
        visit.updated_at, version=visit.version, text=visit.note, path=f"/tickets/{visit.ticket_id}",
        place=visit.room.name if visit.room else "",
        person_ids=frozenset({visit.technician_id, visit.ticket.requester_id}),
        room_ids=frozenset({visit.room_id} if visit.room_id else ()),
        is_cancelled=visit.state is VisitState.cancelled,
    )  # fmt: skip


def _maintenance(row: MaintenanceWindow, people: frozenset[int], rooms: frozenset[int]) -> Occurrence:
    return Occurrence(
        "maintenance", row.id, row.starts_at, row.ends_at, row.zone, _("Maintenance: %(title)s", title=row.title),
        row.updated_at, version=row.version, text=row.text, path="/appointments", person_ids=people,
        room_ids=rooms, is_busy=False, is_cancelled=row.state is MaintenanceState.cancelled,
    )  # fmt: skip


def _booking(row: BookingOccurrence, actor: User) -> Occurrence:
    booking = row.booking
    title = row.title if can_read_title(actor, booking) else _("Busy")
    return Occurrence(
        "booking", row.id, row.starts_at, row.ends_at, booking.timezone, title, row.updated_at or row.created_at,
        place=row.room.name, version=row.version, path=f"/rooms/{row.room_id}",
        person_ids=frozenset({booking.owner_id}), room_ids=frozenset({row.room_id}),
        is_cancelled=row.cancelled_at is not None,
    )  # fmt: skip


def _task(task: Task) -> Occurrence:
    assert task.due_on is not None
    return _all_day(
        task, "task", task.due_on, task.due_on + timedelta(days=1), title=task.title, text=task.text,
        path=f"/staff/tasks/show/{task.id}", person_ids=frozenset({task.assignee_id}), is_busy=False,
    )  # fmt: skip


def _absence(absence: Absence, actor: User) -> Occurrence:
    reason = queries.reasons()[absence.kind] if policies.sees_reason(actor, absence) else _("Away")
    return _all_day(
        absence, "absence", absence.starts_on, absence.ends_on, title=f"{absence.person.name}: {reason}",
        path=f"/staff/absences/show/{absence.id}", person_ids=frozenset({absence.person_id}),
    )  # fmt: skip


def _all_day(row: Any, kind: str, first: Any, last: Any, **more: Any) -> Occurrence:
    zone = CompanySettings.current().zone_name
    starts, ends = (datetime.combine(day, time(0), ZoneInfo(zone)) for day in (first, last))
    return Occurrence(kind, row.id, starts, ends, zone, updated_at=row.updated_at, version=row.version,
                      days=(first, last), **more)  # fmt: skip


def _days(window: Window) -> tuple[Any, Any]:
    zone = ZoneInfo(CompanySettings.current().zone_name)
    last = (window.ends_at - timedelta(microseconds=1)).astimezone(zone).date() + timedelta(days=1)
    return window.starts_at.astimezone(zone).date(), last
