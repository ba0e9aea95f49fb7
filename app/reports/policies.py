"""Who may read which report."""

from app.accounts.models import User
from app.reports.models import ReportExport, ReportSchedule
from app.reports.registry import Report

Rights = frozenset[tuple[str, str]]


def can_read(rights: Rights, report: Report) -> bool:
    """Whose roles give reading of reports and of everything that this one tells about."""
    return report.permissions <= rights


def can_arrange(rights: Rights) -> bool:
    """Whose roles give them a dashboard: its tiles are everybody's own choice."""
    return ("can_read", "Report") in rights


def can_share_layout(rights: Rights) -> bool:
    """Whose roles let them settle with which tiles others start: those who plan reports for others."""
    return ("can_write", "Report") in rights


def can_schedule(rights: Rights) -> bool:
    """Whose roles let them have reports mailed."""
    return ("can_write", "Report") in rights


def can_change_schedule(actor: User, schedule: ReportSchedule) -> bool:
    """Its owner and administrators."""
    return schedule.owner_id == actor.id or actor.is_admin


def can_take_tickets_along(rights: Rights) -> bool:
    """Whose roles let them read tickets and take numbers along."""
    return {("can_export", "Report"), ("can_read", "Ticket")} <= rights


def can_fetch(actor: User, export: ReportExport) -> bool:
    """Only who asked for it: it was written with their rights."""
    return export.owner_id == actor.id
