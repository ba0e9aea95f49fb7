"""The calendar over REST."""

from app.calendar.api.connections import ConnectionsApi, FeedsApi
from app.calendar.api.days import AbsencesApi, TasksApi
from app.calendar.api.maintenance import MaintenanceApi
from app.calendar.api.visits import VisitsApi

__all__ = ["AbsencesApi", "ConnectionsApi", "FeedsApi", "MaintenanceApi", "TasksApi", "VisitsApi"]
