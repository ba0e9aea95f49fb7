"""The dashboard and the pages of reports."""

from typing import Any

import pytest

from app.core.transaction import transaction
from app.tickets import services
from app.tickets.models import TicketStatus
from tests.factories import tickets
from tests.signing_in import sign_in


@pytest.fixture
def page(client: Any, mia: Any, alice: Any, bob: Any, clock: Any) -> Any:
    """A function that reads a page as the manager, while one of two tickets is solved."""
    solved, _open = tickets.ticket(alice), tickets.ticket(alice)
    services.move_ticket(solved, TicketStatus.resolved, actor=bob)
    sign_in(client, mia)
    return lambda path: client.get(path).get_data(as_text=True)


def test_the_dashboard_shows_numbers_that_open_their_tickets(page: Any):
    body = page("/staff/dashboard")
    assert body.count('class="card number"') == 6
    assert body.count('data-chart="') == 4
    assert 'href="/staff/tickets?created_from=2026-01-31T23:00:00Z&amp;created_to=2026-03-02T23:00:00Z"' in body
    assert "Tickets that were filed in the period" in body


def test_a_number_leads_to_a_queue_that_says_its_days_in_words(page: Any):
    body = page("/staff/tickets?created_from=2026-02-28T23:00:00Z&created_to=2026-03-02T23:00:00Z&missed=response")
    assert "Filed from" in body
    assert "Mar 1, 2026" in body
    assert "First answer" in body


@pytest.mark.parametrize("name", ["tickets", "agents", "busiest-hours", "overview", "backlog"])
def test_a_report_shows_its_definition_and_its_rows(page: Any, name: str):
    body = page(f"/staff/reports/{name}")
    assert "What the numbers mean" in body
    assert "report-table" in body or name == "overview"


def test_days_that_make_no_sense_are_said_and_the_usual_ones_shown(page: Any):
    body = page("/staff/reports/tickets?from=2026-03-09&to=2026-03-01")
    assert "make no sense" in body
    assert "Feb 1, 2026 to Mar 2, 2026" in body


def test_the_list_has_every_report(page: Any):
    assert page("/staff/reports").count("report-list__item") > 8


def test_managers_start_on_the_dashboard_and_agents_with_their_work(client: Any, mia: Any, bob: Any):
    starts = []
    for person in (mia, bob):
        sign_in(client, person)
        starts.append(client.get("/staff/").location)
    assert starts == ["/staff/dashboard", "/staff/my-work"]
    with transaction():
        bob.preferences = {"start_page": "queue"}
    assert client.get("/staff/").location == "/staff/tickets"
