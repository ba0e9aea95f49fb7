"""What becomes of visits, tasks, absences and connections when their person leaves."""

from datetime import date
from typing import Any

import pytest

from app.accounts.services import deactivate_person
from app.calendar import queries
from app.calendar.models import Absence, PauseReason, VisitState
from app.calendar.services import connections
from app.calendar.services.leaving import hand_over_calendar
from app.calendar.services.syncing import exchange, fetching
from app.core.errors import NotAllowed
from app.core.holds import Resource, taken
from app.core.transaction import transaction
from app.extensions import db
from app.tickets import queries as tickets
from app.worker import relay
from tests.calendar.google.standin import Fault
from tests.calendar.pair import Pair
from tests.calendar.test_sync import planned
from tests.factories.calendar import HOUR, TEN, absence, agent, task, visit
from tests.factories.rooms import booking, room
from tests.factories.tickets import ticket
from tests.signing_in import sign_in


def test_visits_and_tasks_go_to_the_successor(carol, bob, alice, clock):
    successor, asked = agent(), ticket(alice)
    coming, mine, done = visit(asked, bob), task(bob), visit(asked, bob, starts_at=TEN + 3 * HOUR)
    with transaction():
        done.state = VisitState.done
    deactivate_person(bob, successor=successor, actor=carol)
    relay.run()
    assert (coming.technician_id, mine.assignee_id, done.technician_id) == (successor.id, successor.id, bob.id)
    assert taken(Resource.person, [successor.id], TEN, TEN + HOUR)
    assert not taken(Resource.person, [bob.id], TEN, TEN + HOUR)
    assert tickets.timeline(asked, carol)[-1].new == successor.name


def test_a_visit_that_the_successor_cannot_make_is_cancelled_and_said_so(carol, bob, alice, clock):
    successor, asked = agent(), ticket(alice)
    coming = visit(asked, bob)
    visit(ticket(alice), successor)
    deactivate_person(bob, successor=successor, actor=carol)
    relay.run()
    assert coming.state is VisitState.cancelled
    assert tickets.timeline(asked, carol)[-1].kind == "visit_cancelled"


def test_without_a_successor_visits_are_off_and_tasks_go_to_who_ended_the_account(carol, bob, alice, clock):
    coming, mine = visit(ticket(alice), bob), task(bob)
    deactivate_person(bob, actor=carol)
    relay.run()
    relay.run()
    assert coming.state is VisitState.cancelled
    assert mine.assignee_id == carol.id


def test_the_product_itself_leaves_tasks_to_an_administrator(carol, bob, clock):
    from app.accounts.queries import system_user

    mine = task(bob)
    hand_over_calendar(bob.id, None, actor=system_user())
    assert db.session.get(type(mine), mine.id).assignee_id is not None
    assert mine.assignee_id != bob.id


def test_absences_end_on_the_day_of_leaving(carol, bob, clock):
    running = absence(bob, starts_on=date(2026, 2, 27), ends_on=date(2026, 3, 6)).id
    later = absence(bob, starts_on=date(2026, 4, 1), ends_on=date(2026, 4, 3)).id
    over = absence(bob, starts_on=date(2026, 1, 1), ends_on=date(2026, 1, 3)).id
    hand_over_calendar(bob.id, None, actor=carol)
    hand_over_calendar(bob.id, None, actor=carol)  # told again, nothing is left to do
    assert db.session.get(Absence, later) is None
    assert db.session.get(Absence, running).ends_on == date(2026, 3, 2)
    assert db.session.get(Absence, over).ends_on == date(2026, 1, 3)


def test_who_ends_an_account_sees_what_is_planned(carol, bob, alice, clock, client):
    visit(ticket(alice, subject="Dead dock"), bob)
    task(bob, title="Order toner")
    booking(bob, room().id)
    shown = sign_in(client, carol).get(f"/staff/calendar/visits/for-person/{bob.id}").text
    assert all(said in shown for said in ("Dead dock", "Order toner", "1 room booked"))
    assert "Nothing is planned" in client.get(f"/staff/calendar/visits/for-person/{alice.id}").text
    assert "becomes yours" in client.get(f"/staff/people/{bob.id}/deactivate").text


def test_who_may_not_plan_hands_nothing_over(alice, bob):
    with pytest.raises(NotAllowed):
        hand_over_calendar(bob.id, None, actor=alice)


def test_connections_of_who_left_rest_at_once(pair: Pair, carol: Any, bob: Any):
    planned(pair, 2)
    hand_over_calendar(bob.id, None, actor=carol)
    assert pair.link.account.paused_reason is PauseReason.owner_gone


def test_nothing_is_removed_in_the_name_of_who_is_gone(pair: Pair, bob: Any):
    [number] = planned(pair)
    pair.tell(number)
    with transaction():
        bob.active = False
    pair.clock.advance(seconds=2)
    assert exchange.take(pair.item(number).id) is None
    assert pair.link.account.paused_reason is PauseReason.owner_gone
    pair.clock.advance(minutes=1)
    pair.push()
    assert len(pair.standin.alive()) == 1


def ended(pair: Pair, actor: Any) -> bool:
    """The connection is ended by a person, and a round of sending went by."""
    connections.disconnect(pair.link, actor=actor)
    pair.push()
    return fetching.end_left(pair.link_id)


def test_the_connection_of_who_left_can_be_ended_with_all_that_it_put_there(pair: Pair, carol: Any, bob: Any):
    planned(pair, 2)
    with transaction():
        bob.active = False
    hand_over_calendar(bob.id, None, actor=carol)
    assert ended(pair, carol)
    assert not pair.standin.alive()


def test_a_connection_that_google_refuses_ends_and_leaves_there_what_it_cannot_remove(pair: Pair, bob: Any):
    planned(pair, 2)
    with transaction():
        pair.link.account.paused_reason = PauseReason.no_access
    pair.standin.faults += [Fault("401"), Fault("401")]
    assert ended(pair, bob)
    assert len(pair.standin.alive()) == 2


def test_what_was_given_up_does_not_keep_a_connection_from_ending(pair: Pair, bob: Any):
    planned(pair)
    pair.standin.faults.append(Fault("400"))
    assert ended(pair, bob)


def test_a_connection_that_rests_can_be_ended_when_google_lets_us_in_again(pair: Pair, bob: Any):
    planned(pair, 2)
    with transaction():
        pair.link.account.paused_at, pair.link.account.paused_reason = pair.clock(), PauseReason.no_access
    assert ended(pair, bob)
    assert not pair.standin.alive()


def test_a_visit_that_ends_at_midnight_is_not_warned_of_the_next_day(alice, bob, clock):
    evening = visit(ticket(alice), bob, starts_at=TEN + 13 * HOUR, ends_at=TEN + 14 * HOUR)  # until midnight in Vienna
    absence(bob, starts_on=date(2026, 3, 4), ends_on=date(2026, 3, 5))
    assert not any("away" in said for said in queries.warnings(evening))
    absence(bob, starts_on=date(2026, 3, 3), ends_on=date(2026, 3, 4))
    assert any("away" in said for said in queries.warnings(evening))
