"""Book values against tables worked out by hand, and what must hold for any of them."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.equipment.depreciation import StraightLine

D = Decimal
# Bought on 15 January 2024 for 1,000.00, floor 100.00, 7 months: 900 / 7 = 128.571428...
# The sums to two places: 128.57 257.14 385.71 514.29 642.86 771.43 900.00, and what each adds to the one before.
SEVEN = [
    (date(2024, 1, 31), "128.57", "871.43"),
    (date(2024, 2, 29), "128.57", "742.86"),
    (date(2024, 3, 31), "128.57", "614.29"),
    (date(2024, 4, 30), "128.58", "485.71"),
    (date(2024, 5, 31), "128.57", "357.14"),
    (date(2024, 6, 30), "128.57", "228.57"),
    (date(2024, 7, 31), "128.57", "100.00"),
]
# Bought on 30 November 2023 for 1,299.90, floor 0, 36 months: the sums of 1299.90 * k / 36 for some k.
THREE_YEARS = {
    date(2023, 11, 29): "1299.90",
    date(2023, 11, 30): "1263.79",  # 36.108333
    date(2023, 12, 30): "1263.79",
    date(2023, 12, 31): "1227.68",  # 72.216667
    date(2024, 2, 29): "1155.47",  # 144.433333
    date(2025, 4, 30): "649.95",  # 649.95, the half
    date(2026, 9, 30): "36.11",  # 1263.791667
    date(2026, 10, 30): "36.11",
    date(2026, 10, 31): "0.00",
    date(2040, 1, 1): "0.00",
}


def test_monthly_parts_are_those_of_the_table():
    line = StraightLine(D("1000.00"), D("100.00"), 7, date(2024, 1, 15))
    assert [(part.on, str(part.amount), str(part.remains)) for part in line.parts()] == SEVEN
    assert line.ends_on == date(2024, 7, 31)


@pytest.mark.parametrize(("day", "worth"), THREE_YEARS.items())
def test_the_book_value_of_a_day_is_that_of_the_table(day, worth):
    assert StraightLine(D("1299.90"), D(0), 36, date(2023, 11, 30)).worth(day) == D(worth)


def test_three_parts_of_a_hundred_add_up():
    line = StraightLine(D("100.00"), D(0), 3, date(2024, 12, 31))
    assert [str(part.amount) for part in line.parts()] == ["33.33", "33.34", "33.33"]
    assert line.worth(date(2024, 12, 31)) == D("66.67")


def test_what_is_not_written_off_keeps_its_worth():
    assert StraightLine(D("50.00"), D("80.00"), 12, date(2024, 1, 1)).worth(date(2030, 1, 1)) == D("50.00")
    line = StraightLine(D("50.00"), D(0), None, date(2024, 1, 1))
    assert (line.worth(date(2030, 1, 1)), line.ends_on, list(line.parts())) == (D("50.00"), None, [])


CENTS = st.decimals(min_value=0, max_value=D("9999999999.99"), places=2)


@settings(max_examples=60)
@given(cost=CENTS, floor=CENTS, months=st.integers(1, 600), bought=st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_parts_add_up_exactly_and_never_go_below_the_floor(cost, floor, months, bought):
    line = StraightLine(cost, floor, months, bought)
    parts = list(line.parts())

    assert len(parts) == months
    assert sum(part.amount for part in parts) == max(cost - floor, D(0))
    assert parts[-1].remains == min(cost, floor) if floor < cost else parts[-1].remains == cost
    assert all(part.amount >= 0 for part in parts)
    assert max(part.amount for part in parts) - min(part.amount for part in parts) <= D("0.01")
    for part, following in pairwise(parts):
        assert line.worth(part.on) == line.worth(following.on - timedelta(days=1)) == part.remains
    assert line.worth(bought - timedelta(days=32)) == cost
