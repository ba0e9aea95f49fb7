"""Random schedules: what both sides do, what breaks meanwhile, and what must be true in the end."""

import os
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from hypothesis import strategies as st

from app.calendar.models import CalendarAccount, Direction, PauseReason, Ruling
from app.calendar.queries import connections as questions
from app.calendar.services.syncing import fetching
from app.core.transaction import transaction
from app.extensions import db
from tests.calendar.diary import BrokenSource
from tests.calendar.google.standin import Crash, Fault
from tests.calendar.pair import Pair, pair_of
from tests.conftest import MONDAY_MORNING

HOUR = timedelta(hours=1)
METHODS = ("events.insert", "events.update", "events.get", "events.delete", "events.list", "")
KINDS = ("lost", "cut", "crash", "crash_after", "500", "503", "429", "403", "412", "409", "401")


def begun(known: int) -> list[tuple[Any, ...]]:
    """So many entries stand on both sides when it begins: otherwise most schedules would have little to break."""
    planned = [("plan", 2 * number, number == 2) for number in range(known)]
    return [*planned, ("place",), ("wait", 5), ("push",), ("pull",)] if planned else []


entry = st.integers(0, 5)
hours = st.integers(-3, 14)
steps = st.one_of(
    st.tuples(st.just("plan"), hours, st.booleans()),
    st.tuples(st.just("shift"), entry, hours),
    st.tuples(st.just("rename"), entry, st.integers(0, 9)),
    st.tuples(st.just("cancel"), entry),
    st.tuples(st.just("they_shift"), entry, hours),
    st.tuples(st.just("they_rename"), entry, st.integers(0, 9)),
    st.tuples(st.just("they_delete"), entry),
    st.tuples(st.just("they_add"), hours),
    st.just(("tell",)),
    st.just(("push",)),
    st.just(("push",)),
    st.just(("pull",)),
    st.just(("pull",)),
    st.just(("place",)),
    st.tuples(st.just("wait"), st.sampled_from((1, 30, 200, 4000))),
    st.just(("forget_tokens",)),
    st.just(("purge",)),
    st.just(("break_source",)),
    st.tuples(st.just("rule"), st.sampled_from(list(Ruling))),
    st.builds(lambda *parts: ("fault", *parts), st.sampled_from(KINDS), st.sampled_from(METHODS), st.integers(0, 3)),
    st.builds(lambda skip: ("fault", "410", "events.list", skip), st.integers(0, 3)),  # of an event it means: gone
)
MANY = int(os.environ.get("CALENDAR_SCHEDULES", "200"))
happens = st.lists(steps, min_size=5, max_size=20 if MANY <= 200 else 30)  # longer ones where there is time
schedules = st.builds(lambda known, then: [*begun(known), *then], st.integers(0, 4), happens)
directions = st.sampled_from(list(Direction))


