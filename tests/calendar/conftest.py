"""What tests of the calendar share."""

from collections.abc import Iterator
from typing import Any

import pytest

from app.calendar import sources
from app.calendar.models import Direction
from tests.calendar.pair import Pair, pair_of


@pytest.fixture
def only_own_sources() -> Iterator[None]:
    """Calendars show what the test registers, and nothing else."""
    before = dict(sources._sources.by_kind)
    sources._sources.by_kind.clear()
    yield
    sources._sources.by_kind.clear()
    sources._sources.by_kind.update(before)


@pytest.fixture
def pair(bob: Any, clock: Any, only_own_sources: None) -> Pair:
    """A two-way link."""
    return pair_of(bob, clock)


@pytest.fixture
def push_pair(bob: Any, clock: Any, only_own_sources: None) -> Pair:
    """A link that only shows ours."""
    return pair_of(bob, clock, Direction.push)
