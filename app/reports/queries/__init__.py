"""Questions of reports; never writes. What a reader may not see is not counted."""

from app.reports.queries.dashboard import (
    Dashboard,
    Panel,
    address_of,
    dashboard,
    has_own_layout,
    layout_of,
    offered_tiles,
)
from app.reports.queries.exports import (
    LONG,
    export_by_id,
    export_for,
    exports_of,
    forgotten_exports,
    free_to_prepare,
    has_waiting_export,
    is_long,
    length,
    sheet_asked,
    under_way,
)
from app.reports.queries.listing import LIST, ticket_list
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
from app.reports.queries.shifts import Explained, explained
from app.reports.queries.tables import ticket_table

__all__ = [
    "LIST",
    "LONG",
    "Dashboard",
    "Explained",
    "Panel",
    "address_of",
    "ask",
    "dashboard",
    "departments",
    "due_schedules",
    "explained",
    "export_by_id",
    "export_for",
    "exports_of",
    "forgotten_exports",
    "free_to_prepare",
    "has_own_layout",
    "has_waiting_export",
    "is_long",
    "layout_of",
    "length",
    "offered_tiles",
    "read",
    "readable_reports",
    "recipients_of",
    "refuses",
    "report_for",
    "schedule_by_id",
    "schedule_for",
    "schedules_of",
    "sheet_asked",
    "staff",
    "ticket_list",
    "ticket_table",
    "under_way",
]