class Run:
    """One schedule: carries the steps out, and knows what people of both sides meant to remove."""

    def __init__(self, owner: Any, clock: Any, direction: Direction) -> None:
        self.pair: Pair = pair_of(owner, clock, direction)
        self.meant: set[int] = set()  # entries that somebody removed, here or (where wishes are heard) there

    def play(self, schedule: list[tuple[Any, ...]]) -> None:
        """Carry out every step, the process being killed wherever a fault says so."""
        for name, *values in schedule:
            try:
                getattr(self, name)(*values)
            except (Crash, BrokenSource):
                db.session.rollback()
            self.pair.diary.is_broken = name == "break_source"
        self.pair.diary.is_broken = False

    def heal(self) -> None:
        """All faults are over, persons answer what is asked; both talk until there is nothing left to say."""
        self.pair.standin.faults.clear()
        for _round in range(10):
            link = self.pair.link
            if link.paused_reason is PauseReason.many_removed:
                with transaction():
                    link.paused_at, link.paused_reason, link.are_removals_meant = None, None, True
            with transaction():
                link.account.paused_at = link.account.paused_reason = link.account.hold_until = None
                link.paused_at = link.paused_reason = None
                for item in list(questions.given_up(link.id)):
                    fetching.try_again(item)
            for item in self.pair.conflicts():
                self.pair.rule(item, Ruling.ours)
            self.pair.settle(2)
            if self.pair.is_quiet():
                return
        raise AssertionError("both never came to rest")

    def judge(self) -> None:
        """Duplicates 0, losses 0, deletions by error 0, both sides equal, others' events untouched, requests legal."""
        self.pair.compare()
        gone = {number for number, one in self.pair.diary.entries.items() if one.is_cancelled}
        assert gone <= self.meant, "removed, and nobody meant it"
        assert not self.pair.standin.bad, self.pair.standin.bad

    # --- steps --------------------------------------------------------------------------------------------------------

    def plan(self, after: int, is_fixed: bool) -> None:
        number = self.pair.diary.plan(MONDAY_MORNING + after * HOUR, title="Fixed" if is_fixed else "Visit")
        self.pair.untold.add(number)

    def shift(self, which: int, by: int) -> None:
        if number := self._entry(which):
            self.pair.diary.shift(number, by / 2)
            self.pair.untold.add(number)

    def rename(self, which: int, word: int) -> None:
        if number := self._entry(which):
            title = self.pair.diary.entries[number].title.split()[0]
            self.pair.diary.change(number, title=f"{title} {word}")
            self.pair.untold.add(number)

    def cancel(self, which: int) -> None:
        if number := self._entry(which):
            self.pair.diary.change(number, is_cancelled=True)
            self.meant.add(number)
            self.pair.untold.add(number)

    def they_shift(self, which: int, by: int) -> None:
        if name := self._event(which):
            start = MONDAY_MORNING + by * HOUR
            self.pair.standin.person_moves(name, start.isoformat(), (start + HOUR).isoformat())

    def they_rename(self, which: int, word: int) -> None:
        if name := self._event(which):
            self.pair.standin.person_retitles(name, f"Theirs {word}")

    def they_delete(self, which: int) -> None:
        if name := self._event(which):
            self.pair.standin.person_deletes(name)
            if self.pair.link.is_two_way:
                self.meant.add(self.pair.source_of(name))

    def they_add(self, after: int) -> None:
        start = MONDAY_MORNING + after * HOUR
        self.pair.standin.person_adds("Own", start.isoformat(), (start + HOUR).isoformat())

    def tell(self) -> None:
        self.pair.tell(*self.pair.untold)
        self.pair.untold.clear()

    def push(self) -> None:
        self.pair.push()

    def pull(self) -> None:
        self.pair.pull()

    def place(self) -> None:
        self.pair.place()

    def wait(self, seconds: int) -> None:
        self.pair.clock.advance(seconds=seconds)

    def forget_tokens(self) -> None:
        self.pair.standin.forget_tokens()

    def purge(self) -> None:
        self.pair.standin.purge()

    def break_source(self) -> None:
        """Until the next step is over, our own side cannot be read."""

    def rule(self, ruling: Ruling) -> None:
        for item in self.pair.conflicts():
            self.pair.rule(item, ruling)

    def fault(self, kind: str, method: str, skip: int) -> None:
        self.pair.standin.faults.append(Fault(kind, method, retry_after=30 if kind == "429" else None, skip=skip))

    def _entry(self, which: int) -> int | None:
        numbers = [number for number, one in self.pair.diary.entries.items() if not one.is_cancelled]
        return numbers[which % len(numbers)] if numbers else None

    def _event(self, which: int) -> str | None:
        names = [name for name in self.pair.standin.alive() if not name.startswith("own")]
        return names[which % len(names)] if names else None


def run(owner: Any, clock: Any, schedule: list[tuple[Any, ...]], direction: Direction) -> None:
    """One schedule from an empty calendar to the comparison of both sides."""
    clock.now = MONDAY_MORNING  # each schedule begins on the same day
    try:
        run = Run(owner, clock, direction)
        run.play(schedule)
        run.heal()
        run.judge()
    finally:  # whatever one schedule shows, the next begins with nothing
        db.session.rollback()
        with transaction():
            db.session.execute(sa.delete(CalendarAccount))
