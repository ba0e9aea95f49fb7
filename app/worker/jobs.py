"""Recurring work on what the worker keeps."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from app.core.jobs import job
from app.core.outbox import OutboxMessage
from app.core.transaction import transaction
from app.extensions import db

KEPT_FOR = timedelta(days=7)
BATCH = 5_000


@job("worker.remove_told_events", every=timedelta(hours=6))
def remove_told_events(now: datetime) -> None:
    """Forget the outbox rows that were told a week ago; dead letters stay until an administrator decides."""
    while _remove_some(now - KEPT_FOR):
        pass


@transaction()
def _remove_some(before: datetime) -> int:
    """A batch at a time, so that nobody waits long for the write lock."""
    old = sa.select(OutboxMessage.id).where(OutboxMessage.told_at < before).limit(BATCH)
    removed = db.session.execute(
        sa.delete(OutboxMessage).where(OutboxMessage.id.in_(old)), execution_options={"synchronize_session": False}
    )
    return int(removed.rowcount)
