"""What is taken stays taken: half-open intervals, several resources, and what the database itself refuses."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.core import holds
from app.core.errors import Invalid
from app.core.holds import BookingConflict, Hold, Resource, Wanted
from app.core.transaction import attempt, transaction
from app.extensions import db
from tests.conftest import MONDAY_MORNING as NINE

HOUR = timedelta(hours=1)


def wanted(start: datetime = NINE, end: datetime | None = None, room: int = 1, source: int = 1) -> Wanted:
    return Wanted(Resource.room, room, start, end or start + HOUR, "booking", source)


def take(*what: Wanted) -> list[Hold]:
    with transaction():
        return holds.take(what)


def live() -> int:
    return db.session.scalar(sa.select(sa.func.count()).where(Hold.is_live)) or 0


@pytest.mark.parametrize("start", [NINE - HOUR, NINE + HOUR], ids=["before", "after"])
def test_back_to_back_is_no_conflict(session, start):
    take(wanted())
    take(wanted(start, source=2))
    assert live() == 2


@pytest.mark.parametrize(("start", "length"), [
    (NINE, HOUR), (NINE - HOUR + timedelta(seconds=1), HOUR), (NINE + HOUR - timedelta(seconds=1), HOUR),
    (NINE - HOUR, 3 * HOUR), (NINE + timedelta(minutes=10), timedelta(minutes=10)),
], ids=["same", "a second too long", "a second too early", "around", "within"])  # fmt: skip
def test_an_overlap_is_refused_and_named(session, start, length):
    take(wanted())
    with pytest.raises(BookingConflict) as refused:
        take(wanted(start, start + length, source=2))
    assert [clash.hold.source_id for clash in refused.value.clashes] == [1]
    assert refused.value.details["conflicts"] == [
        {"from": "2026-03-02T09:00:00Z", "to": "2026-03-02T10:00:00Z", "resource": "room", "resourceId": 1,
         "source": "booking"}
    ]  # fmt: skip
    assert live() == 1


def test_another_room_or_kind_is_no_conflict(session):
    take(wanted(), wanted(room=2), Wanted(Resource.person, 1, NINE, NINE + HOUR, "visit", 1))
    assert live() == 3


def test_several_resources_are_taken_together_or_not_at_all(session):
    take(wanted(room=2))
    with pytest.raises(BookingConflict):
        take(wanted(room=1, source=2), wanted(room=2, source=2))
    assert live() == 1


def test_what_wants_the_same_twice_is_in_its_own_way(session):
    with pytest.raises(BookingConflict):
        take(wanted(), wanted(NINE + HOUR / 2))


def test_what_is_freed_can_be_taken(session):
    take(wanted())
    with transaction():
        holds.free("booking", [1])
        holds.free("booking", [])
    take(wanted(source=2))
    assert live() == 1


@pytest.mark.parametrize("end", [NINE, NINE - HOUR])
def test_an_end_that_is_not_after_its_start_is_refused(session, end):
    with pytest.raises(Invalid):
        take(wanted(end=end))


@pytest.mark.parametrize("change", [{}, {"is_live": False}])
def test_the_database_itself_refuses_an_overlap(session, change):
    take(wanted())
    again = holds._row(wanted(source=2))
    again.is_live = change.get("is_live", True)
    with transaction():
        with attempt(IntegrityError):
            db.session.add(again)
            db.session.flush()
        with attempt(IntegrityError):  # the road of an UPDATE
            db.session.execute(sa.update(Hold).where(Hold.source_id == 2).values(is_live=True))
    assert live() == 1


def test_a_refusal_of_the_database_is_a_conflict_too(session, monkeypatch):
    take(wanted())
    real, asked = holds.in_the_way, []

    def blind(what):
        asked.append(what)
        return [] if len(asked) == 1 else real(what)

    monkeypatch.setattr(holds, "in_the_way", blind)  # as if somebody had been faster than the look
    with pytest.raises(BookingConflict) as refused:
        take(wanted(source=2))
    assert len(refused.value.clashes) == 1


def test_another_fault_of_the_database_is_no_conflict(session):
    with pytest.raises(IntegrityError):
        take(Wanted(Resource.room, 1, NINE, NINE + HOUR, None, 1))  # type: ignore[arg-type]


def test_free_resources_are_found_by_a_look_at_the_last_hold_before(session):
    take(wanted(), wanted(NINE + 3 * HOUR, source=2))
    for start, free in ((NINE - HOUR, True), (NINE + HOUR / 2, False), (NINE + HOUR, True), (NINE + 3 * HOUR, False)):
        assert bool(db.session.scalar(sa.select(holds.is_free(Resource.room, 1, start, start + HOUR)))) is free
    assert db.session.scalar(sa.select(holds.is_free(Resource.room, 9, NINE, NINE + HOUR)))


def test_sources_are_called_by_those_who_know_them(session, monkeypatch):
    monkeypatch.setattr(holds, "_NAMES", {})
    holds.name_sources("booking", lambda ids, actor: {each: f"{actor}'s {each}" for each in ids})
    rows = take(wanted(), Wanted(Resource.person, 1, NINE, NINE + HOUR, "visit", 5))
    assert holds.names(rows, "Ann") == {("booking", 1): "Ann's 1"}
