"""No page sends more statements to the database than its budget, however many rows it shows."""

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.accounts.models import BaseRole
from app.extensions import db
from app.tickets.models import MessageType, Ticket
from tests.access import things
from tests.access.sent import SENT, Sent
from tests.access.test_matrix import only, routes
from tests.access_matrix import ROLES, Line, matrix
from tests.conftest import forget_what_is_remembered
from tests.factories import tickets
from tests.factories.people import PersonFactory
from tests.query_budget import counting
from tests.signing_in import bearer_of, sign_in

BUDGET = Path(__file__).parents[1] / "query_budget.json"
FEW = 2


def pages() -> list[Line]:
    """What can be read by an administrator."""
    seen = [line for line in matrix() if line.route[0] == "GET" and line.whose == "own"]
    return [line for line in seen if line.statuses[ROLES.index("carol")] == 200]


@pytest.fixture
def crowd(session: Any, alice: Any, carol: Any) -> list[Ticket]:
    """Tickets with a conversation, watchers and files, more than one of everything."""
    agent = PersonFactory(role=BaseRole.agent)
    return [_lively_ticket(requester, agent) for requester in (carol, alice, *PersonFactory.create_batch(FEW)) * FEW]


def _lively_ticket(requester: Any, agent: Any) -> Ticket:
    made = tickets.ticket(requester)
    for author, kind in ((requester, None), (agent, MessageType.internal), (requester, None)):
        tickets.message(made, author, kind=kind)
    things.save(things.Watcher(ticket_id=made.id, user_id=PersonFactory().id))
    return made


def spent(app: Flask, line: Line, caller: Any) -> int:
    """How many statements the page sends when nothing is remembered from an earlier one."""
    rule = routes(app.url_map.iter_rules())[line.route]
    sent = SENT.get(line.route, Sent())
    values = {**(sent.thing(caller) if sent.thing else {}), **sent.place}
    address = app.url_map.bind("localhost").build(rule.endpoint, only(rule, values), method="GET")
    client, headers = app.test_client(), {}
    if line.route[1].startswith("/api/") and not sent.by_cookie:
        headers = bearer_of(caller)
    else:
        sign_in(client, caller)
    forget_what_is_remembered(app)
    with counting(db.engine) as statements:
        client.get(address, headers=headers, query_string=dict(sent.query))
    return len(statements)


@pytest.mark.usefixtures("clock")  # on a slow machine a minute passes, and that a session is in use is written down
def test_no_page_asks_more_than_its_budget(app: Flask, crowd: Any, carol: Any):
    budget = json.loads(BUDGET.read_text(encoding="utf-8"))
    found = {line.route[1]: spent(app, line, carol) for line in pages()}
    assert sorted(found) == sorted(budget), "tests/query_budget.json lists every page, and only pages"
    assert not {page: f"{count} of {budget[page]}" for page, count in found.items() if count > budget[page]}


def test_a_statement_is_counted(app: Flask, session: Any):
    forget_what_is_remembered(app)
    with counting(db.engine) as statements:
        db.session.execute(db.text("SELECT 1"))
    assert len(statements) == 1
