"""Recurring work on knowledge."""

from datetime import datetime, timedelta

from app.accounts.queries import system_user
from app.core.jobs import job
from app.knowledge import queries, services


@job("knowledge.remove_unnamed_uploads", every=timedelta(hours=1))
def remove_unnamed_uploads(now: datetime) -> None:
    """Remove the uploads that no item named within a day."""
    actor = system_user()
    for file_id in queries.unnamed_files(now - timedelta(days=1)):
        services.forget_upload(file_id, actor=actor)
