"""The clockwork: jobs run when they are due, in one process only."""

import threading
import time
from datetime import timedelta

import pytest

from app.core import jobs
from app.core.transaction import transaction
from app.extensions import db
from app.worker import scheduler


@pytest.fixture
def job(session):
    """A job of the tests' own; answers the moments at which it ran."""
    ran: list[object] = []
    jobs.JOBS["tests.tick"] = jobs.Job("tests.tick", timedelta(hours=1), ran.append)
    with transaction():
        db.session.add(jobs.JobState(name="tests.tick"))
    yield ran
    jobs.JOBS.pop("tests.tick")


def test_a_due_job_runs_once_until_it_is_due_again(job, clock):
    clock.advance(days=400)  # the other jobs of the product are due as well
    assert "tests.tick" in scheduler.run()
    assert "tests.tick" not in scheduler.run()
    clock.advance(hours=1)
    assert "tests.tick" in scheduler.run()
    assert len(job) == 2


@pytest.mark.real_commits
def test_two_schedulers_run_a_job_once(app, job, monkeypatch):
    monkeypatch.setattr(scheduler, "TICK_SECONDS", 0.2)
    stop = threading.Event()
    threads = [scheduler.thread(app, stop) for _ in range(2)]
    for thread in threads:
        thread.start()
    until = time.monotonic() + 10
    while not job and time.monotonic() < until:
        time.sleep(0.05)
    time.sleep(0.5)
    stop.set()
    for thread in threads:
        thread.join(10)

    assert len(job) == 1
    assert not any(thread.is_alive() for thread in threads)
