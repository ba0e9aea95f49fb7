"""The bell and its page."""

from typing import Any

from app.core.transaction import transaction
from app.extensions import db
from app.notifications import queries, services
from app.notifications.models import Kind, Notification, What
from app.tickets.schemas import TicketDraft
from app.tickets.services import file_ticket
from app.worker import relay
from tests.factories.people import PersonFactory
from tests.query_budget import counting
from tests.signing_in import sign_in


def test_the_panel_shows_what_is_new_and_leads_to_it(client, alice, ticket):
    relay.run()
    page = sign_in(client, alice).get("/notifications/recent").text

    assert f"We have request #{ticket.id}" in page
    assert "Screen stays black" in page
    assert f'href="/tickets/{ticket.id}"' in page
    assert 'data-unread-now="1"' in page


def test_staff_are_led_to_the_desk(client, bob, ticket):
    relay.run()
    page = sign_in(client, bob).get("/notifications/recent").text

    assert f'href="/staff/tickets/{ticket.id}"' in page


def test_an_empty_bell_says_so(client, alice):
    assert "Nothing new" in sign_in(client, alice).get("/notifications/recent").text
    assert "Nothing new" in client.get("/notifications").text


def test_following_one_marks_it_read(client, alice, ticket):
    relay.run()
    [row] = queries.latest_notifications(alice, 10)
    assert sign_in(client, alice).get("/notifications/unread").json == {"unread": 1}

    assert client.post(f"/notifications/{row.id}/read").json == {"unread": 0}
    assert client.post(f"/notifications/{row.id}/read").json == {"unread": 0}
    assert "bell-item--new" not in client.get("/notifications/recent").text


def test_nobody_marks_what_is_not_theirs(client, alice, ticket):
    relay.run()
    [row] = queries.latest_notifications(alice, 10)
    sign_in(client, PersonFactory())

    assert client.post(f"/notifications/{row.id}/read").status_code == 404
    assert client.post("/notifications/999999999/read").status_code == 404
    assert queries.unread_count(alice) == 1


def test_looking_at_a_ticket_reads_what_the_bell_said_of_it(client, alice, ticket):
    file_ticket(TicketDraft(subject="Sound", description="...", category="Hardware"), actor=alice)
    relay.run()

    assert sign_in(client, alice).post(f"/notifications/tickets/{ticket.id}/read").json == {"unread": 1}


def test_all_can_be_read_at_once(client, alice, bob, ticket):
    file_ticket(TicketDraft(subject="Sound", description="...", category="Hardware"), actor=alice)
    relay.run()
    page = sign_in(client, alice).post("/notifications/read-all").text

    assert "Mark all as read" not in page
    assert queries.unread_count(alice) == 0
    assert queries.unread_count(bob) == 2


def test_the_page_goes_on_to_older_ones(client, alice, ticket):
    _many(alice, 31)
    first = sign_in(client, alice).get("/notifications").text
    assert first.count("bell-item ") + first.count('"bell-item"') == 30
    assert 'rel="next"' in first

    oldest_shown = queries.latest_notifications(alice, 30)[-1].id
    second = client.get(f"/notifications?before={oldest_shown}").text
    assert 'rel="next"' not in second


def _many(person: Any, count: int) -> None:
    with transaction():
        db.session.add_all(
            Notification(
                user_id=person.id,
                cause=f"test:{number}",
                kind=Kind.known_problem,
                what=What.known_problem_fixed,
                params={"title": "Mail is slow"},
            )
            for number in range(count)
        )


def test_the_page_asks_no_more_for_many_than_for_one(client, alice, ticket, session):
    relay.run()
    sign_in(client, alice).get("/notifications")
    with counting(db.engine) as few:
        client.get("/notifications")
    _many(alice, 29)
    with counting(db.engine) as many:
        client.get("/notifications")

    assert len(many) == len(few)


def test_strangers_see_no_bell(client):
    for address in ("/notifications", "/notifications/recent", "/notifications/unread"):
        assert client.get(address).status_code in {302, 401}
    assert client.post("/notifications/read-all").status_code in {302, 401}


def test_the_number_stands_on_every_page(client, alice, ticket):
    relay.run()
    page = sign_in(client, alice).get("/notifications").text
    assert '<span class="count count--danger bell__count" data-unread>1</span>' in page

    services.mark_all_read(actor=alice)
    assert "data-unread hidden>0</span>" in client.get("/notifications").text
