"""The pages of reports."""

from app.reports.desk.dashboard import DashboardDesk
from app.reports.desk.report import ReportDesk

__all__ = ["DashboardDesk", "ReportDesk"]
