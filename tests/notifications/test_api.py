"""A person's notifications over REST."""

import pytest

from app.tickets.models import MessageType
from app.worker import relay
from tests.factories import tickets
from tests.signing_in import bearer_of


@pytest.fixture
def told(alice, bob):
    """Alice was told of two answers, and not of the note between them."""
    ticket = tickets.ticket(alice)
    relay.run()
    tickets.message(ticket, bob, "Which model?")
    tickets.message(ticket, bob, "secret", MessageType.internal)
    tickets.message(ticket, bob, "And which room?")
    relay.run()
    return ticket


@pytest.fixture
def call(client, alice, told):
    """Calls REST as alice."""
    headers = bearer_of(alice)
    return lambda method, path: client.open(f"/api/v1/notifications{path}", method=method, headers=headers)


def test_the_newest_stands_first_and_says_where_it_leads(call, told, bob):
    rows = call("GET", "").get_json()["items"]

    answers = [row for row in rows if row["what"] == "ticket_answered"]
    assert len(answers) == 2
    assert answers[0]["id"] > answers[1]["id"]
    assert answers[0]["text"] == f"Bob Ito answered on #{told.id}"
    assert answers[0]["url"] == f"http://localhost/tickets/{told.id}"
    assert (answers[0]["kind"], answers[0]["actor"]) == ("answered", {"id": bob.id, "name": "Bob Ito"})
    assert answers[0]["readAt"] is None


def test_what_was_read_leaves_the_unread_ones(call):
    unread = call("GET", "?unread=true").get_json()
    first = unread["items"][0]["id"]

    assert call("POST", f"/{first}/read").get_json()["readAt"] is not None
    assert call("GET", "?unread=true").get_json()["total"] == unread["total"] - 1
    assert call("GET", "").get_json()["total"] == unread["total"]
    assert call("POST", "/read-all").status_code == 204
    assert call("GET", "?unread=true").get_json()["total"] == 0


def test_nobody_reads_what_others_are_told(client, call, bob):
    first = call("GET", "").get_json()["items"][0]["id"]
    headers = bearer_of(bob)

    assert client.get(f"/api/v1/notifications/{first}", headers=headers).status_code == 404
    assert client.post(f"/api/v1/notifications/{first}/read", headers=headers).status_code == 404
    assert call("GET", f"/{first}").get_json()["readAt"] is None


@pytest.mark.parametrize("path", ["/0", "/999999", f"/{10**20}", "/x", "/-1"])
def test_what_does_not_exist_is_missing(call, path):
    assert call("GET", path).status_code == 404
    assert call("POST", f"{path}/read").status_code == 404


@pytest.mark.parametrize("query", ["unread=perhaps", "read=true", "sort=text", "page=-1"])
def test_a_bad_query_is_malformed(call, query):
    assert call("GET", f"?{query}").status_code == 400
