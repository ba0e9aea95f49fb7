"""Sending again, and what is kept of it."""

import pytest

from app.core.audit import AuditEntry
from app.core.errors import Conflict, NotAllowed, NotFound
from app.core.transaction import transaction
from app.extensions import db
from app.notifications import queries, services
from app.notifications.models import Delivery, DeliveryState
from app.worker import relay, sender


def only_delivery() -> Delivery:
    return db.session.query(Delivery).one()


def test_an_administrator_sends_again_and_it_is_noted(ticket, carol, mailbox):
    relay.run()
    sender.run()
    services.send_again(only_delivery().id, actor=carol)
    sender.run()

    assert len(mailbox) == 2
    assert db.session.query(AuditEntry).filter_by(action="delivery.sent_again").count() == 1


def test_it_goes_to_the_address_of_today(ticket, alice, carol, mailbox):
    relay.run()
    sender.run()
    with transaction():
        alice.email = "alice.new@example.org"
    services.send_again(only_delivery().id, actor=carol)
    sender.run()

    assert mailbox[1].to == "alice.new@example.org"


def test_what_waits_is_not_sent_again(ticket, carol):
    relay.run()
    with pytest.raises(Conflict):
        services.send_again(only_delivery().id, actor=carol)


def test_only_administrators_send_again(ticket, bob, mia):
    relay.run()
    for person in (bob, mia):
        with pytest.raises(NotAllowed):
            services.send_again(only_delivery().id, actor=person)


def test_an_unknown_delivery_is_not_found(session, carol):
    for number in (0, -1, 10**30, 4711):
        with pytest.raises(NotFound):
            services.send_again(number, actor=carol)


def test_outgoing_mail_is_listed_by_state(ticket, session):
    relay.run()
    assert len(db.session.scalars(queries.deliveries()).all()) == 1
    assert len(db.session.scalars(queries.deliveries(DeliveryState.waiting)).all()) == 1
    assert db.session.scalars(queries.deliveries(DeliveryState.dead)).all() == []
    assert str(only_delivery()) == "ticket_received to alice@example.org"
