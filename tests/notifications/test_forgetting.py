"""What is not kept for ever."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.accounts.queries import system_user
from app.core.errors import NotAllowed
from app.core.transaction import transaction
from app.extensions import db
from app.notifications import jobs, services
from app.notifications.models import Delivery, DeliveryState, Kind, Notification, What

DAYS_90, A_YEAR = timedelta(days=91), timedelta(days=366)


@pytest.fixture
def bell(alice, clock):
    """Rings at some time before now, and says when it was read."""
    rung = iter(range(1000))

    def ring(ago, *, read=None, mail=None):
        now = clock()
        row = Notification(user_id=alice.id, cause=f"cause {next(rung)}", kind=Kind.received,
                           what=What.ticket_received, created_at=now - ago, read_at=read and now - read)  # fmt: skip
        with transaction():
            db.session.add(row)
            db.session.flush()
            if mail:
                db.session.add(_delivery(alice, row.cause, now - ago, mail, notification_id=row.id))
        return row.id

    return ring


def _delivery(person, cause, made, state, **more):
    return Delivery(user_id=person.id, cause=cause, recipient=person.email, template="ticket_received",
                    created_at=made, state=state, **more)  # fmt: skip


def left(table):
    return set(db.session.scalars(sa.select(table.id)))


def test_what_was_read_long_ago_goes_and_all_else_stays(bell, clock):
    bell(A_YEAR, read=DAYS_90)
    bell(A_YEAR)
    kept = {bell(DAYS_90), bell(timedelta(days=1), read=timedelta(hours=1)), bell(DAYS_90, read=timedelta(days=89))}

    jobs.forget_old_notifications(clock())

    assert left(Notification) == kept


def test_the_record_of_a_mail_goes_with_those_that_went_along(alice, clock):
    old = clock() - DAYS_90
    with transaction():
        leader = _delivery(alice, "leader", old, DeliveryState.sent)
        db.session.add(leader)
        db.session.flush()
        db.session.add(_delivery(alice, "member", old, DeliveryState.sent, leader_id=leader.id))
        db.session.add(_delivery(alice, "dropped", old, DeliveryState.dropped))
        stay = [_delivery(alice, "dead", old, DeliveryState.dead), _delivery(alice, "late", old, DeliveryState.waiting),
                _delivery(alice, "new", clock(), DeliveryState.sent)]  # fmt: skip
        db.session.add_all(stay)

    assert services.forget_old(clock(), actor=system_user()) == 3
    assert left(Delivery) == {one.id for one in stay}


def test_what_a_dead_mail_is_about_stays_with_it(bell, clock):
    kept = bell(A_YEAR, read=DAYS_90, mail=DeliveryState.dead)
    bell(A_YEAR, read=DAYS_90, mail=DeliveryState.sent)

    services.forget_old(clock(), actor=system_user())

    assert left(Notification) == {kept}


def test_more_than_a_batch_goes(bell, clock, monkeypatch):
    monkeypatch.setattr(services.forgetting, "BATCH", 2)
    for _number in range(5):
        bell(A_YEAR, read=DAYS_90)

    assert services.forget_old(clock(), actor=system_user()) == 5


def test_only_an_administrator_may_have_it_done(alice, clock):
    with pytest.raises(NotAllowed):
        services.forget_old(clock(), actor=alice)
