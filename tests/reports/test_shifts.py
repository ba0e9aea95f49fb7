"""A change of a share is split into what changed within its groups and what their mix did; both add up exactly."""

import random
from fractions import Fraction
from typing import Any

import pytest

from app.core.transaction import transaction
from app.reports.shifts import split
from app.tickets import services
from app.tickets.models import TicketStatus
from tests.factories import tickets
from tests.signing_in import bearer_of, sign_in


def some(rng: random.Random) -> dict[str, tuple[int, int]]:
    """A few groups, some of them empty, some enormous."""
    wholes = {
        name: rng.choice((0, 1, 7, 10**9, rng.randrange(1, 500))) for name in rng.sample("abcdef", rng.randrange(7))
    }
    return {name: (rng.randint(0, whole), whole) for name, whole in wholes.items()}


@pytest.mark.parametrize("seed", range(3))
def test_both_parts_add_up_to_the_change(seed: int):
    rng = random.Random(seed)
    for before, now in ((some(rng), some(rng)) for _example in range(100)):
        shift = split(before, now)
        wholes = [sum(of for _part, of in parts.values()) for parts in (before, now)]
        if shift is None:
            assert not all(wholes)
            continue
        first, last = (Fraction(sum(part for part, _of in parts.values()), whole)
                       for parts, whole in zip((before, now), wholes, strict=True))  # fmt: skip
        assert shift.within + shift.mix == shift.change == last - first


def test_the_same_groups_that_became_better_are_all_within():
    shift = split({"a": (5, 10), "b": (1, 10)}, {"a": (8, 10), "b": (2, 10)})
    assert shift is not None
    assert (shift.within, shift.mix) == (Fraction(1, 5), 0)


def test_more_of_the_better_group_is_all_mix():
    shift = split({"a": (9, 10), "b": (1, 10)}, {"a": (27, 30), "b": (1, 10)})
    assert shift is not None
    assert (shift.within, shift.mix) == (0, Fraction(1, 5))


def test_a_group_that_is_new_counts_as_mix():
    shift = split({"a": (1, 2)}, {"a": (1, 2), "b": (2, 2)})
    assert shift is not None
    assert (shift.within, shift.mix) == (0, Fraction(1, 4))


def test_means_are_split_as_shares_are():
    shift = split({"a": (100, 10), "b": (900, 10)}, {"a": (200, 10), "b": (900, 10)})
    assert shift is not None
    assert (shift.before, shift.now, shift.within, shift.mix) == (50, 55, 5, 0)


def test_page_and_rest_tell_why_a_share_changed(client: Any, mia: Any, bob: Any, alice: Any, clock: Any):
    early, late = tickets.ticket(alice), tickets.ticket(alice)
    services.move_ticket(early, TicketStatus.resolved, actor=bob)
    clock.advance(days=1)
    with transaction():
        late.resolution_due_at = clock.now
    clock.advance(minutes=1)
    services.move_ticket(late, TicketStatus.resolved, actor=bob)
    days = "from=2026-03-03&to=2026-03-03"

    sign_in(client, mia)
    page = client.get(f"/staff/reports/targets?group_by=category&{days}").get_data(as_text=True)
    assert "Why it changed" in page
    assert "−100.0 points within the groups, 0.0 points by their mix." in page
    body = client.get(f"/api/v1/admin/reports/targets?groupBy=category&{days}", headers=bearer_of(mia)).get_json()
    [shift] = [each for each in body["shifts"] if each["name"] == "resolution_in_time"]
    assert (shift["before"], shift["now"], shift["within"], shift["mix"]) == (1.0, 0.0, -1.0, 0.0)
    assert shift["groups"][0]["label"] == "Hardware"
    by_day = client.get(f"/staff/reports/targets?group_by=day&{days}").get_data(as_text=True)
    assert "Why it changed" not in by_day
