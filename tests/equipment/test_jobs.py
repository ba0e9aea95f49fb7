"""What equipment says by itself: to those who hold devices, and to those who keep them."""

from datetime import date, timedelta

import pytest

from app.equipment import jobs, queries, services
from app.extensions import db
from app.notifications.models import Notification, What
from app.worker import relay, sender
from tests.factories import equipment as devices
from tests.factories.people import PersonFactory


def heard():
    """Tell what happened; answers whom the bell told what, in order."""
    relay.run()
    relay.run()
    rows = db.session.scalars(db.select(Notification).order_by(Notification.id)).all()
    return [(row.user_id, row.what) for row in rows]


@pytest.fixture
def loan(bob, alice, clock):
    """A laptop that is lent to Alice until Friday; nothing told of it yet."""
    device = devices.device("LT-1", bob)
    return devices.move(device, "lend", bob, person_id=alice.id, due_on=date(2026, 3, 6))


def test_a_hand_over_is_asked_for_by_bell_and_mail(bob, alice, mailbox):
    devices.handed_over(alice, "LT-1", bob, name="Laptop")

    assert heard() == [(alice.id, What.device_handed_over)]
    sender.run()
    [mail] = mailbox
    assert (mail.to, mail.subject) == (alice.email, "Did you get LT-1 Laptop?")
    assert "/devices" in mail.body


def test_who_handed_over_hears_that_it_was_declined(bob, alice):
    device = devices.handed_over(alice, "LT-1", bob)
    devices.move(device, "decline", alice, reason="Not mine")
    assert heard()[-1] == (bob.id, What.device_declined)


def test_moves_that_concern_nobody_else_are_silent(bob, alice):
    device = devices.device("LT-1", bob)
    for event in ("reserve", "release", "fault", "repaired", "lose"):
        devices.move(device, event, bob)
    assert heard() == []


def test_a_wish_to_return_is_heard_by_the_keepers(bob, alice, carol, mia):
    device = devices.in_use(alice, "LT-1", bob)
    heard()
    services.ask_to_return(device, actor=alice)
    told = [person for person, what in heard() if what is What.return_asked]
    assert {bob.id, carol.id} <= set(told)
    assert not {alice.id, mia.id} & set(told)


def test_a_loan_is_told_of_before_it_ends_after_it_and_each_week(loan, alice, clock):
    assert heard() == [(alice.id, What.device_lent)]
    days = []
    for day in range(30):
        jobs.remind_borrowers(clock())
        jobs.remind_borrowers(clock())  # twice a day, told once
        if len(heard()) > 1 + len(days):
            days.append((day, heard()[-1][1]))
        clock.advance(days=1)
    assert days == [
        (2, What.loan_ends),
        (5, What.loan_overdue),
        (12, What.loan_overdue),
        (19, What.loan_overdue),
        (26, What.loan_overdue),
    ]


def test_a_loan_that_is_over_is_not_told_of(loan, bob, alice, clock):
    custody = queries.open_custody(loan)
    devices.move(loan, "return", bob)
    clock.advance(days=10)
    jobs.remind_borrowers(clock())
    services.remind_borrower(custody, date(2026, 3, 12), actor=bob)
    assert heard() == [(alice.id, What.device_lent)]


def test_warranties_that_end_are_told_of_once_and_together(bob, clock):
    today = queries.today()
    for days in (-1, 0, 60, 61):
        devices.device(f"LT-{days}", bob, warranty_ends_on=today + timedelta(days=days))
    gone = devices.device("LT-gone", bob, warranty_ends_on=today)
    devices.move(gone, "lose", bob)

    for _again in range(2):
        jobs.announce_warranties(clock())

    row = db.session.scalars(db.select(Notification).where(Notification.user_id == bob.id)).all()
    assert row == []
    told = [person for person, what in heard() if what is What.warranties_end]
    assert told.count(bob.id) == 1
    [note] = db.session.scalars(db.select(Notification).where(Notification.user_id == bob.id)).all()
    assert note.params["count"] == 2
    assert [name.split()[0] for name in note.params["named"]] == ["LT-0", "LT-60"]


def test_a_model_without_updates_is_told_of_once_with_its_devices(bob, clock):
    ends_on = queries.today() + timedelta(days=100)
    model = devices.model("Spatz", bob, end_of_life_on=ends_on)
    devices.model("Unused", bob, end_of_life_on=ends_on)
    devices.device("LT-1", bob, model_id=model.id)
    devices.device("LT-2", bob, model_id=model.id)

    for _again in range(2):
        jobs.announce_ends_of_life(clock())
    services.announce_end_of_life(model, 2, actor=bob)

    heard()
    [note] = db.session.scalars(db.select(Notification).where(Notification.user_id == bob.id)).all()
    assert (note.what, note.params["devices"], note.params["model"]) == (What.support_ends, 2, "Nordwind Spatz")


def test_nobody_hears_of_what_is_nothing(clock, session):
    PersonFactory()
    for run in (jobs.remind_borrowers, jobs.announce_warranties, jobs.announce_ends_of_life):
        run(clock())
    assert heard() == []
