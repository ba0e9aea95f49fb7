"""Everything that a stretch of the calendar shows, in one bounded set of queries."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa
from flask_babel import gettext as _

from app.accounts.models import User
from app.calendar import policies
from app.calendar.models import Absence, AbsenceKind, MaintenanceState, MaintenanceWindow, Task, Visit, VisitState
from app.calendar.queries.days import absences_between, tasks_due
from app.calendar.queries.holidays import holidays_between
from app.calendar.queries.maintenance import affecting, windows_between
from app.calendar.queries.people import staff_ids
from app.calendar.queries.visits import visits_between
from app.calendar.queries.whose import Whose
from app.core import clock
from app.core.errors import Invalid
from app.extensions import db
from app.rooms.models import Booking, BookingOccurrence, Room
from app.rooms.models.bookings import LONGEST
from app.tickets.models import Ticket

MOST_DAYS = timedelta(days=62)
MOST = 5_000  # of one kind


class Entry(NamedTuple):
    """One thing in the calendar: at a time (`starts`, `ends` are moments), or on whole days (dates, end exclusive)."""

    kind: str
    id: int
    title: str
    starts: datetime | date
    ends: datetime | date
    person_id: int | None = None
    who: str = ""
    is_over: bool = False  # done; shown, but quietly
    can_move: bool = False

    @property
    def is_all_day(self) -> bool:
        """Whether it belongs to days, not to hours."""
        return not isinstance(self.starts, datetime)


@dataclass(frozen=True)
class Stretch:
    """From when to when, as moments and as days in the reader's zone."""

    starts_at: datetime
    ends_at: datetime
    first: date
    last: date  # exclusive


def entries(actor: User, stretch: Stretch, who: Whose, kinds: Iterable[str] = ()) -> list[Entry]:
    """What takes place in this stretch, in any order; `kinds` narrows it. `Invalid` for more than two months."""
    if stretch.ends_at - stretch.starts_at > MOST_DAYS:
        raise Invalid(_("Please look at two months at most."))
    wanted = set(kinds) or set(READERS)
    return [entry for kind, read in READERS.items() if kind in wanted for entry in read(actor, stretch, who)]


def _visits(actor: User, stretch: Stretch, who: Whose) -> Iterable[Entry]:
    columns = (Visit.id, Visit.starts_at, Visit.ends_at, Visit.state == VisitState.done, Visit.technician_id,
               User.first_name, Visit.ticket_id, Ticket.subject)  # fmt: skip
    rows = visits_between(stretch.starts_at, stretch.ends_at).where(Visit.state != VisitState.cancelled)
    rows = rows.join(Visit.technician).join(Visit.ticket).with_only_columns(*columns)
    may = policies.can_plan(actor)
    for key, starts, ends, is_over, person, name, ticket, subject in _of(rows, Visit.technician_id, who, Visit.room_id):
        yield Entry("visit", key, f"#{ticket} {subject}", starts, ends, person, name, is_over, may and not is_over)


def _maintenance(actor: User, stretch: Stretch, who: Whose) -> Iterable[Entry]:
    window = MaintenanceWindow
    columns = (window.id, window.title, window.starts_at, window.ends_at, window.state)
    rows = windows_between(stretch.starts_at, stretch.ends_at).where(window.state != MaintenanceState.cancelled)
    if who.room_ids is not None:
        rows = rows.where(affecting(who.room_ids))
    may = policies.can_plan(actor)
    for key, title, starts, ends, state in db.session.execute(rows.with_only_columns(*columns).limit(MOST)):
        is_over = state is MaintenanceState.done
        yield Entry("maintenance", key, title, starts, ends, is_over=is_over, can_move=may and not is_over)


def _tasks(actor: User, stretch: Stretch, who: Whose) -> Iterable[Entry]:
    columns = (Task.id, Task.title, Task.due_on, Task.assignee_id, User.first_name, Task.done_at)
    rows = tasks_due(stretch.first, stretch.last).join(Task.assignee).with_only_columns(*columns)
    may = policies.can_keep_tasks(actor)
    for key, title, due, person, name, done in _of(rows, Task.assignee_id, who):
        is_over = done is not None
        yield Entry("task", key, title, due, due + timedelta(days=1), person, name, is_over, may and not is_over)


def _absences(actor: User, stretch: Stretch, who: Whose) -> Iterable[Entry]:
    columns = (Absence.id, Absence.starts_on, Absence.ends_on, Absence.kind, Absence.person_id, User.first_name)
    rows = absences_between(stretch.first, stretch.last).join(Absence.person).with_only_columns(*columns)
    leads = policies.leads(actor)
    for key, first, last, kind, person, name in _of(rows, Absence.person_id, who):
        is_mine = person == actor.id
        title = reasons()[kind] if leads or is_mine else _("Away")
        yield Entry("absence", key, title, first, last, person, name, can_move=leads or is_mine)


def _bookings(actor: User, stretch: Stretch, who: Whose) -> Iterable[Entry]:
    """Rooms that the people have, or that are taken; in everybody's calendar, those of IT."""
    time, booking = BookingOccurrence, Booking
    columns = (time.id, time.starts_at, time.ends_at, time.own_title, booking.title, booking.is_private,
               booking.owner_id, User.first_name, Room.name)  # fmt: skip
    within = (time.starts_at < stretch.ends_at, time.starts_at > stretch.starts_at - LONGEST,
              time.ends_at > stretch.starts_at)  # fmt: skip
    rows = sa.select(*columns).join(time.booking).join(booking.owner).join(time.room)
    rows = rows.where(time.cancelled_at.is_(None), *within)
    if who.person_ids is None and who.room_ids is None:
        rows = rows.where(booking.owner_id.in_(staff_ids()))
    keeps_all, now = policies.can_plan(actor), clock.now()
    for key, starts, ends, own, title, private, owner, name, room in _of(rows, booking.owner_id, who, time.room_id):
        is_secret = private and owner != actor.id
        shown = _("Busy") if is_secret else f"{own or title} ({room})"
        yield Entry(
            "booking",
            key,
            shown,
            starts,
            ends,
            None if is_secret else owner,
            room if is_secret else name,
            is_over=ends <= now,
            can_move=ends > now and (keeps_all or owner == actor.id),
        )


def _holidays(_actor: User, stretch: Stretch, _who: Whose) -> Iterable[Entry]:
    for number, (day, name) in enumerate(holidays_between(stretch.first, stretch.last)):
        yield Entry("holiday", number, name, day, day + timedelta(days=1))


def _of(rows: sa.Select[Any], person: Any, who: Whose, room: Any = None) -> Sequence[Any]:
    """The rows of these people, or of these rooms, only."""
    if who.person_ids is not None:
        rows = rows.where(person.in_(who.person_ids))
    if who.room_ids is not None:
        rows = rows.where(sa.false() if room is None else room.in_(who.room_ids))
    return db.session.execute(rows.limit(MOST)).all()


def reasons() -> Mapping[AbsenceKind, str]:
    """Why somebody is away, in words."""
    return {
        AbsenceKind.vacation: _("Vacation"),
        AbsenceKind.sick: _("Sick"),
        AbsenceKind.training: _("Training"),
        AbsenceKind.travel: _("Travelling"),
        AbsenceKind.other: _("Away"),
    }


READERS: dict[str, Callable[[User, Stretch, Whose], Iterable[Entry]]] = {
    "visit": _visits,
    "maintenance": _maintenance,
    "task": _tasks,
    "absence": _absences,
    "booking": _bookings,
    "holiday": _holidays,
}
