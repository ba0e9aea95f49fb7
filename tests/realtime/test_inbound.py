"""Who may connect, and what they may look at."""

import pytest
import sqlalchemy as sa

from app.accounts import queries
from app.accounts.models import BaseRole
from app.core.transaction import transaction
from app.extensions import db, socketio
from app.realtime import sockets, watch
from app.tickets import services
from app.tickets.schemas import TicketDraft
from tests.factories.people import PersonFactory
from tests.realtime.conftest import heard
from tests.signing_in import bearer_of, sign_in


def test_strangers_are_not_let_in(connect):
    assert not connect().is_connected()


def test_people_are_let_in_by_their_cookie(connect, alice):
    assert connect(alice).is_connected()


def test_programs_are_let_in_by_their_token(connect, alice):
    token = bearer_of(alice)["Authorization"].removeprefix("Bearer ")
    assert connect(auth={"token": token}).is_connected()


@pytest.mark.parametrize("token", ["", "x", "a.b.c", 7, {"a": 1}])
def test_a_bad_token_is_refused_even_beside_a_good_cookie(connect, alice, token):
    assert not connect(alice, auth={"token": token}).is_connected()


def test_an_ended_session_lets_nobody_in(app, alice, session):
    browser = sign_in(app.test_client(), alice)
    with transaction():
        db.session.execute(sa.text("update sessions set revoked_at = created_at"))

    assert not socketio.test_client(app, flask_test_client=browser).is_connected()


def test_one_looks_at_tickets_that_one_may_read(connect, alice, bob, ticket):
    for person in (alice, bob):
        assert connect(person).emit("ticket:join", {"id": ticket.id}, callback=True) == {"ok": True}


def test_hidden_and_missing_tickets_answer_the_same(connect, ticket):
    client = connect(PersonFactory())
    hidden = client.emit("ticket:join", {"id": ticket.id}, callback=True)
    missing = client.emit("ticket:join", {"id": 10**12}, callback=True)

    assert hidden == missing == {"ok": False, "error": "not_found"}


@pytest.mark.parametrize(
    "data", [None, {}, {"id": None}, {"id": True}, {"id": "1"}, {"id": -1}, {"id": 10**20}, [], "x", {"id": {}}]
)
@pytest.mark.parametrize("name", ["ticket:join", "ticket:leave", "ticket:typing"])
def test_nonsense_is_answered_and_changes_nothing(connect, alice, name, data):
    answer = connect(alice).emit(name, data, callback=True)

    assert answer["ok"] is (name == "ticket:leave")


def test_staff_see_who_is_there_and_who_types(connect, alice, bob, carol, ticket):
    page = connect(bob)
    page.emit("ticket:join", {"id": ticket.id})
    other = connect(carol)
    other.emit("ticket:join", {"id": ticket.id})
    [*_, (name, told)] = heard(page, "presence")
    assert name == "presence"
    assert told == {
        "ticketId": ticket.id,
        "viewers": [
            {"id": bob.id, "name": "Bob Ito", "typing": False},
            {"id": carol.id, "name": "Carol Diaz", "typing": False},
        ],
    }

    other.emit("ticket:typing", {"id": ticket.id})
    [(_, told)] = heard(page, "presence")
    assert [viewer["typing"] for viewer in told["viewers"]] == [False, True]

    other.disconnect()
    [(_, told)] = heard(page, "presence")
    assert [viewer["id"] for viewer in told["viewers"]] == [bob.id]


def test_the_requester_is_never_told_who_is_there(connect, alice, bob, ticket):
    mine = connect(alice)
    mine.emit("ticket:join", {"id": ticket.id})
    connect(bob).emit("ticket:join", {"id": ticket.id})

    assert heard(mine, "presence") == []


def test_leaving_takes_one_off_the_list(connect, bob, carol, ticket):
    page, other = connect(bob), connect(carol)
    for client in (page, other):
        client.emit("ticket:join", {"id": ticket.id})
    other.emit("ticket:leave", {"id": ticket.id})

    [*_, (_, told)] = heard(page, "presence")
    assert [viewer["id"] for viewer in told["viewers"]] == [bob.id]


def test_typing_counts_only_where_one_looks(connect, alice, ticket):
    assert connect(alice).emit("ticket:typing", {"id": ticket.id}, callback=True)["ok"] is False


def test_a_socket_looks_at_so_many_tickets_and_no_more(connect, bob, alice):
    draft = TicketDraft(subject="Sound", description="...", category="Hardware")
    client = connect(bob)
    answers = [
        client.emit("ticket:join", {"id": services.file_ticket(draft, actor=alice).id}, callback=True)["ok"]
        for _ in range(sockets.MOST_TICKETS + 1)
    ]
    assert answers == [True] * sockets.MOST_TICKETS + [False]


def test_an_ended_session_closes_its_sockets(connect, alice, bob):
    mine, other = connect(alice), connect(bob)
    with transaction():
        db.session.execute(
            sa.text("update sessions set revoked_at = created_at where user_id = :person"), {"person": alice.id}
        )

    assert watch.sweep() == 1
    assert not mine.is_connected()
    assert other.is_connected()


def test_a_changed_role_closes_the_sockets(connect, bob):
    page = connect(bob)
    with transaction():
        bob.roles = [queries.base_role(BaseRole.employee)]

    assert watch.sweep() == 1
    assert not page.is_connected()


def test_a_session_that_ended_a_moment_ago_joins_nothing(connect, alice, ticket):
    page = connect(alice)
    with transaction():
        db.session.execute(sa.text("update sessions set revoked_at = created_at"))

    assert page.emit("ticket:join", {"id": ticket.id}, callback=True) == {"ok": False, "error": "unauthorized"}
