"""The tables of the calendar: visits, maintenance, tasks, absences; accounts and links of calendars elsewhere."""

from app.calendar.models.accounts import AccountKind, CalendarAccount, CalendarLink, Direction, PauseReason
from app.calendar.models.days import Absence, Task
from app.calendar.models.feeds import CalendarFeed
from app.calendar.models.items import CalendarItem, RemoteChange, Ruling
from app.calendar.models.maintenance import MaintenanceWindow, maintenance_equipment, maintenance_rooms
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
    "AccountKind",
    "CalendarAccount",
    "CalendarFeed",
    "CalendarItem",
    "CalendarLink",
    "Direction",
    "Effect",
    "MaintenanceState",
    "MaintenanceWindow",
    "PauseReason",
    "RemoteChange",
    "Ruling",
    "Slot",
    "Task",
    "Visit",
    "VisitState",
    "maintenance_equipment",
    "maintenance_rooms",
]
