"""Whatever both sides do, and whatever breaks meanwhile: in the end they are equal, with nothing double or lost."""

import os
from typing import Any

import pytest
from hypothesis import given, settings

from app.calendar.models import Direction
from tests.calendar.schedules import MANY, directions, run, schedules

FEWER = 80  # on PostgreSQL in the ordinary run: a statement there costs three times as much, and 200 pass 20 s


@pytest.fixture(autouse=True)
def really_committed_on_postgresql(request: pytest.FixtureRequest) -> None:
    """There, savepoints of one transaction slow each other down and nothing deleted is ever cleaned up."""
    if request.config.getoption("--database") == "postgresql":
        request.node.add_marker("real_commits")


@pytest.mark.timeout(0 if MANY > 200 else 300)
def test_random_schedules_end_with_both_sides_equal(
    bob: Any, clock: Any, only_own_sources: None, pytestconfig: Any
) -> None:
    is_ordinary = "CALENDAR_SCHEDULES" not in os.environ
    many = FEWER if is_ordinary and pytestconfig.getoption("--database") == "postgresql" else MANY

    @settings(max_examples=many, database=None, print_blob=True)
    @given(schedule=schedules, direction=directions)
    def all_end_equal(schedule: list[tuple[Any, ...]], direction: Direction) -> None:
        run(bob, clock, schedule, direction)

    all_end_equal()
