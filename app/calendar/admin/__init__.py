"""The generated screens of the calendar."""

from app.calendar.admin.days import AbsenceView, TaskView
from app.calendar.admin.maintenance import MaintenanceView
from app.calendar.admin.visits import VisitView

__all__ = ["AbsenceView", "MaintenanceView", "TaskView", "VisitView"]
