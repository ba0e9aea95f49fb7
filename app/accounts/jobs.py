"""Recurring work on accounts."""

from datetime import datetime, timedelta

from app.accounts import services
from app.accounts.queries import system_user
from app.core.jobs import job


@job("accounts.clean_up", every=timedelta(days=1))
def remove_ended_sessions_and_links(now: datetime) -> None:
    """Remove sessions, links and failure counts that nobody needs any more."""
    services.clean_up(now, actor=system_user())
