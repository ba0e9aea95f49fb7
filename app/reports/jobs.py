"""Recurring work of reports."""

from datetime import datetime, timedelta

from app.accounts.queries import system_user
from app.core.jobs import job, tolerating
from app.reports import queries, services


@job("reports.mail_schedules", every=timedelta(minutes=5))
def mail_schedules(now: datetime) -> None:
    """Mail the reports whose hour has come, each schedule in its own transaction."""
    for schedule_id in queries.due_schedules(now):
        with tolerating(schedule_id):
            services.mail_schedule(schedule_id, now, actor=system_user())
