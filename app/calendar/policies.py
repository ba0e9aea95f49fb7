"""Who may do what in the calendar of IT."""

from app.accounts.models import BaseRole, User
from app.accounts.policies import is_system
from app.calendar.models import Absence, Task


def sees_calendar(actor: User) -> bool:
    """All staff; employees see what concerns themselves."""
    return bool(actor.is_staff)


def can_plan(actor: User) -> bool:
    """Plan, move and cancel visits and maintenance: agents and administrators."""
    return bool(actor.is_agent) or is_system(actor)


def can_keep_tasks(actor: User) -> bool:
    """Write tasks for oneself and each other: agents and administrators."""
    return bool(actor.is_agent) or is_system(actor)


def can_change_task(actor: User, task: Task) -> bool:
    """Whoever may keep tasks; a team sees and helps each other."""
    return can_keep_tasks(actor)


def leads(actor: User) -> bool:
    """Managers and administrators look after the absences of others."""
    return actor.base_role in {BaseRole.manager, BaseRole.admin} or is_system(actor)


def can_record_absence(actor: User, person_id: int) -> bool:
    """One's own; those of others by who leads them."""
    return is_system(actor) or (bool(actor.is_staff) and (actor.id == person_id or leads(actor)))


def sees_reason(actor: User, absence: Absence) -> bool:
    """Why somebody is away is their own business, and that of who leads them."""
    return actor.id == absence.person_id or leads(actor)


def can_connect(actor: User) -> bool:
    """Connect calendars elsewhere: agents their own, administrators everybody's."""
    return bool(actor.is_active) and bool(actor.is_agent)


def keeps_all_connections(actor: User) -> bool:
    """See and change the connections of others, and connect rooms and teams."""
    return is_system(actor) or (bool(actor.is_active) and bool(actor.is_admin))
