"""What becomes of a person's calendar when they leave."""

from app.accounts import queries as accounts
from app.accounts.models import User
from app.calendar import policies
from app.calendar.models import PauseReason, Visit
from app.calendar.queries import leaving as queries
from app.calendar.schemas import AbsenceChange, TaskChange, VisitChange
from app.calendar.services.absences import change_absence, withdraw_absence
from app.calendar.services.tasks import change_task
from app.calendar.services.visits import cancel_visit, change_visit
from app.core import clock
from app.core.company import DeskHoursSettings
from app.core.errors import DomainError, require
from app.core.transaction import attempt, transaction


@transaction()
def hand_over_calendar(person_id: int, successor: User | None, *, actor: User) -> None:
    """Somebody left: their visits and tasks go to the successor, absences end, connections rest.

    A visit that the successor cannot make, or that nobody takes over, is cancelled: its requester is told, and the
    ticket waits in the queue. A task without a successor goes to who ended the account. Nothing is left to do when
    called again. `NotAllowed` for who may not plan.
    """
    require(policies.can_plan(actor))
    for account in queries.accounts_running_for(person_id):
        account.paused_at, account.paused_reason = clock.now(), PauseReason.owner_gone
    for visit in queries.visits_left_by(person_id, clock.now()):
        _give_visit(visit, successor, actor)
    if tasks := queries.tasks_left_by(person_id):
        heir = successor or _somebody(actor)
        for task in tasks:
            change_task(task, TaskChange(assignee_id=heir.id), actor=actor)
    _end_absences(person_id, actor)


def _give_visit(visit: Visit, successor: User | None, actor: User) -> None:
    given = False
    if successor is not None:
        with attempt(DomainError):  # taken at that hour
            change_visit(visit, VisitChange(technician_id=successor.id), actor=actor)
            given = True
    if not given:
        cancel_visit(visit, actor=actor)


def _somebody(actor: User) -> User:
    """Who ended the account; an administrator when the product did so itself."""
    if actor.active:
        return actor
    return queries.oldest_administrator()


def _end_absences(person_id: int, actor: User) -> None:
    today = clock.now().astimezone(DeskHoursSettings.desk().zone).date()
    for absence in queries.absences_left_by(person_id, today):
        if absence.starts_on < today:
            change_absence(absence, AbsenceChange(ends_on=today), actor=accounts.system_user())
        else:
            withdraw_absence(absence, actor=accounts.system_user())
