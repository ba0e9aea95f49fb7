"""Events are told at least once, each on its own, later and later, and at last put aside."""

import threading
import time
from collections.abc import Callable
from datetime import timedelta

import pytest

from app.core import outbox
from app.core.transaction import transaction
from app.extensions import db
from app.worker import jobs, relay, rounds
from app.worker.backoff import delay
from tests.query_budget import counting
from tests.worker.conftest import KettleBoiled, boil, rows


def test_every_subscriber_is_told_once(session, told_to):
    first, second = [], []
    told_to(lambda event: first.append(event["number"]))
    outbox.SUBSCRIPTIONS["tests.kettle_boiled"]["tests.second"] = lambda event: second.append(event["number"])
    boil(1, 2, 3)

    assert relay.run() == 6
    assert relay.run() == 0

    assert first == second == [1, 2, 3]
    assert all(row.told_at and not row.leased_until for row in rows())


def test_what_was_rolled_back_is_never_told(session, told_to):
    heard = []
    told_to(heard.append)
    with pytest.raises(ZeroDivisionError):
        boil_and_fail()

    assert relay.run() == 0
    assert heard == []


def boil_and_fail() -> None:
    with transaction():
        outbox.record(KettleBoiled(1))
        raise ZeroDivisionError


def test_a_bad_row_does_not_stop_the_next(session, told_to, clock):
    heard = []

    def handler(event: dict[str, int]) -> None:
        if event["number"] == 1:
            raise ValueError("no water")
        heard.append(event["number"])

    told_to(handler)
    boil(1, 2)
    relay.run()

    bad, good = rows()
    assert heard == [2]
    assert good.told_at
    assert (bad.told_at, bad.attempts, bad.last_error) == (None, 1, "ValueError: no water")
    assert bad.due_at > clock.now


def test_a_failed_row_is_told_when_its_time_has_come(session, told_to, clock):
    failures, heard = [1], []

    def handler(event: dict[str, int]) -> None:
        if failures:
            failures.pop()
            raise OSError("away")
        heard.append(event["number"])

    told_to(handler)
    boil(7)
    relay.run()
    assert relay.run() == 0
    clock.advance(minutes=1)
    relay.run()

    assert heard == [7]
    assert rows()[0].last_error is None


def test_delays_grow_and_are_spread():
    first, most = timedelta(seconds=2), timedelta(hours=1)
    seconds = [delay(attempt, first=first, most=most).total_seconds() for attempt in range(1, 40)]

    assert seconds[0] >= 2
    assert all(2**attempt <= value <= 2**attempt * 1.25 for attempt, value in enumerate(seconds[:10], start=1))
    assert all(3600 <= value <= 4500 for value in seconds[12:])


def test_after_the_last_attempt_the_row_is_a_dead_letter(session, told_to, clock):
    def handler(event: dict[str, int]) -> None:
        raise ValueError("never")

    told_to(handler)
    boil(1)
    for _ in range(relay.MOST_ATTEMPTS):
        relay.run()
        clock.advance(hours=2)

    [row] = rows()
    assert row.dead_at
    assert row.attempts == relay.MOST_ATTEMPTS
    assert relay.run() == 0


def test_a_lease_that_ran_out_is_taken_up_again(session, told_to, clock):
    heard = []
    told_to(lambda event: heard.append(event["number"]))
    boil(1)
    relay._lease()  # this process dies here
    assert relay.run() == 0

    clock.advance(minutes=6)
    relay.run()
    assert heard == [1]


def test_a_row_that_ends_its_process_each_time_is_a_dead_letter_in_the_end(session, told_to, clock):
    heard = []
    told_to(lambda event: heard.append(event["number"]))
    boil(1)
    for _ in range(relay.MOST_ATTEMPTS):
        relay._lease()
        clock.advance(minutes=6)
    relay.run()

    assert heard == []
    assert rows()[0].dead_at


def test_a_subscriber_that_this_version_does_not_know_is_tried_again(session, told_to):
    told_to(lambda event: None)
    boil(1)
    outbox.SUBSCRIPTIONS.pop("tests.kettle_boiled")
    relay.run()

    [row] = rows()
    assert row.told_at is None
    assert row.last_error.startswith("NobodyListens")


def test_an_idle_relay_only_reads(session):
    relay.run()
    with counting(db.engine) as statements:
        relay.run()
    assert [statement.split()[0] for statement in statements] == ["SELECT"]


def test_told_rows_are_forgotten_after_a_week_and_dead_ones_are_kept(session, told_to, clock):
    def handler(event: dict[str, int]) -> None:
        if event["number"] == 2:
            raise ValueError("never")

    told_to(handler)
    boil(1, 2)
    for _ in range(relay.MOST_ATTEMPTS):
        relay.run()
        clock.advance(hours=2)
    clock.advance(days=7)
    boil(3)
    relay.run()
    jobs.remove_told_events(clock.now)

    assert [row.payload["number"] for row in rows()] == [2, 3]


@pytest.mark.real_commits
def test_four_relays_tell_each_row_once(app, session, told_to):
    heard, lock = [], threading.Lock()

    def handler(event: dict[str, int]) -> None:
        with lock:
            heard.append(event["number"])

    told_to(handler)
    boil(*range(100))
    stop = threading.Event()
    threads = [relay.thread(app, stop) for _ in range(4)]
    for thread in threads:
        thread.start()
    _wait_for(lambda: len(heard) >= 100)
    time.sleep(0.3)
    stop.set()
    for thread in threads:
        thread.join(5)

    assert sorted(heard) == list(range(100))
    assert all(row.told_at for row in rows())
    assert not any(thread.is_alive() for thread in threads)


def test_a_loop_survives_a_round_that_fails(app, session):
    stop, done = threading.Event(), []

    def work() -> int:
        done.append(1)
        if len(done) == 1:
            raise OSError("the database is away")
        stop.set()
        return 1

    rounds.repeat(app, work, stop, pause=lambda: None)

    assert len(done) == 2


def _wait_for(true: Callable[[], bool]) -> None:
    until = time.monotonic() + 10
    while not true():
        assert time.monotonic() < until, "waited too long"
        time.sleep(0.02)
