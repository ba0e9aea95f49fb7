"""Who may read which report."""

from app.accounts.models import User
from app.reports.models import ReportSchedule
from app.reports.registry import Report

Rights = frozenset[tuple[str, str]]


def can_read(rights: Rights, report: Report) -> bool:
    """Whose roles give reading of reports and of everything that this one tells about."""
    return report.permissions <= rights


def can_schedule(rights: Rights) -> bool:
    """Whose roles let them have reports mailed."""
    return ("can_write", "Report") in rights


def can_change_schedule(actor: User, schedule: ReportSchedule) -> bool:
    """Its owner and administrators."""
    return schedule.owner_id == actor.id or actor.is_admin
