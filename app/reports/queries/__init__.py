"""Questions of reports; never writes. What a reader may not see is not counted."""

from app.reports.queries.reading import ask, read, readable_reports, report_for
from app.reports.queries.tables import ticket_table

__all__ = ["ask", "read", "readable_reports", "report_for", "ticket_table"]
