"""Recurring work of reports."""

from datetime import datetime, timedelta

from app.accounts.queries import system_user
from app.core.jobs import job, tolerating
from app.core.storage import storage
from app.reports import queries, services


@job("reports.mail_schedules", every=timedelta(minutes=5))
def mail_schedules(now: datetime) -> None:
    """Mail the reports whose hour has come, each schedule in its own transaction."""
    for schedule_id in queries.due_schedules(now):
        with tolerating(schedule_id):
            services.mail_schedule(schedule_id, now, actor=system_user())


@job(services.REMOVING, every=timedelta(hours=1))
def remove_exports(now: datetime) -> None:
    """Remove files that nobody can fetch any more: the bytes first, so that none is left without a row."""
    for export_id, key in queries.forgotten_exports(now):
        with tolerating(export_id):
            storage().delete(key)
            services.forget_export(export_id)
