"""The hand-written calendar pages of the desk."""

from app.calendar.desk.calendar import CalendarDesk
from app.calendar.desk.visits import VisitDesk

__all__ = ["CalendarDesk", "VisitDesk"]
