"""`make bench-calendar`: 2,000 random schedules per database, a full list of 5,000 items, how soon changes arrive.

python -m tests.load.bench_calendar [--schedules 2000] [--items 5000] [--changes 20] [--engine sqlite|postgresql|both]
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.databases import Databases, neutral_environment
from tests.servers.postgres import postgres

HOUR = timedelta(hours=1)


def main() -> None:
    """Run what was asked for, and print the figures."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--schedules", type=int, default=2000)
    asked.add_argument("--items", type=int, default=5000)
    asked.add_argument("--changes", type=int, default=20)
    asked.add_argument("--engine", choices=("sqlite", "postgresql", "both"), default="both")
    options = asked.parse_args()
    for engine in ("sqlite", "postgresql") if options.engine == "both" else (options.engine,):
        if options.schedules:
            _schedules(engine, options.schedules)
        with _application(engine) as app:
            _full_list(app, engine, options.items)
            _latency(app, engine, options.changes)


def _schedules(engine: str, many: int) -> None:
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-n",
        "0",
        f"--database={engine}",
        "tests/calendar/test_schedules.py",
    ]
    began = time.monotonic()
    done = subprocess.run(command, env={**os.environ, "CALENDAR_SCHEDULES": str(many)}, check=False)
    word = "all equal in the end" if done.returncode == 0 else "FAILED"
    print(f"{engine}: {many} schedules in {time.monotonic() - began:.0f} s: {word}")


@contextmanager
def _application(engine: str) -> Iterator[Any]:
    os.environ.update(neutral_environment())
    with tempfile.TemporaryDirectory() as folder, postgres() if engine == "postgresql" else nullcontext() as server:
        databases = Databases(Path(folder), server, f"calendar_{os.getpid()}")
        with databases.clone("bench") as url:
            from app import create_app
            from tests.conftest import dispose, settings_for_tests

            app = create_app(settings_for_tests(url, Path(folder)))
            with app.app_context():
                yield app
                dispose()
        databases.drop_template()


@contextmanager
def _pair(app: Any) -> Iterator[Any]:
    """A link to a stand-in over HTTP; the diary is what calendars show."""
    from app.accounts.models import BaseRole
    from app.calendar import sources
    from app.calendar.google.gateway import Gateway
    from app.core import clock
    from tests.calendar import diary
    from tests.calendar.google.transport import served
    from tests.calendar.pair import pair_of
    from tests.factories.people import PersonFactory

    diary.NIGHT = 24  # whoever measures late in the evening wants no refusals
    sources._sources.by_kind.clear()
    pair = pair_of(PersonFactory(role=BaseRole.agent), clock.now)
    pair.standin.page_size = 2500
    with served(pair.standin) as address:
        app.extensions["calendar_gateway"] = Gateway(app.config, address)
        yield pair
    del app.extensions["calendar_gateway"]


def _full_list(app: Any, engine: str, items: int) -> None:
    """Everything is placed, then the service forgets its token: how many requests does it take, and how long?"""
    from app.calendar import jobs
    from app.calendar.services.syncing import fetching, placing
    from app.core import clock
    from app.extensions import db

    with _pair(app) as pair:
        for index in range(items):
            pair.diary.plan(clock.now() + index * HOUR / 2)
        placing.place_all(pair.link_id)
        app.extensions["calendar_gateway"].budget.per_account = app.extensions["calendar_gateway"].budget.in_all = 10**6
        began = time.monotonic()
        while len(pair.standin.alive()) < items:
            jobs.push_changes(clock.now() + timedelta(seconds=5))
            db.session.remove()
        asked, seconds = sum(pair.standin.counts.values()), time.monotonic() - began
        print(f"{engine}: {items} items placed in {seconds:.1f} s, {asked} requests")
        jobs.pull_changes(clock.now())
        pair.standin.forget_tokens()
        pair.standin.counts.clear()
        fetching.wake(pair.link_id)
        began = time.monotonic()
        jobs.pull_changes(clock.now() + timedelta(seconds=1))
        seconds, counts = time.monotonic() - began, dict(pair.standin.counts)
        print(
            f"{engine}: full list of {items} after 410: {seconds:.1f} s, requests {counts}; the quota is 300 a minute"
        )
    _forget()


def _latency(app: Any, engine: str, changes: int) -> None:
    """With relay and scheduler running as in production: from a change here to the event there, and back."""
    from app.calendar import sources
    from app.calendar.services.syncing import channels, placing
    from app.core.jobs import enrol_jobs
    from app.core.transaction import transaction
    from app.extensions import db
    from app.worker import relay, scheduler

    with _pair(app) as pair:
        numbers = [pair.diary.plan(pair.clock() + (index + 1) * HOUR) for index in range(changes)]
        enrol_jobs()
        placing.place_all(pair.link_id)
        stop = threading.Event()
        threads = [relay.thread(app, stop), scheduler.thread(app, stop)]
        for thread in threads:
            thread.start()
        _until(lambda: len(pair.standin.alive()) == changes)
        there = []
        for number in numbers:
            pair.diary.change(number, title=f"Changed {number}")
            began = time.monotonic()
            with transaction():
                sources.note_change("diary", number)
            _until(lambda n=number: any(e["summary"] == f"Changed {n}" for e in pair.standin.alive().values()))
            there.append(time.monotonic() - began)
        channel, token, _address = channels.offer(pair.link_id)
        here = []
        for number in numbers:
            item = pair.item(number)
            one = pair.diary.entries[number]
            began = time.monotonic()
            pair.standin.person_moves(
                item.remote_id, (one.starts_at + HOUR).isoformat(), (one.ends_at + HOUR).isoformat()
            )
            channels.take_call(channel, token)
            _until(lambda n=number, was=one.starts_at: pair.diary.entries[n].starts_at != was)
            here.append(time.monotonic() - began)
            db.session.remove()
        polled = [_heard(pair, numbers[0])]
        stop.set()
        for thread in threads:
            thread.join()
    for word, times in (
        ("here -> there (median <= 5 s)", there),
        ("there -> here, called (<= 60 s)", here),
        ("there -> here, not called (<= a poll of 60 s)", polled),
    ):
        print(f"{engine}: {word}: median {statistics.median(times):.1f} s, longest {max(times):.1f} s of {len(times)}")
    _forget()


def _heard(pair: Any, number: int) -> float:
    """How long until a change there is here when nobody calls: at the next poll."""
    one, item, began = pair.diary.entries[number], pair.item(number), time.monotonic()
    later = ((one.starts_at + HOUR).isoformat(), (one.ends_at + HOUR).isoformat())
    pair.standin.person_moves(item.remote_id, *later)
    _until(lambda: pair.diary.entries[number].starts_at != one.starts_at)
    return time.monotonic() - began


def _until(is_so: Any, seconds: float = 120) -> None:
    ends = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > ends:
            raise TimeoutError
        time.sleep(0.05)


def _forget() -> None:
    import sqlalchemy as sa

    from app.calendar.models import CalendarAccount
    from app.core.transaction import transaction
    from app.extensions import db

    db.session.rollback()
    db.session.remove()
    with transaction():
        db.session.execute(sa.delete(CalendarAccount))


if __name__ == "__main__":
    main()
