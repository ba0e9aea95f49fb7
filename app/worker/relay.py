"""Tells recorded events to their subscribers: at least once, row by row, later and later, then a dead letter."""

import logging
import threading
from collections.abc import Sequence
from datetime import timedelta
from functools import partial

import sqlalchemy as sa
from flask import Flask

from app.core import clock, outbox
from app.core.outbox import SUBSCRIPTIONS, OutboxMessage
from app.core.transaction import transaction
from app.extensions import db
from app.worker.backoff import delay
from app.worker.rounds import repeat

BATCH = 20
LEASE = timedelta(minutes=5)
POLL_SECONDS = 0.5
FIRST_DELAY, LONGEST_DELAY = timedelta(seconds=2), timedelta(hours=1)
MOST_ATTEMPTS = 12  # with the delays above: given up after about two and a half hours

log = logging.getLogger(__name__)


class NobodyListens(LookupError):
    """The row's subscriber is not known to this version of the product."""


def run() -> int:
    """Tell everything that is due, also what that telling records; answers how many rows were taken up."""
    taken = 0
    while batch := run_batch():
        taken += batch
    return taken


def run_batch() -> int:
    """Take up a few due rows and tell them; answers how many they were."""
    if not _something_waits():  # a read only: an idle relay never takes SQLite's write lock
        return 0
    rows = _lease()
    told = {row.id: row for row in rows if _tell(row)}
    _end_batch(told)
    _mark_told(list(told))
    return len(rows)


def loop(app: Flask, stop: threading.Event) -> None:
    """Tell until stopped; wakes at once when this process recorded something."""
    repeat(app, run_batch, stop, _wait)


def _wait() -> None:
    outbox.wake_up.wait(POLL_SECONDS)
    outbox.wake_up.clear()


def _waiting() -> sa.ColumnElement[bool]:
    now = clock.now()
    free = sa.or_(OutboxMessage.leased_until.is_(None), OutboxMessage.leased_until < now)
    return sa.and_(OutboxMessage.told_at.is_(None), OutboxMessage.dead_at.is_(None), OutboxMessage.due_at <= now, free)


def _something_waits() -> bool:
    found = db.session.scalar(sa.select(OutboxMessage.id).where(_waiting()).limit(1))
    db.session.rollback()  # the read ends here
    return found is not None


@transaction(lasting=False)  # forgotten by a power cut, the rows are free again
def _lease() -> Sequence[sa.Row]:
    first = sa.select(OutboxMessage.id).where(_waiting()).order_by(OutboxMessage.due_at, OutboxMessage.id).limit(BATCH)
    claim = (
        sa.update(OutboxMessage)
        .where(OutboxMessage.id.in_(first.with_for_update(skip_locked=True).correlate(None)), _waiting())
        .values(leased_until=clock.now() + LEASE, attempts=OutboxMessage.attempts + 1)
        .returning(
            OutboxMessage.id,
            OutboxMessage.event,
            OutboxMessage.subscriber,
            OutboxMessage.payload,
            OutboxMessage.attempts,
        )
    )
    rows = db.session.execute(claim, execution_options={"synchronize_session": False}).all()
    return sorted(rows, key=lambda row: row.id)


def _tell(row: sa.Row) -> bool:
    """Call the subscriber; a failure is kept with the row and never stops the next one."""
    token = outbox.telling.set(row.id)
    try:
        if row.attempts > MOST_ATTEMPTS:  # each of its attempts ended the process: a lease ran out, nothing was said
            raise RuntimeError("given up: no attempt came to its end")
        handler = SUBSCRIPTIONS.get(row.event, {}).get(row.subscriber)
        if handler is None:
            raise NobodyListens(row.subscriber)
        handler(row.payload)
    except Exception as problem:
        log.exception("outbox row %s (%s for %s) failed", row.id, row.event, row.subscriber)
        db.session.rollback()
        _put_off(row, f"{type(problem).__name__}: {problem}")
        return False
    finally:
        outbox.telling.reset(token)
    return True


def _end_batch(told: dict[int, sa.Row]) -> None:
    """Do what handlers left for the end; where it fails, the rows that asked for it were not told."""
    for work, asked in outbox.endings():
        try:
            work()
        except Exception as problem:
            log.exception("the end of a batch (%s) failed", work.__module__)
            db.session.rollback()
            for row_id in asked & told.keys():
                _put_off(told.pop(row_id), f"{type(problem).__name__}: {problem}")


@transaction(lasting=False)
def _mark_told(ids: Sequence[int]) -> None:
    """One transaction for the batch; a crash or power cut means told again, which handlers bear."""
    done = sa.update(OutboxMessage).where(OutboxMessage.id.in_(ids))
    _write(done.values(told_at=clock.now(), leased_until=None, last_error=None))


@transaction()
def _put_off(row: sa.Row, error: str) -> None:
    now = clock.now()
    again = now + delay(row.attempts, first=FIRST_DELAY, most=LONGEST_DELAY)
    dead = now if row.attempts >= MOST_ATTEMPTS else None
    _write(
        sa.update(OutboxMessage)
        .where(OutboxMessage.id == row.id)
        .values(due_at=again, dead_at=dead, leased_until=None, last_error=error[:2000])
    )


def _write(statement: sa.Update) -> None:
    db.session.execute(statement, execution_options={"synchronize_session": False})


def thread(app: Flask, stop: threading.Event) -> threading.Thread:
    """A thread that tells until stopped, not yet started."""
    return threading.Thread(target=partial(loop, app, stop), name="relay", daemon=True)
