"""What feeds and calendars elsewhere get of visits, maintenance, tasks and absences, and their wishes."""

from datetime import date, timedelta
from typing import Any

import pytest

from app.calendar import services, sources
from app.calendar.sources import Scope, ScopeKind, Window
from app.core.errors import Conflict, NotAllowed
from app.tickets import queries as tickets
from tests.factories.calendar import HOUR, TEN, absence, maintenance, task, visit
from tests.factories.rooms import room
from tests.factories.tickets import ticket

WEEK = Window(TEN - timedelta(days=1), TEN + timedelta(days=6))


def of(person: Any) -> Scope:
    return Scope(ScopeKind.person, person.id, frozenset({person.id}))


def names(scope: Scope, actor: Any, window: Window = WEEK) -> set[str]:
    found = list(sources.occurrences(scope, window, actor=actor))
    assert all(scope.concerns(one) and window.meets(one) for one in found), "what is offered belongs there"
    return {one.name for one in found}


def test_a_person_gets_what_concerns_them(alice, bob, mia):
    amber = room()
    planned, window, kept, away = visit(ticket(alice), bob, room_id=amber.id), maintenance(bob), task(bob), absence(bob)
    mine = {f"visit-{planned.id}", f"maintenance-{window.id}"}
    assert names(of(bob), bob) == {*mine, f"task-{kept.id}", f"absence-{away.id}"}
    assert names(of(alice), alice) == mine
    assert names(of(mia), mia) == {f"maintenance-{window.id}"}
    assert names(Scope(ScopeKind.room, amber.id), bob) == mine
    assert names(of(bob), bob, Window(TEN + timedelta(days=20), TEN + timedelta(days=21))) == set()


def test_each_thing_is_found_by_itself_with_its_version(alice, bob, mia):
    planned, window, kept, away = visit(ticket(alice), bob), maintenance(bob), task(bob), absence(mia, kind="sick")
    [one] = sources.source_of("visit").of(planned.id, actor=alice)
    assert (one.starts_at, one.version, one.zone, one.is_cancelled) == (TEN, 1, "Europe/Vienna", False)
    services.cancel_visit(planned, actor=bob)
    [gone] = sources.source_of("visit").of(planned.id, actor=alice)
    assert gone.is_cancelled
    assert gone.version > one.version
    [days] = sources.source_of("absence").of(away.id, actor=bob)
    assert (days.days, days.title) == ((date(2026, 3, 3), date(2026, 3, 5)), "Mia Roth: Away")
    [own] = sources.source_of("absence").of(away.id, actor=mia)
    assert own.title == "Mia Roth: Sick"
    [due] = sources.source_of("task").of(kept.id, actor=bob)
    assert due.days == (date(2026, 3, 6), date(2026, 3, 7))
    assert [each.title for each in sources.source_of("maintenance").of(window.id, actor=bob)] == [
        "Maintenance: New switches"
    ]
    for kind in ("visit", "maintenance", "task", "absence"):
        assert list(sources.source_of(kind).of(9_000_000, actor=bob)) == []
    assert list(sources.source_of("task").of(task(bob, due_on=None).id, actor=bob)) == []


def test_a_wish_from_elsewhere_is_the_same_command(alice, bob, mia):
    planned, window, kept, away = visit(ticket(alice), bob), maintenance(bob), task(bob), absence(bob)
    for kind, key in (("visit", planned.id), ("maintenance", window.id), ("task", kept.id), ("absence", away.id)):
        source = sources.source_of(kind)
        [one] = source.of(key, actor=bob)
        source.move(one, one.starts_at + timedelta(days=1), one.ends_at + timedelta(days=1), actor=bob)
        if kind != "absence":
            with pytest.raises(NotAllowed):
                source.move(one, one.starts_at, one.ends_at, actor=mia)
    assert planned.starts_at == window.starts_at == TEN + timedelta(days=1)
    assert (kept.due_on, away.starts_on) == (date(2026, 3, 7), date(2026, 3, 4))
    for kind, key in (("visit", planned.id), ("maintenance", window.id), ("task", kept.id), ("absence", away.id)):
        source = sources.source_of(kind)
        [one] = source.of(key, actor=bob)
        source.cancel(one, actor=bob)
        assert all(each.is_cancelled for each in source.of(key, actor=bob))


def test_a_refused_wish_stands_on_the_ticket(alice, bob):
    asked = ticket(alice)
    planned = visit(asked, bob)
    visit(asked, bob, starts_at=TEN + 2 * HOUR)
    source = sources.source_of("visit")
    [one] = source.of(planned.id, actor=bob)
    with pytest.raises(Conflict) as refused:
        source.move(one, TEN + 2 * HOUR, TEN + 3 * HOUR, actor=bob)
    source.note_refusal(one, refused.value.message, actor=bob)
    assert "Bob Ito is taken" in str(tickets.timeline(asked, bob)[-1].new)
