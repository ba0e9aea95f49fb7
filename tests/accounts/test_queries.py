"""Questions about people and sign-ins."""

import pytest

from app.accounts import queries
from app.accounts.models import BaseRole, SessionKind, Standing
from app.accounts.schemas import PersonFilters
from app.core.errors import NotFound
from app.core.paging import Paging
from tests.accounts.conftest import put
from tests.factories.people import PersonFactory, TeamFactory


def test_a_session_is_resolved_in_one_query(alice, enter, clock, count_queries):
    row_id = enter(alice, kind=SessionKind.web).session.id
    queries.db.session.expire_all()
    with count_queries() as asked:
        found = queries.signed_in(row_id, clock.now)
        assert found.person.base_role is BaseRole.employee
        assert found.permissions_version >= 1
        assert found.last_seen_at == clock.now
    assert len(asked) == 1


def test_an_inactive_person_stands_behind_no_session(alice, enter, clock):
    row_id = enter(alice).session.id
    put(alice, active=False)
    assert queries.signed_in(row_id, clock.now) is None


def test_the_system_is_a_person_whom_nobody_meets(system):
    assert not system.is_active
    assert system.base_role is BaseRole.employee
    with pytest.raises(NotFound):
        queries.person(system.id)
    assert system not in queries.people_of([system.id])


def test_a_missing_person_is_not_found(session):
    with pytest.raises(NotFound):
        queries.person(10**12)


def test_people_are_found_by_role_state_and_words(alice, bob, carol, system):
    put(bob, active=False, department="Network 100%")

    def found(**filters):
        return [person.name for person in queries.people_page(PersonFilters(**filters), Paging("name")).items]

    assert found() == ["Alice Berg", "Bob Ito", "Carol Diaz"]
    assert found(role=["AGENT", "ADMIN"]) == ["Bob Ito", "Carol Diaz"]
    assert found(isActive=False) == ["Bob Ito"]
    assert found(q="berg") == ["Alice Berg"]
    assert found(q="100%") == ["Bob Ito"]
    assert found(q="carol@") == ["Carol Diaz"]
    assert found(q="nobody") == []


def test_a_picker_offers_active_people_only(alice, bob):
    put(bob, active=False)
    assert queries.people_like("example.org", 5) == [alice]


def test_only_active_it_staff_can_have_tickets(alice, bob, mia, carol):
    PersonFactory(role=BaseRole.agent, active=False)
    assert queries.agents() == [bob, carol]


def test_inactive_teams_take_no_tickets(bob):
    active, _closed = TeamFactory(name="B", members=[bob]), TeamFactory(name="A", is_active=False)
    assert queries.active_teams() == [active]
    assert queries.team_ids(bob) == [active.id]


def test_how_people_stand(alice, bob, mia):
    put(bob, active=False)
    put(mia, password=None)
    assert [each.standing for each in (alice, bob, mia)] == [Standing.active, Standing.deactivated, Standing.invited]


def test_administrators_are_counted_while_active(carol, alice):
    assert queries.has_administrator()
    assert queries.other_active_admins(carol) == 0
    assert queries.other_active_admins(alice) == 1
    assert queries.how_many_people() == 2
    put(carol, active=False)
    assert not queries.has_administrator()
