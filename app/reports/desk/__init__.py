"""The pages of reports."""

from app.reports.desk.dashboard import DashboardDesk
from app.reports.desk.exports import ExportDesk
from app.reports.desk.report import ReportDesk
from app.reports.desk.schedules import ScheduleDesk

__all__ = ["DashboardDesk", "ExportDesk", "ReportDesk", "ScheduleDesk"]
