"""Questions of reports; never writes. What a reader may not see is not counted."""

from app.reports.queries.dashboard import Dashboard, Panel, address_of, dashboard
from app.reports.queries.listing import ticket_list
from app.reports.queries.reading import ask, departments, read, readable_reports, report_for
from app.reports.queries.schedules import (
    due_schedules,
    recipients_of,
    refuses,
    schedule_by_id,
    schedule_for,
    schedules_of,
    staff,
)
from app.reports.queries.tables import ticket_table

__all__ = [
    "Dashboard",
    "Panel",
    "address_of",
    "ask",
    "dashboard",
    "departments",
    "due_schedules",
    "read",
    "readable_reports",
    "recipients_of",
    "refuses",
    "report_for",
    "schedule_by_id",
    "schedule_for",
    "schedules_of",
    "staff",
    "ticket_list",
    "ticket_table",
]
