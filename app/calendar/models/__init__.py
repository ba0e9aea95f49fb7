"""The tables of the calendar: visits, maintenance, tasks, absences; accounts and links of calendars elsewhere."""

from app.calendar.models.days import Absence, Task
from app.calendar.models.maintenance import MaintenanceWindow
from app.calendar.models.slots import Slot
from app.calendar.models.visits import Visit
from app.calendar.models.vocabulary import (
    LONGEST_ABSENCE,
    LONGEST_MAINTENANCE,
    LONGEST_VISIT,
    AbsenceKind,
    Effect,
    MaintenanceState,
    VisitState,
)

__all__ = [
    "LONGEST_ABSENCE",
    "LONGEST_MAINTENANCE",
    "LONGEST_VISIT",
    "Absence",
    "AbsenceKind",
    "Effect",
    "MaintenanceState",
    "MaintenanceWindow",
    "Slot",
    "Task",
    "Visit",
    "VisitState",
]
