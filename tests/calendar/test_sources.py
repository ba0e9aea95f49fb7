"""What belongs into which calendar."""

from datetime import UTC, datetime, timedelta

import pytest

from app.calendar.sources import Occurrence, Scope, ScopeKind, Source, Window
from app.core.errors import NotAllowed

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
VISIT = Occurrence("visit", 7, NINE, NINE + HOUR, "UTC", "Dock", NINE, person_ids=frozenset({3}),
                   room_ids=frozenset({5}), team_ids=frozenset({2}))  # fmt: skip


@pytest.mark.parametrize(
    ("scope", "belongs"),
    [
        (Scope(ScopeKind.person, 3, frozenset({3})), True),
        (Scope(ScopeKind.person, 5, frozenset({5})), False),
        (Scope(ScopeKind.room, 5), True),
        (Scope(ScopeKind.room, 3), False),
        (Scope(ScopeKind.team, 2), True),
        (Scope(ScopeKind.team, 9, frozenset({1, 3})), True),
        (Scope(ScopeKind.team, 9, frozenset({1})), False),
    ],
)
def test_a_calendar_shows_what_concerns_it(scope, belongs):
    assert scope.concerns(VISIT) is belongs


def test_a_window_is_half_open():
    assert Window(NINE - HOUR, NINE + HOUR).meets(VISIT)
    assert not Window(NINE + HOUR, NINE + 2 * HOUR).meets(VISIT)
    assert not Window(NINE - HOUR, NINE).meets(VISIT)


def test_the_name_says_kind_id_and_date():
    assert VISIT.name == "visit-7"
    assert Occurrence("booking", 1, NINE, NINE, "UTC", "", NINE, key="20260302").name == "booking-1-20260302"


class Silent(Source):
    """A source that offers nothing and overrides no more than it must."""

    kind = "silent"

    def occurrences(self, scope, window, *, actor):
        return []

    def of(self, source_id, *, actor):
        return []


def test_a_source_that_says_nothing_else_takes_no_wishes():
    with pytest.raises(NotAllowed):
        Silent().move(VISIT, NINE, NINE, actor=None)
    with pytest.raises(NotAllowed):
        Silent().cancel(VISIT, actor=None)
    assert Silent().note_refusal(VISIT, "late", actor=None) is None
    assert [*Silent().occurrences(Scope(ScopeKind.room, 1), None, actor=None), *Silent().of(1, actor=None)] == []
