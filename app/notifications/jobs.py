"""Recurring work on what people were told."""

from datetime import datetime, timedelta

from app.accounts.queries import system_user
from app.core.jobs import job
from app.notifications import services


@job("notifications.forget_old", every=timedelta(days=1))
def forget_old_notifications(now: datetime) -> None:
    """Remove notifications and records of mails that nobody will look for any more."""
    services.forget_old(now, actor=system_user())
