"""Mails leave once, in order, together where they can, and wait for a server that is away."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.core.transaction import transaction
from app.extensions import db
from app.notifications import services as telling
from app.notifications.models import Delivery, DeliveryState, What
from app.tickets import services
from app.tickets.models import Ticket
from app.tickets.schemas import MessageDraft, TicketDraft
from app.worker import relay, sender
from tests.mailbox import Mailbox
from tests.servers.smtp import BOUNCED, LATER, MailServer, smtp


@pytest.fixture
def file(clock: Any, alice: Any) -> Callable[[str], Ticket]:
    """File a ticket of alice's and have it told: `file("Subject")`."""

    def filed(subject: str) -> Ticket:
        ticket = services.file_ticket(TicketDraft(subject=subject, description="...", category="Hardware"), actor=alice)
        relay.run()
        return ticket

    return filed


@pytest.fixture
def server(app: Any) -> Iterator[MailServer]:
    """An SMTP server that the product sends to."""
    before = {name: app.config.get(name) for name in ("MAIL_SERVER", "MAIL_PORT", "MAIL_USE_TLS")}
    with smtp() as running:
        app.config.update(running.settings())
        yield running
    app.config.update(before)


def deliveries() -> list[Delivery]:
    db.session.rollback()
    return db.session.query(Delivery).order_by(Delivery.id).all()


def answer(ticket: Ticket, text: str, actor: Any) -> None:
    services.post_message(ticket, MessageDraft(body=text), actor=actor)
    relay.run()


def test_the_confirmation_leaves_at_once(file, mailbox):
    file("Screen")

    assert sender.run() == 1
    assert len(mailbox) == 1
    assert sender.run() == 0


def test_a_server_that_was_away_has_each_mail_once(file, server, clock, app):
    port = server.port
    app.config["MAIL_PORT"] = 1  # nobody listens there
    file("Screen")
    for _ in range(3):
        sender.run()
        clock.advance(minutes=5)
    [waiting] = deliveries()
    assert waiting.state is DeliveryState.waiting
    assert waiting.attempts == 3
    assert "refused" in waiting.last_error.lower()

    app.config["MAIL_PORT"] = port
    sender.run()
    sender.run()
    assert len(server.mails) == 1
    assert deliveries()[0].state is DeliveryState.sent


def test_each_try_carries_the_same_message_id(file, server, clock):
    server.answers = [LATER]
    file("Screen")
    sender.run()
    first = deliveries()[0].message_id
    clock.advance(minutes=5)
    sender.run()

    [mail] = server.mails
    assert server.tries == 2
    assert str(mail["Message-ID"]) == first


def test_a_refusal_is_final(file, server, clock, carol):
    server.answers = [BOUNCED]
    file("Screen")
    sender.run()
    clock.advance(hours=5)
    sender.run()

    [dead] = deliveries()
    assert server.tries == 1
    assert (dead.state, bool(dead.dead_at)) == (DeliveryState.dead, True)
    assert "550" in dead.last_error


def test_a_dead_letter_can_be_sent_again_as_a_new_mail(file, server, carol):
    server.answers = [BOUNCED]
    file("Screen")
    sender.run()
    refused = deliveries()[0].message_id

    telling.send_again(deliveries()[0].id, actor=carol)
    sender.run()

    [mail] = server.mails
    assert str(mail["Message-ID"]) != refused
    assert deliveries()[0].state is DeliveryState.sent


def test_one_refused_mail_does_not_stop_the_next(file, server, bob, clock):
    server.answers = [BOUNCED]
    ticket = file("Screen")
    sender.run()
    clock.advance(minutes=5)
    answer(ticket, "Try again.", bob)
    sender.run()

    assert len(server.mails) == 1


def test_after_three_days_of_trying_a_mail_is_given_up(file, server, clock, app):
    app.config["MAIL_PORT"] = 1
    file("Screen")
    for _ in range(4):
        sender.run()
        clock.advance(days=1, hours=1)

    [dead] = deliveries()
    assert dead.state is DeliveryState.dead


def test_order_is_kept_per_ticket_while_the_server_is_busy(file, server, bob, clock):
    server.answers = [LATER]
    ticket = file("Screen")
    sender.run()
    answer(ticket, "First answer.", bob)
    clock.advance(seconds=2)
    sender.run()
    assert server.tries == 1  # the answer waits behind the confirmation

    clock.advance(minutes=5)
    sender.run()
    assert ["request has arrived" in str(mail) for mail in server.mails] == [True, False]


