"""The catalogue of recurring work, and the lease that keeps several workers from doing a thing twice."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.db import Model, UtcDateTime
from app.core.errors import DomainError
from app.core.transaction import transaction
from app.extensions import db

LEASE = timedelta(minutes=15)
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """One kind of recurring work; `run` is called with the moment of the tick."""

    name: str
    every: timedelta
    run: Callable[[datetime], None]


JOBS: dict[str, Job] = {}


def job(name: str, *, every: timedelta) -> Callable[[Callable[[datetime], None]], Callable[[datetime], None]]:
    """Enrol a function as recurring work."""

    def enrol(function: Callable[[datetime], None]) -> Callable[[datetime], None]:
        JOBS[name] = Job(name, every, function)
        return function

    return enrol


class JobState(Model):
    """When a job runs next, who runs it now, and how the last run ended."""

    __tablename__ = "jobs"

    name: Mapped[str] = mapped_column(sa.String(80), unique=True)
    next_run_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    leased_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    run_requested_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_error: Mapped[str | None] = mapped_column(sa.Text)


@transaction()
def enrol_jobs() -> None:
    """Give each job of the catalogue its row; part of `init`."""
    known = set(db.session.scalars(sa.select(JobState.name)))
    db.session.add_all(JobState(name=name) for name in sorted(JOBS.keys() - known))


def run_due_jobs() -> list[str]:
    """Run each job that is due or asked for and not leased elsewhere; answers the names that ran here."""
    return [name for name in sorted(JOBS.keys() & _waiting()) if _lease(name) and _run(JOBS[name])]


def _waiting() -> set[str]:
    """The jobs whose turn it may be: a read only, so that an idle tick never takes SQLite's write lock."""
    due = sa.or_(JobState.next_run_at <= clock.now(), JobState.run_requested_at.is_not(None))
    return set(db.session.scalars(sa.select(JobState.name).where(due)))


@transaction()
def request_run(name: str) -> None:
    """Have the job run at the next tick, whenever it was due."""
    db.session.execute(sa.update(JobState).where(JobState.name == name).values(run_requested_at=clock.now()))


@transaction()
def _lease(name: str) -> bool:
    now = clock.now()
    due = sa.or_(JobState.next_run_at <= now, JobState.run_requested_at.is_not(None))
    free = sa.or_(JobState.leased_until.is_(None), JobState.leased_until < now)
    claim = (
        sa.update(JobState)
        .where(JobState.name == name, due, free)
        .values(
            leased_until=now + LEASE, last_started_at=now, next_run_at=now + JOBS[name].every, run_requested_at=None
        )
    )
    result = db.session.execute(claim, execution_options={"synchronize_session": False})
    return bool(result.rowcount == 1)


def _run(work: Job) -> bool:
    error = None
    try:
        work.run(clock.now())
    except Exception as problem:  # one broken job must not stop the others; it is shown under Jobs
        log.exception("job %s failed", work.name)
        error = f"{type(problem).__name__}: {problem}"
    _finish(work.name, error)
    return True


@transaction()
def _finish(name: str, error: str | None) -> None:
    done = {"leased_until": None, "last_finished_at": clock.now(), "last_error": error}
    db.session.execute(sa.update(JobState).where(JobState.name == name).values(done))


@contextmanager
def tolerating(what: object) -> Iterator[None]:
    """Log a refusal and go on with the next item."""
    try:
        yield
    except DomainError as refusal:
        log.warning("skipped %s: %s", what, refusal)
