"""The employees' ticket pages."""

from app.core import tokens
from app.tickets import queries, services
from app.tickets.models import MessageType, TicketStatus
from app.tickets.schemas import MessageDraft, Resolution
from app.tickets.wording import FIXED
from tests.factories import tickets
from tests.factories.people import PersonFactory
from tests.signing_in import sign_in


def test_home_shows_what_waits_for_me_first(client, alice, bob):
    going_on = tickets.ticket(alice, "Mouse is slow")
    waiting = tickets.ticket(alice, "Need a monitor")
    services.move_ticket(waiting, TicketStatus.waiting_on_employee, actor=bob)
    tickets.message(going_on, bob, "Looking into it")

    page = sign_in(client, alice).get("/").text

    assert page.index("Need a monitor") < page.index("Mouse is slow")


def test_filing_leads_to_the_new_request(client, alice):
    tickets.category("Hardware")
    sign_in(client, alice)

    answer = client.post(
        "/tickets/new",
        data={
            "subject": "Printer on fire",
            "description": "It smokes.",
            "category": "Hardware",
            "priority": "high",
        },
    )

    assert answer.status_code == 302
    page = client.get(answer.location).text
    assert "Printer on fire" in page
    assert "It smokes." in page
    assert "Received" in page


def test_a_refused_form_keeps_what_was_typed(client, alice):
    tickets.category("Hardware")

    page = (
        sign_in(client, alice)
        .post("/tickets/new", data={"subject": "", "description": "It smokes.", "category": "Hardware"})
        .text
    )

    assert "It smokes." in page
    assert "in a few words" in page


def test_somebody_elses_request_looks_like_a_missing_one(client, alice):
    ticket = tickets.ticket(alice)
    sign_in(client, PersonFactory())

    hidden, missing = client.get(f"/tickets/{ticket.id}"), client.get("/tickets/999999")

    assert hidden.status_code == missing.status_code == 404


def test_an_answered_request_does_not_promise_an_answer(client, alice, bob):
    ticket = tickets.ticket(alice)
    sign_in(client, alice)
    assert "IT has your request and will answer here." in client.get("/tickets").text

    services.post_message(ticket, MessageDraft(body="Try again now."), actor=bob)

    assert "IT has answered you here." in client.get("/tickets").text


def test_only_a_young_closed_request_can_be_opened_again(client, alice, clock):
    ticket = tickets.ticket(alice)
    services.close_own_ticket(ticket, actor=alice)
    pages = []
    for days in (29, 2):
        clock.advance(days=days)
        pages.append(sign_in(client, alice).get("/tickets?show=all").text)

    assert "You can open it again within 30 days." in pages[0]
    assert "file a new request" in pages[1]
    assert "within 30 days" not in pages[1]


def test_an_internal_note_is_on_no_page_of_the_requester(client, alice, bob):
    ticket = tickets.ticket(alice)
    tickets.message(ticket, bob, "He spilled coffee, zebra", MessageType.internal)
    sign_in(client, alice)

    pages = [
        client.get(address).text
        for address in (
            f"/tickets/{ticket.id}",
            f"/tickets/{ticket.id}/live",
            "/tickets",
            "/tickets?show=all&q=zebra",
            "/",
        )
    ]

    assert not any("zebra" in page.replace('value="zebra"', "").replace("“zebra”", "") for page in pages)


def test_a_reply_to_a_changed_request_shows_what_arrived(client, alice, bob):
    ticket = tickets.ticket(alice)
    seen = queries.seen_version(ticket, alice)
    tickets.message(ticket, bob, "Which floor are you on?")
    sign_in(client, alice)

    page = client.post(f"/tickets/{ticket.id}", data={"body": "It works now!", "seen": seen}).text

    assert "Which floor are you on?" in page
    assert "It works now!" in page
    assert "arrived while you were writing" in page
    assert len(queries.conversation(ticket, alice)) == 1


def test_yes_closes_and_no_opens_again(client, alice, bob):
    solved, unsolved = tickets.ticket(alice), tickets.ticket(alice)
    for ticket in (solved, unsolved):
        services.resolve_ticket(ticket, Resolution(text="New cable"), actor=bob)
    sign_in(client, alice)

    client.post(f"/tickets/{solved.id}/close")
    client.post(f"/tickets/{unsolved.id}/reopen", data={"comment": "Still dark"})

    assert solved.status is TicketStatus.closed
    assert unsolved.status is TicketStatus.open
    assert queries.conversation(unsolved, alice)[-1].body == "Still dark"


def test_a_number_typed_into_the_search_leads_to_the_request(client, alice):
    ticket = tickets.ticket(alice)

    answer = sign_in(client, alice).get(f"/search?q=%23{ticket.id}")

    assert answer.location == f"/tickets/{ticket.id}"


def _fixed(ticket, answer, requester):
    return f"/tickets/fixed/{tokens.sign(FIXED, [ticket.id, requester.id, answer])}"


def test_the_link_in_a_mail_asks_before_it_closes_and_needs_no_signing_in(client, alice, bob):
    ticket = tickets.ticket(alice)
    services.resolve_ticket(ticket, Resolution(text="New cable"), actor=bob)

    asked = client.get(_fixed(ticket, "yes", alice))
    assert (asked.status_code, ticket.status) == (200, TicketStatus.resolved)
    client.post(_fixed(ticket, "yes", alice))
    client.post(_fixed(ticket, "yes", alice))

    assert ticket.status is TicketStatus.closed


def test_an_old_yes_does_not_close_what_was_opened_again(client, alice, bob):
    ticket = tickets.ticket(alice)
    services.resolve_ticket(ticket, Resolution(text="New cable"), actor=bob)
    services.reopen_ticket(ticket, None, actor=alice)

    answer = client.post(_fixed(ticket, "yes", alice))

    assert "opened again since" in answer.text
    assert ticket.status is TicketStatus.open


def test_no_by_mail_opens_again_and_later_only_keeps_the_words(client, alice, bob):
    ticket = tickets.ticket(alice)
    services.resolve_ticket(ticket, Resolution(text="New cable"), actor=bob)

    client.post(_fixed(ticket, "no", alice), data={"comment": "Still dark"})
    assert ticket.status is TicketStatus.open
    client.post(_fixed(ticket, "no", alice), data={"comment": "And it hums"})

    assert [message.body for message in queries.conversation(ticket, alice)] == ["Still dark", "And it hums"]


def test_a_link_of_the_requester_before_or_a_changed_one_is_no_good(client, alice, bob):
    ticket = tickets.ticket(alice)

    assert client.post(_fixed(ticket, "yes", bob)).status_code == 404
    assert client.post(_fixed(ticket, "yes", alice) + "x").status_code == 404
    assert ticket.status is TicketStatus.open
