"""Who may read which report."""

from app.reports.registry import Report


def can_read(rights: frozenset[tuple[str, str]], report: Report) -> bool:
    """Whose roles give reading of reports and of everything that this one tells about."""
    return report.permissions <= rights
