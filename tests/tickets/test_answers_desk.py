"""Knowledge beside a ticket, while one is typed, and where it is missing."""

import pytest

from app.extensions import db
from app.knowledge.models import Item
from app.tickets import queries
from app.tickets.models import ItemUse, Ticket
from app.worker import relay
from tests.factories import knowledge, tickets
from tests.factories.people import PersonFactory
from tests.signing_in import sign_in


@pytest.fixture
def desk(client, bob):
    return sign_in(client, bob)


def test_what_fits_stands_beside_the_ticket_and_says_what_the_requester_read(client, alice, bob):
    item = knowledge.item("Laptop does not charge")
    relay.run()
    ids = {"shown_item_ids": f"{item.id}", "opened_item_ids": f"{item.id}"}
    tickets.category("Hardware")
    data = {"subject": "My laptop does not charge", "description": "At home.", "category": "Hardware", **ids}
    sign_in(client, alice).post("/tickets/new", data=data)
    ticket = db.session.scalars(db.select(Ticket)).one()
    assert [row.use for row in queries.items_of_ticket(ticket, bob)] == [ItemUse.shown, ItemUse.opened]

    part = sign_in(client, bob).get(f"/staff/tickets/{ticket.id}/answers").text

    assert "Laptop does not charge" in part
    assert "Alice has read it" in part
    assert f"/kb/{item.id}" in part
    assert f"/staff/knowledge/{item.id}/text" in part


def test_what_is_for_it_only_is_shown_and_cannot_be_sent(desk, alice):
    knowledge.item("Laptop does not charge", audience="staff")
    relay.run()

    part = desk.get(f"/staff/tickets/{tickets.ticket(alice, 'Laptop does not charge').id}/answers").text

    assert "IT only" in part
    assert "data-insert" not in part


def test_nothing_that_fits_says_so(desk, alice):
    assert "Nothing written fits yet." in desk.get(f"/staff/tickets/{tickets.ticket(alice).id}/answers").text


def test_an_article_is_begun_from_a_ticket_and_leads_to_its_editor(desk, alice, bob):
    knowledge.shelf()
    ticket = tickets.ticket(alice, "Dock loses the screen")
    tickets.message(ticket, bob, "Press the button at the back, Alice.")

    answer = desk.post(f"/staff/tickets/{ticket.id}/article")

    item = db.session.scalars(db.select(Item)).one()
    assert answer.location == f"/staff/knowledge/edit/{item.id}"
    assert "Press the button at the back" in item.body_html
    part = desk.get(f"/staff/tickets/{ticket.id}/answers").text
    assert "Written from this ticket" in part
    assert "Write an article from this ticket" not in part


def test_managers_see_answers_and_write_none(client, mia, alice):
    ticket = tickets.ticket(alice)
    sign_in(client, mia)

    assert "Write an article" not in client.get(f"/staff/tickets/{ticket.id}/answers").text
    assert client.post(f"/staff/tickets/{ticket.id}/article").status_code == 403


def test_what_is_asked_again_and_again_is_listed(desk, alice):
    for number in range(3):
        tickets.ticket(alice, f"Scanner in hall {number} blinks orange")

    page = desk.get("/staff/tickets/without-article").text

    assert "Scanner in hall" in page
    assert "/staff/knowledge/add?title=Scanner" in page


def test_the_list_without_clusters_says_so(desk):
    assert "empty__title" in desk.get("/staff/tickets/without-article").text


def test_the_palette_knows_what_is_written(desk):
    item = knowledge.item("Laptop does not charge")
    relay.run()

    part = desk.get("/staff/palette?q=laptop charge").text

    assert f"/staff/knowledge/show/{item.id}" in part


def test_own_requests_with_the_words_stand_beside_answers(client, alice):
    ticket = tickets.ticket(alice, "Screen stays black")

    assert f"/tickets/{ticket.id}" in sign_in(client, alice).get("/tickets/found?q=black").text
    assert sign_in(client, PersonFactory()).get("/tickets/found?q=black").text.strip() == ""
    assert client.get("/tickets/found").text.strip() == ""
