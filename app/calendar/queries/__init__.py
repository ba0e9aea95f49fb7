"""Questions about the calendar of IT; never writes. `visit_for`, `window_for` and so on are the gates."""

from app.calendar.queries.days import (
    absence_for,
    absence_of,
    absences_between,
    absences_page,
    absences_visible_to,
    open_tasks_of,
    task_for,
    tasks_due,
    tasks_page,
    tasks_visible_to,
)
from app.calendar.queries.maintenance import (
    announced_to,
    window_for,
    windows_between,
    windows_page,
    windows_visible_to,
)
from app.calendar.queries.people import staff
from app.calendar.queries.visits import (
    own_visits,
    visit_for,
    visits_between,
    visits_of_ticket,
    visits_page,
    visits_to,
    visits_visible_to,
)
from app.calendar.queries.warnings import warnings

__all__ = [
    "absence_for",
    "absence_of",
    "absences_between",
    "absences_page",
    "absences_visible_to",
    "announced_to",
    "open_tasks_of",
    "own_visits",
    "staff",
    "task_for",
    "tasks_due",
    "tasks_page",
    "tasks_visible_to",
    "visit_for",
    "visits_between",
    "visits_of_ticket",
    "visits_page",
    "visits_to",
    "visits_visible_to",
    "warnings",
    "window_for",
    "windows_between",
    "windows_page",
    "windows_visible_to",
]
