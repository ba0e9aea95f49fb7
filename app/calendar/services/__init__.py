"""What changes the calendar of IT."""

from app.calendar.services.absences import change_absence, record_absence, withdraw_absence
from app.calendar.services.maintenance import (
    announce_maintenance,
    cancel_maintenance,
    change_maintenance,
    move_maintenance,
)
from app.calendar.services.tasks import change_task, drop_task, finish_task, write_task
from app.calendar.services.visits import cancel_visit, change_visit, finish_visit, move_visit, plan_visit

__all__ = [
    "announce_maintenance",
    "cancel_maintenance",
    "cancel_visit",
    "change_absence",
    "change_maintenance",
    "change_task",
    "change_visit",
    "drop_task",
    "finish_task",
    "finish_visit",
    "move_maintenance",
    "move_visit",
    "plan_visit",
    "record_absence",
    "withdraw_absence",
    "write_task",
]