def test_what_happens_within_two_minutes_is_one_mail(file, mailbox, bob, clock):
    ticket = file("Screen")
    sender.run()
    clock.advance(seconds=10)
    answer(ticket, "First answer.", bob)
    clock.advance(seconds=10)
    answer(ticket, "Second answer.", bob)
    assert sender.run() == 0

    clock.advance(minutes=2)
    sender.run()
    assert len(mailbox) == 2
    together = mailbox[1]
    assert "First answer." in together.body
    assert "Second answer." in together.body
    assert together.subject == f"[#{ticket.id}] Screen"
    assert {row.state for row in deliveries()} == {DeliveryState.sent}


def test_what_waits_already_goes_along_without_more_waiting(file, mailbox, alice):
    one, two = file("Screen"), file("Sound")
    sender.run()

    [mail] = mailbox.to(alice)
    assert f"#{one.id}" in mail.body
    assert f"#{two.id}" in mail.body
    assert deliveries()[1].leader_id == deliveries()[0].id


def test_a_later_try_takes_nothing_new_along(file, server, bob, clock):
    server.answers = [LATER]
    file("Screen")
    sender.run()
    file("Sound")
    clock.advance(minutes=5)
    sender.run()

    assert [len(mail.get_body(("plain",)).get_content().split("Sound")) for mail in server.mails] == [1, 2]


def test_mails_about_an_account_go_alone_and_at_once(file, mailbox, alice):
    file("Screen")
    telling.tell_by_mail(alice, "password_changed", {}, cause="test:1")
    telling.tell_by_mail(alice, "password_changed", {}, cause="test:1")
    sender.run()

    assert len(mailbox.to(alice)) == 2


def test_a_mail_that_may_not_be_told_any_more_is_dropped(file, mailbox, alice):
    file("Screen")
    with transaction():
        alice.active = False
    sender.run()

    assert not list(mailbox)
    assert deliveries()[0].state is DeliveryState.dropped


def test_a_link_that_was_used_meanwhile_is_not_mailed(session, alice, mailbox):
    telling.tell_by_mail(alice, "reset_password", {"link_id": 4711}, cause="test:2")
    sender.run()

    assert not list(mailbox)
    assert deliveries()[0].state is DeliveryState.dropped


def test_a_defect_in_one_mail_does_not_stop_the_others(session, alice, bob, mailbox):
    telling.tell_by_mail(alice, "no_such_template", {}, cause="test:3")
    telling.tell_by_mail(bob, "password_changed", {}, cause="test:4")
    sender.run()

    assert [mail.to for mail in mailbox] == [bob.email]
    assert deliveries()[0].last_error.startswith("TemplateNotFound")


def test_a_lease_that_ran_out_is_taken_up_again(file, mailbox, clock):
    file("Screen")
    assert telling.lease_mail() is not None  # this process dies here
    assert sender.run() == 0
    clock.advance(minutes=6)
    sender.run()

    assert len(mailbox) == 1


@pytest.mark.real_commits
def test_four_senders_send_each_mail_once(app, session, alice):
    for number in range(20):
        telling.tell_by_mail(alice, "password_changed", {}, cause=f"test:{number}")
    mailbox = Mailbox(Path(app.config["VAR_DIR"], "mail"))
    mailbox.empty()
    stop = threading.Event()
    threads = [sender.thread(app, stop) for _ in range(4)]
    for thread in threads:
        thread.start()
    _wait_until(lambda: all(row.state is DeliveryState.sent for row in deliveries()))
    stop.set()
    for thread in threads:
        thread.join(5)

    assert len(mailbox) == 20
    assert {row.attempts for row in deliveries()} == {1}


def _wait_until(true: Callable[[], bool]) -> None:
    until = time.monotonic() + 20
    while not true():
        assert time.monotonic() < until, "waited too long"
        time.sleep(0.1)


def test_nothing_is_leased_where_nothing_is_due(file, bob, clock):
    assert telling.lease_mail() is None
    ticket = file("Screen")
    telling.lease_mail()
    answer(ticket, "Behind the first.", bob)
    clock.advance(minutes=3)  # the answer is due, but the confirmation is still under way
    assert sender.run() == 0


def test_what_is_bundled_is_named_once(session):
    assert set(telling.BUNDLED) == {what.value for what in What}
    assert timedelta(minutes=2) == telling.TOGETHER_WITHIN
