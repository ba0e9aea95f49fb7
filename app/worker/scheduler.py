"""Ticks: every few seconds the jobs that are due run, each in one process only (see core/jobs)."""

import logging
import threading
from collections.abc import Callable
from datetime import UTC

from apscheduler.schedulers.background import BackgroundScheduler
from flask import Flask

from app.core import jobs

TICK_SECONDS = 2  # an idle tick is one read

log = logging.getLogger(__name__)


def run() -> list[str]:
    """Run every job that is due; answers their names."""
    return jobs.run_due_jobs()


def loop(app: Flask, stop: threading.Event) -> None:
    """Tick until stopped; a job under way is let end."""
    scheduler = make(_ticking(app))
    scheduler.start()
    stop.wait()
    scheduler.shutdown(wait=True)


def make(tick: Callable[[], None]) -> BackgroundScheduler:
    """A scheduler that calls `tick`; late or missed ticks become one, and never two at once."""
    scheduler = BackgroundScheduler(timezone=UTC)
    options = {"seconds": TICK_SECONDS, "coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    scheduler.add_job(tick, "interval", id="tick", **options)
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a job longer than a tick is no news
    return scheduler


def _ticking(app: Flask) -> Callable[[], None]:
    def tick() -> None:
        try:
            with app.app_context():
                run()
        except Exception:  # the database may be down; the next tick tries again
            log.exception("a tick failed")

    return tick


def thread(app: Flask, stop: threading.Event) -> threading.Thread:
    """A thread that ticks until stopped, not yet started."""
    return threading.Thread(target=loop, args=(app, stop), name="scheduler", daemon=True)
