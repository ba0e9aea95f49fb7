"""Recurring work on what the worker keeps."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from app.core.db import is_sqlite
from app.core.jobs import job
from app.core.outbox import OutboxMessage
from app.core.transaction import transaction
from app.extensions import db

KEPT_FOR = timedelta(days=7)
BATCH = 5_000
ROWS_LOOKED_AT = 1_000  # of each index: enough for the planner, and over in a moment


@job("worker.remove_told_events", every=timedelta(hours=6))
def remove_told_events(now: datetime) -> None:
    """Forget the outbox rows that were told a week ago; dead letters stay until an administrator decides."""
    while _remove_some(now - KEPT_FOR):
        pass


@job("worker.learn_sizes", every=timedelta(hours=1))
@transaction(lasting=False)
def learn_sizes(_now: datetime) -> None:
    """Let SQLite see how its tables have grown: without, it sorted all tickets of a priority to show the newest thirty.

    PostgreSQL does so by itself.
    """
    if is_sqlite():
        db.session.execute(sa.text(f"PRAGMA analysis_limit = {ROWS_LOOKED_AT}"))
        db.session.execute(sa.text("DROP TABLE IF EXISTS sqlite_stat1"))  # anew, open connections read it
        db.session.execute(sa.text("ANALYZE"))


@transaction()
def _remove_some(before: datetime) -> int:
    """A batch at a time, so that nobody waits long for the write lock."""
    old = sa.select(OutboxMessage.id).where(OutboxMessage.told_at < before).limit(BATCH)
    removed = db.session.execute(
        sa.delete(OutboxMessage).where(OutboxMessage.id.in_(old)), execution_options={"synchronize_session": False}
    )
    return int(removed.rowcount)
