"""What may be said about the calendar, and what is shown of it."""

from app.calendar.schemas.drafts import (
    AbsenceChange,
    AbsenceDraft,
    MaintenanceChange,
    MaintenanceDraft,
    TaskChange,
    TaskDraft,
    VisitChange,
    VisitDraft,
)
from app.calendar.schemas.shown import AbsenceOut, MaintenanceOut, TaskOut, TicketRef, VisitDetails, VisitOut

__all__ = [
    "AbsenceChange",
    "AbsenceDraft",
    "AbsenceOut",
    "MaintenanceChange",
    "MaintenanceDraft",
    "MaintenanceOut",
    "TaskChange",
    "TaskDraft",
    "TaskOut",
    "TicketRef",
    "VisitChange",
    "VisitDetails",
    "VisitDraft",
    "VisitOut",
]
