"""Who is told of visits, maintenance and tasks."""

from datetime import timedelta
from typing import Any

import pytest

from app.calendar import services
from app.calendar.schemas import VisitChange
from app.notifications import queries, wording
from app.tickets.services import add_watcher
from tests.factories.calendar import HOUR, TEN, agent, maintenance, task, visit
from tests.notifications.conftest import tell


def bells_of(person: Any) -> list[str]:
    return [wording.sentence_of(row) for row in reversed(queries.latest_notifications(person, 50))]


@pytest.fixture
def planned(quiet: Any, bob: Any) -> Any:
    """A visit for alice's ticket, planned by bob for himself; it was told of."""
    made = visit(quiet, bob, note="Please leave it switched on.")
    tell()
    return made


def test_the_requester_hears_who_comes_and_when(planned, alice, bob, mailbox):
    assert bells_of(alice)[-1] == "Bob Ito comes to you on Tuesday, March 3, 10:00\u202fAM"
    [mail] = [mail for mail in mailbox if mail.to == alice.email]
    assert "Screen stays black" in mail.body
    assert "Please leave it switched on." in mail.body
    assert f"/tickets/{planned.ticket_id}" in mail.body
    assert bells_of(bob) == [], "nobody is told of their own act"


def test_another_time_says_the_old_one_too(planned, alice, bob, mailbox, clock):
    clock.advance(minutes=10)
    mailbox.empty()
    services.move_visit(planned, TEN + HOUR, TEN + 2 * HOUR, actor=bob)
    tell()
    assert "is now on Tuesday, March 3, 11:00" in bells_of(alice)[-1]
    [mail] = [mail for mail in mailbox if mail.to == alice.email]
    assert "Before, it was Tuesday, March 3, 10:00" in mail.body


def test_a_colleague_who_is_to_go_hears_of_it_and_the_one_before_too(planned, alice, bob):
    colleague, planner = agent(), agent()
    services.change_visit(planned, VisitChange(technician_id=colleague.id), actor=planner)
    tell()
    assert bells_of(colleague)[-1].startswith(f"You have a visit for #{planned.ticket_id} on")
    assert bells_of(bob)[-1].endswith("is not yours any more")
    assert bells_of(alice)[-1].startswith("The visit is now on")


def test_a_cancelled_visit_is_told_of_until_it_would_be_over(planned, alice, bob, clock):
    other = visit(planned.ticket, agent(), starts_at=TEN + 3 * HOUR)
    services.cancel_visit(planned, actor=bob)
    services.cancel_visit(other, actor=bob)
    clock.advance(days=1, hours=3)
    tell()
    assert [line for line in bells_of(alice) if "does not take place" in line] == [
        "The visit of Tuesday, March 3, 1:00\u202fPM does not take place"
    ]


def test_a_plan_that_was_changed_meanwhile_is_not_told(quiet, alice, bob):
    gone = visit(quiet, bob)
    services.cancel_visit(gone, actor=bob)
    before = len(bells_of(alice))
    tell()
    assert [line.split(" ")[0] for line in bells_of(alice)[before:]] == ["The"], "only that it does not take place"


def test_watchers_hear_what_the_requester_hears(quiet, alice, bob, mallory):
    add_watcher(quiet, mallory.id, actor=bob)
    visit(quiet, bob)
    tell()
    assert bells_of(mallory)[-1].startswith("Bob Ito comes to you")


def test_maintenance_is_told_of_to_everybody_but_who_announced_it(alice, bob, mia, mailbox, clock):
    window = maintenance(bob, text="Use Wi-Fi meanwhile.")
    tell()
    assert bells_of(alice) == ["Maintenance: New switches, Tuesday, March 3, 10:00\u202fAM"]
    [mail] = [mail for mail in mailbox if mail.to == alice.email]
    assert "Meanwhile it is not available." in mail.body
    assert "Use Wi-Fi meanwhile." in mail.body
    assert bells_of(bob) == []
    services.move_maintenance(window, TEN + HOUR, TEN + 2 * HOUR, actor=bob)
    tell()
    assert bells_of(mia)[-1] == "Maintenance moved: New switches, now Tuesday, March 3, 11:00\u202fAM"
    services.cancel_maintenance(window, actor=bob)
    tell()
    assert bells_of(mia)[-1] == "Maintenance cancelled: New switches"


def test_maintenance_that_is_over_is_not_told_of(alice, bob, clock):
    maintenance(bob, effect="slow", starts_at=TEN - timedelta(days=3), ends_at=TEN - timedelta(days=3) + HOUR)
    tell()
    assert bells_of(alice) == []


def test_who_is_given_a_task_hears_of_it_unless_it_is_done(bob, mia, clock):
    task(bob, assignee_id=mia.id)
    services.finish_task(task(bob, assignee_id=mia.id, title="Sweep"), actor=bob)
    services.drop_task(task(bob, assignee_id=mia.id, title="Gone"), actor=bob)
    tell()
    assert bells_of(mia) == ["New task for you: Order toner"]
