"""The hand-written pages of the staff desk."""

import re

import pytest

from app.core.paging import Paging
from app.tickets import queries, services
from app.tickets.filters import OwnTicketFilters
from app.tickets.models import MessageType, TicketStatus
from tests.factories import tickets
from tests.signing_in import sign_in

PAGES = (
    "/staff/my-work",
    "/staff/tickets",
    "/staff/tickets?view=all",
    "/staff/tickets?status=open,closed&q=black",
    "/staff/tickets/new",
    "/staff/tickets/fresh",
    "/staff/tickets/sidebar",
    "/staff/tickets/filter-panel?view=open",
    "/staff/tickets/bulk-menus",
    "/staff/palette?q=bla",
    "/staff/palette",
    "/staff/tickets/new/callers?q=a",
)


@pytest.mark.parametrize("address", PAGES)
def test_every_page_opens_for_agents_and_for_nobody_below(client, alice, bob, address):
    tickets.ticket(alice)

    assert sign_in(client, bob).get(address).status_code == 200
    assert sign_in(client, alice).get(address).status_code in {302, 403}


def test_the_ticket_page_shows_everything_beside_the_conversation(client, alice, bob):
    ticket = tickets.ticket(alice)
    tickets.message(ticket, bob, "Checked the cable", MessageType.internal)
    services.claim_ticket(ticket, actor=bob)

    page = sign_in(client, bob).get(f"/staff/tickets/{ticket.id}").text

    assert "Checked the cable" in page
    assert alice.email in page
    assert "took this over" in page


@pytest.mark.parametrize("part", ["live", "fields", "similar", "replies"])
def test_parts_of_the_page_open(client, alice, bob, part):
    ticket = tickets.ticket(alice)

    assert sign_in(client, bob).get(f"/staff/tickets/{ticket.id}/{part}").status_code == 200


def test_send_and_resolve_makes_the_reply_what_fixed_it(client, alice, bob):
    ticket = tickets.ticket(alice)
    sign_in(client, bob)

    client.post(f"/staff/tickets/{ticket.id}/messages", data={"body": "New cable", "kind": "admin", "then": "resolve"})

    assert ticket.status is TicketStatus.resolved
    assert ticket.resolution == "New cable"


def test_bulk_changes_what_may_be_changed_and_names_the_rest(client, alice, bob):
    first, second = tickets.ticket(alice), tickets.ticket(alice)
    services.move_ticket(second, TicketStatus.resolved, actor=bob)
    sign_in(client, bob)

    page = client.post(
        "/staff/tickets/bulk",
        data={"ids": [first.id, second.id], "status": "waiting_on_employee", "back": "view=all"},
        follow_redirects=True,
    ).text

    assert first.status is TicketStatus.waiting_on_employee
    assert second.status is TicketStatus.resolved
    assert f"#{second.id}:" in page


def test_a_manager_looks_but_changes_nothing(client, alice, mia):
    ticket = tickets.ticket(alice)
    sign_in(client, mia)

    assert client.get(f"/staff/tickets/{ticket.id}").status_code == 200
    assert client.post(f"/staff/tickets/{ticket.id}/claim").status_code in {302, 403}
    assert ticket.assignee_id is None


def test_filing_for_a_caller_keeps_who_typed_it(client, alice, bob):
    tickets.category("Hardware")
    sign_in(client, bob)

    client.post(
        "/staff/tickets/new",
        data={
            "requester_id": alice.id,
            "subject": "Phone dead",
            "description": "Called.",
            "category": "Hardware",
            "priority": "medium",
            "source": "phone",
        },
    )

    [ticket] = queries.own_tickets(alice, OwnTicketFilters(), Paging("-number")).items
    assert (ticket.requester_id, ticket.filed_by_id, ticket.source) == (alice.id, bob.id, "phone")


def test_the_chips_of_a_filter_speak_in_words(client, bob):
    page = sign_in(client, bob).get("/staff/tickets?view=all&assigned_to=none&due=late").text
    values = re.findall(r'filter__value">([^<]*)<', page)
    assert values == ["nobody", "late"]
