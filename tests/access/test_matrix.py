"""The access matrix holds, and nothing is left out of it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule

from app.extensions import db
from tests.access.sent import SENT, Payload, Sent
from tests.access.things import NOBODYS, Values
from tests.access_matrix import PUBLIC, ROLES, BadLine, Line, Route, lines, matrix
from tests.conftest import CAST, forget_what_is_remembered, member_of_the_cast, undone_afterwards
from tests.factories.people import PersonFactory
from tests.signing_in import SignedIn, signed_in

MATRIX = matrix()


def routes(rules: Iterable[Rule]) -> dict[Route, Rule]:
    """What can be asked for; HEAD and OPTIONS follow GET."""
    return {(method, rule.rule): rule for rule in rules for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}}


def differences(found: set[Route], listed: set[Route]) -> list[str]:
    """Routes without a line and lines without a route."""
    return sorted(f"{method} {rule} is on no list" for method, rule in found - listed) + sorted(
        f"{method} {rule} is listed, but there is no such route" for method, rule in listed - found
    )


def test_a_forgotten_route_is_found():
    assert differences({("GET", "/new")}, {("GET", "/old")}) == [
        "GET /new is on no list",
        "GET /old is listed, but there is no such route",
    ]


def test_a_bad_line_is_found():
    with pytest.raises(BadLine):
        lines("GET /tickets own 200 200")


def test_every_route_is_on_exactly_one_list(app: Flask):
    listed = {line.route for line in MATRIX}
    assert not differences(set(routes(app.url_map.iter_rules())), listed | PUBLIC.keys())
    assert not listed & PUBLIC.keys()
    assert not differences(listed, listed | SENT.keys())


def test_every_route_with_a_thing_is_asked_for_all_three():
    asked = {(line.route, line.whose) for line in MATRIX}
    with_things = [route for route, sent in SENT.items() if sent.thing]
    assert not [
        (*route, whose)
        for route in with_things
        for whose in ("own", "foreign", "missing")
        if (route, whose) not in asked
    ]


@pytest.fixture(scope="module")
def company(app: Flask) -> Iterator[dict[str, SignedIn]]:
    """Everybody but the stranger, made and signed in once: hundreds of lines begin with the same people."""
    forget_what_is_remembered(app)
    with app.app_context(), undone_afterwards():
        made = {name: signed_in(member_of_the_cast(name)) for name in CAST}
        db.session.remove()
        yield made


@pytest.fixture
def session(app: Flask, company: dict[str, SignedIn]) -> Iterator[Any]:
    """The session. What a line does is undone; the company stays."""
    forget_what_is_remembered(app)
    with app.app_context(), db.engines[None].begin_nested() as before:
        yield db.session
        db.session.remove()
        before.rollback()


@pytest.mark.parametrize("line", MATRIX, ids=lambda line: f"{line.route[0]} {line.route[1]} {line.whose}")
def test_access(app: Flask, session: Any, company: dict[str, SignedIn], line: Line):
    assert dict(zip(ROLES, answers(app, company, line), strict=True)) == dict(zip(ROLES, line.statuses, strict=True))


def answers(app: Flask, company: Mapping[str, SignedIn], line: Line) -> tuple[int, ...]:
    """What each role is answered."""
    rule = routes(app.url_map.iter_rules())[line.route]
    sent = SENT.get(line.route, Sent())
    shared = _values(sent, line.whose, None) if _is_shared(line) else None
    return tuple(_status(app, rule, line, company.get(role), shared) for role in ROLES)


def _is_shared(line: Line) -> bool:
    """Whether all roles may be asked about one thing: it is nobody's of them, and no answer changes it."""
    return line.whose == "missing" or (line.whose == "foreign" and line.route[0] == "GET")


def _status(app: Flask, rule: Rule, line: Line, caller: SignedIn | None, shared: Values | None) -> int:
    method, pattern = line.route
    sent = SENT.get(line.route, Sent())
    values = {**(_values(sent, line.whose, caller) if shared is None else shared), **sent.place}
    address = app.url_map.bind("localhost").build(rule.endpoint, only(rule, values), method=method)
    client, headers = app.test_client(), {}
    if caller and pattern.startswith("/api/") and not sent.by_cookie:
        headers = caller.headers
    elif caller:
        caller.browse(client)
    body = {"json": _payload(sent.json, values), "data": _payload(sent.form, values)}
    return client.open(address, method=method, headers=headers, query_string=dict(sent.query), **body).status_code


def _values(sent: Sent, whose: str, caller: SignedIn | None) -> Values:
    """A stranger owns nothing: asked for an own thing, it is somebody's."""
    if sent.thing is None:
        return {}
    made = sent.thing(caller.person() if whose == "own" and caller else PersonFactory())
    return {**made, **NOBODYS} if whose == "missing" else made


def only(rule: Rule, values: Values) -> Values:
    """What the address has room for."""
    return {name: values[name] for name in rule.arguments}


def _payload(payload: Payload, values: Values) -> Any:
    return payload(values) if callable(payload) else payload
