"""Every number on tickets equals a slow count of the same tickets, in three zones, over changes of clocks."""

import os
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from app.core.paging import Paging
from app.core.transaction import transaction
from app.reports import queries
from app.reports.asked import Asked
from app.reports.dimensions import DIMENSIONS
from app.reports.queries.counting import EVERYTHING, counted
from app.reports.registry import REPORTS
from app.reports.schemas import ReportQuery
from app.reports.tables import Kind
from app.tickets import queries as tickets
from app.tickets.filters import TicketFilters
from tests.conftest import FrozenClock
from tests.reports.slow import Slow, nearest_rank, seconds, share
from tests.reports.written import Written, cast, written

NUMBER = int(os.environ.get("REPORT_TICKETS", "400"))  # `make bench-reports` counts 20,000
DAYS = 80
CHANGES = {  # a zone and a second at which its clocks change
    "Europe/Vienna": datetime(2026, 3, 29, 1, tzinfo=UTC),
    "America/New_York": datetime(2025, 11, 2, 6, tzinfo=UTC),
    "Australia/Lord_Howe": datetime(2026, 4, 4, 15, tzinfo=UTC),  # half an hour, and half an hour off the full hour
}
TWICE = {"reopened", "reassigned"}  # a ticket can count more than once
FACTS = {
    "created": lambda row: [row.values["created_at"]],
    "resolved": lambda row: [row.values["resolved_at"]],
    "responded": lambda row: [row.values["first_responded_at"]],
    "reopened": lambda row: row.reopened,
    "reassigned": lambda row: row.reassigned,
}


@pytest.fixture(params=CHANGES)
def world(request: pytest.FixtureRequest, clock: FrozenClock, mia: Any) -> tuple[str, list[Written], Any]:
    """Tickets around a change of clocks, and a manager who lives there."""
    zone = request.param
    clock.now = CHANGES[zone] + timedelta(days=50, hours=3, minutes=7)
    rows = written(NUMBER, cast(), CHANGES[zone], DAYS, 11, now=clock.now)
    with transaction():
        mia.timezone = zone
    return zone, rows, mia


def reading(mia: Any, name: str, by: str, first: date, last: date) -> Asked:
    return queries.ask(mia, name, ReportQuery(from_=first, to=last, group_by=by))


def expected(slow: Slow, name: str, by: str) -> dict[Any, Any]:
    """One measure by group, counted by hand."""
    if name in FACTS:
        return {key: len(rows) for key, rows in slow.groups(by, FACTS[name]).items()}
    if name == "reopened_tickets":
        return {key: len({id(row) for row in rows}) for key, rows in slow.groups(by, FACTS["reopened"]).items()}
    if name in ("open", "late", "unassigned", "waiting"):
        fits = {
            "open": lambda row: True,
            "late": lambda row: row["due_at"] < slow.now,
            "unassigned": lambda row: row["assignee_id"] is None,
            "waiting": lambda row: row["status"] == "waiting_on_employee",
        }[name]
        return {key: sum(fits(row.values) for row in rows) for key, rows in slow.open_now(by).items()}
    fact, happened, due = ("responded", "first_responded_at", "response_due_at") if name.startswith("first_") else (
        "resolved", "resolved_at", "resolution_due_at")  # fmt: skip
    groups = slow.groups(by, FACTS[fact])
    if name.endswith("in_time"):
        return {key: share(rows, happened, due) for key, rows in groups.items()}
    until = due if name.endswith("target") else happened
    percent = 90 if name.endswith("p90") else 50
    lengths = {
        key: [seconds(row.values["created_at"], row.values[until]) for row in rows if row.values[until]]
        for key, rows in groups.items()
    }
    return {key: nearest_rank(numbers, percent) for key, numbers in lengths.items()}


def readable(by: str, key: Any) -> Any:
    """A key of the product as the slow count writes it."""
    return date(1970, 1, 1) + timedelta(days=key) if by in ("day", "week", "month") else key


def test_every_number_is_what_counting_by_hand_gives(world: tuple[str, list[Written], Any]):
    zone, rows, mia = world
    first, last = CHANGES[zone].date() - timedelta(days=20), CHANGES[zone].date() + timedelta(days=25)
    for report in REPORTS.values():
        for by in ("", *report.dimensions) if report.measures else ():
            asked = reading(mia, report.name, by, first, last)
            slow = Slow(rows, zone, first, last, asked.now)
            measures = [each for each in report.measures if each.name != "backlog"]
            found = counted(asked, measures, by)
            for measure in measures:
                hand = expected(slow, measure.name, by)
                product = {readable(by, key): values.get(measure.name) for key, values in found.items()}
                product = {"" if key == EVERYTHING else key: value for key, value in product.items()}
                assert {k: v for k, v in product.items() if v} == {k: v for k, v in hand.items() if v}, (
                    report.name, measure.name, by)  # fmt: skip


def test_the_backlog_of_every_day_is_what_was_open_when_it_ended(world: tuple[str, list[Written], Any]):
    zone, rows, mia = world
    first, last = CHANGES[zone].date() - timedelta(days=4), CHANGES[zone].date() + timedelta(days=4)
    asked = reading(mia, "tickets", "day", first, last)
    slow = Slow(rows, zone, first, last, asked.now)
    table = queries.read(asked)
    by_hand = [slow.open_after(first + timedelta(days=number)).get("", 0) for number in range(9)]
    assert [row.values["backlog"] for row in table.rows] == by_hand
    assert table.total.values["backlog"] == by_hand[-1]
    groups = queries.read(reading(mia, "tickets", "team", first, last))
    found = {None if row.key == "none" else int(row.key): row.values["backlog"] for row in groups.rows}
    assert {key: number for key, number in found.items() if number} == slow.open_after(last, "team")


def test_the_whole_is_the_whole_whatever_it_is_grouped_by(world: tuple[str, list[Written], Any]):
    zone, _rows, mia = world
    first, last = CHANGES[zone].date() - timedelta(days=9), CHANGES[zone].date() + timedelta(days=9)
    for name in ("tickets", "agents", "response-and-resolution", "reopened"):
        report = REPORTS[name]
        totals = [queries.read(reading(mia, name, by, first, last)).total.values for by in report.dimensions]
        assert all(values == totals[0] for values in totals), name


def test_a_number_opens_as_many_tickets_as_it_says(world: tuple[str, list[Written], Any]):
    zone, _rows, mia = world
    first, last = CHANGES[zone].date() - timedelta(days=3), CHANGES[zone].date() + timedelta(days=3)
    for report in (each for each in REPORTS.values() if each.measures):
        for by in report.dimensions:
            table = queries.read(reading(mia, report.name, by, first, last))
            columns = {column.name: column.kind for column in table.columns}
            for row in [*table.rows[:3], table.total]:
                for name, address in row.links.items():
                    if columns[name] is Kind.number and name not in TWICE:
                        assert (row.values[name], address) == (opened(mia, address), address)


def opened(mia: Any, address: str) -> int:
    """How many tickets the queue shows at an address."""
    given = dict(parse_qsl(urlsplit(address).query))
    return tickets.queue(mia, TicketFilters.model_validate(given), Paging("number", 1)).total


def test_every_grouping_is_known():
    used = {name for report in REPORTS.values() if report.measures for name in report.dimensions}
    assert used == DIMENSIONS.keys()
