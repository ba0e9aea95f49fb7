"""What browsers are told: ids and a version in the shapes of api.md, and of notes nothing outside staff."""

import pytest

from app.accounts.models import BaseRole
from app.realtime import handlers, server
from app.tickets import services
from app.tickets.models import MessageType
from app.tickets.schemas import MessageDraft, TicketChange, TicketDraft
from app.worker import relay
from tests.factories.people import PersonFactory
from tests.realtime.conftest import heard

TICKET_EVENTS = ("ticket.created", "ticket.updated", "ticket.message")


def note(text: str) -> MessageDraft:
    return MessageDraft(body=text, message_type=MessageType.internal)


@pytest.fixture
def told(ticket):
    """The ticket after its own filing was told."""
    relay.run()
    return ticket


def test_a_new_ticket_is_shown_to_staff_and_its_requester(connect, alice, bob, ticket):
    desk, mine, stranger = connect(bob), connect(alice), connect(PersonFactory())
    relay.run()

    expected = [("ticket.created", {"ticketId": ticket.id, "version": 1})]
    assert heard(desk, *TICKET_EVENTS) == expected
    assert heard(mine, *TICKET_EVENTS) == expected
    assert heard(stranger) == []


def test_a_message_is_named_by_its_id_and_never_shown(connect, alice, bob, told):
    mine, desk = connect(alice), connect(bob)
    message = services.post_message(told, MessageDraft(body="Secret words"), actor=bob)
    relay.run()

    for client in (mine, desk):
        [(name, event)] = heard(client, *TICKET_EVENTS)
        assert name == "ticket.message"
        assert event == {"ticketId": told.id, "version": told.version, "messageId": message.id}


def test_a_change_is_told_to_watchers(connect, alice, bob, told):
    dora = PersonFactory()
    services.add_watcher(told, dora.id, actor=alice)
    relay.run()
    page = connect(dora)
    services.change_ticket(told, TicketChange(priority="high"), actor=bob)
    relay.run()

    [(name, event)] = heard(page, *TICKET_EVENTS)
    assert (name, event["ticketId"], event["version"]) == ("ticket.updated", told.id, told.version)


def test_a_note_reaches_staff_only_and_does_not_move_the_requesters_version(connect, alice, bob, carol, told):
    dora = PersonFactory()
    services.add_watcher(told, dora.id, actor=alice)
    relay.run()
    outside = [connect(alice), connect(dora), connect(PersonFactory())]
    for client in outside:
        client.emit("ticket:join", {"id": told.id})
    desk = connect(bob)
    desk.emit("ticket:join", {"id": told.id})
    heard(desk)
    before = told.version

    message = services.post_message(told, note("He broke it himself."), actor=carol)
    services.post_message(told, note("Again."), actor=carol)
    relay.run()

    assert [heard(client) for client in outside] == [[], [], []]
    first, second = heard(desk, *TICKET_EVENTS)
    assert first == ("ticket.message", {"ticketId": told.id, "version": before + 2, "messageId": message.id})
    assert second[1]["version"] == told.staff_version
    assert told.version == before


def test_a_note_on_the_ticket_of_a_colleague_is_not_told_to_that_colleague(connect, bob, carol, session):
    own = services.file_ticket(TicketDraft(subject="Mine", description="...", category="Hardware"), actor=bob)
    relay.run()
    mine, desk, elsewhere = connect(bob), connect(carol), connect(PersonFactory(role=BaseRole.agent))
    for client in (mine, desk):
        client.emit("ticket:join", {"id": own.id})
    heard(mine)
    heard(desk)

    services.post_message(own, note("Bob again."), actor=carol)
    relay.run()

    assert heard(mine) == []
    assert heard(elsewhere) == []
    assert len(heard(desk, "ticket.message")) == 1


def test_a_changed_note_is_told_to_staff_only(connect, alice, carol, told):
    message = services.post_message(told, note("He broke it."), actor=carol)
    relay.run()
    mine, desk = connect(alice), connect(carol)
    services.redact_message(told, message, actor=carol)
    relay.run()

    assert heard(mine) == []
    assert [name for name, _ in heard(desk, *TICKET_EVENTS)] == ["ticket.updated"]


def test_who_lost_the_ticket_hears_no_more_of_it(connect, alice, bob, told):
    page = connect(alice)
    page.emit("ticket:join", {"id": told.id})
    services.change_ticket(told, TicketChange(requester_id=PersonFactory().id), actor=bob)
    relay.run()
    heard(page)
    services.change_ticket(told, TicketChange(priority="high"), actor=bob)
    relay.run()

    assert heard(page) == []


def test_a_watcher_who_was_taken_off_hears_no_more(connect, alice, bob, told):
    dora = PersonFactory()
    services.add_watcher(told, dora.id, actor=alice)
    relay.run()
    page = connect(dora)
    page.emit("ticket:join", {"id": told.id})
    services.remove_watcher(told, dora.id, actor=alice)
    relay.run()
    heard(page)
    services.change_ticket(told, TicketChange(priority="high"), actor=bob)
    relay.run()

    assert heard(page) == []


def test_the_bell_rings_with_its_number(connect, alice, bob, told):
    page, elsewhere = connect(alice), connect(PersonFactory())
    services.post_message(told, MessageDraft(body="Try this."), actor=bob)
    relay.run()

    [(name, event)] = heard(page, "notification.created")
    assert (name, event["unread"]) == ("notification.created", 2)
    assert set(event) == {"id", "unread"}
    assert heard(elsewhere) == []


def test_a_ticket_that_is_gone_is_no_error(session, told):
    handlers.show_move({"ticket_id": 10**9, "actor_id": 1, "old": "open", "new": "closed"})


def test_a_bus_that_is_away_is_said_so_that_the_relay_tries_again():
    bus = server.Bus(
        "redis://127.0.0.1:1/0", channel="tests", write_only=True, redis_options={"socket_connect_timeout": 0.2}
    )
    with pytest.raises(ConnectionError):
        bus._publish({"method": "emit"})
