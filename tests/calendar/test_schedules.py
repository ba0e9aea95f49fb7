"""Whatever both sides do, and whatever breaks meanwhile: in the end they are equal, with nothing double or lost."""

from typing import Any

from hypothesis import HealthCheck, given, settings

from app.calendar.models import Direction
from tests.calendar.schedules import MANY, directions, run, schedules


@settings(max_examples=MANY, deadline=None, database=None, print_blob=True,
          suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])  # fmt: skip
@given(schedule=schedules, direction=directions)
def test_random_schedules_end_with_both_sides_equal(
    bob: Any, clock: Any, only_own_sources: None, schedule: list[tuple[Any, ...]], direction: Direction
):
    run(bob, clock, schedule, direction)
