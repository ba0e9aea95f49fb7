"""What the other tests stand on: isolation, clones, clock, cast, closed network."""

import socket
import threading
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.accounts.models import BaseRole, Team, User
from app.core import clock as product_clock
from app.extensions import db
from tests.conftest import MONDAY_MORNING
from tests.factories.people import TeamFactory
from tests.network import OutsideCall


def teams(session):
    return session.scalar(sa.select(sa.func.count(Team.id)).where(Team.name == "Left behind"))


@pytest.mark.parametrize("turn", [1, 2])
def test_a_test_leaves_nothing_behind(session, turn):
    assert teams(session) == 0
    TeamFactory(name="Left behind")
    assert teams(session) == 1


@pytest.mark.real_commits
@pytest.mark.parametrize("turn", [1, 2])
def test_real_commits_are_seen_by_other_threads_and_leave_nothing_behind(app, session, turn):
    assert teams(session) == 0
    TeamFactory(name="Left behind")
    seen = []

    def look():
        with app.app_context():
            seen.append(teams(db.session))

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert seen == [1]


def test_the_cast_has_its_roles(session, alice, bob, mia, carol, mallory):
    assert [person.base_role for person in (alice, bob, mia, carol)] == list(BaseRole)
    assert mallory.roles == []
    assert session.scalar(sa.select(sa.func.count(User.id)).where(User.email.endswith("@example.org"))) == 5


def test_the_clock_stands_until_told(clock):
    assert product_clock.now() == MONDAY_MORNING
    clock.advance(hours=3)
    assert product_clock.now() - MONDAY_MORNING == timedelta(hours=3)


def test_the_network_is_closed():
    with socket.socket() as outgoing, pytest.raises(OutsideCall, match="192\\.0\\.2\\.1"):
        outgoing.connect(("192.0.2.1", 80))
