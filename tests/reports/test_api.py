"""Reports over REST: what they answer, what they refuse, and who may read them."""

from datetime import timedelta
from typing import Any

import pytest

from app.tickets import services
from app.tickets.models import TicketStatus
from tests.factories import tickets
from tests.signing_in import bearer_of

SHOW = "/api/v1/admin/reports/tickets"


@pytest.fixture
def calls(client: Any) -> Any:
    """A function that reads a report as anybody."""

    def call(person: Any, path: str = SHOW, **query: Any) -> Any:
        return client.get(path, headers=bearer_of(person), query_string=query)

    return call


@pytest.fixture
def tuesday(clock: Any, alice: Any, bob: Any) -> Any:
    """Two tickets of Monday, one of them solved on Tuesday, when the test goes on."""
    first, _second = tickets.ticket(alice), tickets.ticket(alice)
    clock.advance(days=1)
    services.move_ticket(first, TicketStatus.resolved, actor=bob)
    return clock.now


def test_a_report_tells_its_definitions_and_its_rows(calls: Any, mia: Any, tuesday: Any):
    body = calls(mia, **{"from": "2026-03-01", "to": "2026-03-03"}).get_json()

    assert (body["name"], body["from"], body["to"], body["timezone"]) == (
        "tickets", "2026-03-01", "2026-03-03", "Europe/Vienna")  # fmt: skip
    assert [column["name"] for column in body["columns"]] == ["created", "resolved", "reopened", "backlog"]
    assert all(column["definition"] for column in body["columns"])
    assert [tuple(row["values"].values()) for row in body["rows"]] == [(0, 0, 0, 0), (2, 0, 0, 2), (0, 1, 0, 1)]
    assert body["total"]["values"] == {"created": 2, "resolved": 1, "reopened": 0, "backlog": 1}
    assert body["before"] == {"created": 0, "resolved": 0, "reopened": 0, "backlog": 0}
    assert body["rows"][1]["links"]["created"].startswith("http://localhost/staff/tickets?created_from=2026-")


def test_a_report_can_be_grouped_and_narrowed(calls: Any, mia: Any, alice: Any, clock: Any):
    tickets.ticket(alice, category="Software")
    tickets.ticket(alice)

    body = calls(mia, groupBy="category", category="Software").get_json()

    assert [(row["label"], row["values"]["created"]) for row in body["rows"]] == [("Software", 1)]


def test_the_list_names_every_report_that_the_reader_may_read(calls: Any, mia: Any):
    body = calls(mia, "/api/v1/admin/reports").get_json()
    names = [report["name"] for report in body["items"]]
    assert names[0] == "overview"
    assert {"backlog", "targets", "busiest-hours"} <= set(names)
    assert body["items"][1]["groupBy"][0]["definition"]


@pytest.mark.parametrize(
    "query",
    [
        {"from": "2026-03-02", "to": "2026-03-01"},
        {"from": "1900-01-01"},
        {"from": "0001-01-01", "to": "0001-01-02"},
        {"to": "0001-01-02"},
        {"from": "yesterday"},
        {"groupBy": "moon"},
        {"colour": "red"},
        {"priority": "extreme"},
    ],
)
def test_what_makes_no_sense_is_malformed(calls: Any, mia: Any, query: dict[str, str]):
    answer = calls(mia, **query)
    assert answer.status_code == 400
    assert answer.get_json()["errors"]


def test_an_unknown_report_is_missing(calls: Any, mia: Any):
    assert calls(mia, "/api/v1/admin/reports/moon").status_code == 404


def test_only_staff_read_reports(calls: Any, alice: Any, bob: Any, mallory: Any):
    assert [calls(person).status_code for person in (alice, mallory, bob)] == [403, 403, 200]


def test_spam_is_not_counted(calls: Any, mia: Any, bob: Any, alice: Any, clock: Any):
    services.mark_spam(tickets.ticket(alice), True, actor=bob)
    assert calls(mia).get_json()["total"]["values"]["created"] == 0


def test_a_reopening_counts_on_the_day_it_happened(calls: Any, mia: Any, bob: Any, tuesday: Any, clock: Any):
    from app.extensions import db
    from app.tickets.models import Ticket

    solved = db.session.query(Ticket).filter_by(status=TicketStatus.resolved).one()
    clock.advance(days=1)
    services.move_ticket(solved, TicketStatus.in_progress, actor=bob)

    body = calls(mia, **{"from": "2026-03-02", "to": "2026-03-04"}).get_json()

    assert [row["values"]["reopened"] for row in body["rows"]] == [0, 0, 1]
    assert [row["values"]["resolved"] for row in body["rows"]] == [0, 0, 0]
    assert clock.now - timedelta(days=2) == solved.created_at
