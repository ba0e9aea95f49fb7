"""How a request becomes a person, and what that person is permitted."""

import re
from datetime import timedelta

import flask_jwt_extended
import jwt
import pytest
import sqlalchemy as sa
from flask import g
from flask_babel import force_locale
from flask_jwt_extended.exceptions import NoAuthorizationError, WrongTokenError

from app.accounts import bearer, cookie, queries, services
from app.accounts.models import BaseRole, SessionKind
from app.accounts.schemas import PersonChange, RoleChange
from app.accounts.security import MOST_KNOWN
from app.core import clock as product_clock
from tests.accounts.conftest import put
from tests.factories.people import PersonFactory
from tests.signing_in import bearer_of, sign_in

ME = "/api/v1/auth/me"


def me(client, token):
    return client.get(ME, headers={"Authorization": f"Bearer {token}"})


@pytest.fixture
def claims(app, alice, enter):
    """Good claims of a live session of alice's, and a way to sign others."""
    grant = enter(alice)
    token = bearer.access_token(alice, grant.session)
    return jwt.decode(token, options={"verify_signature": False})


@pytest.fixture
def signed(app):
    def signed(claims, key=None, algorithm="HS256"):
        return jwt.encode(claims, key or app.config["JWT_SECRET_KEY"], algorithm)

    return signed


def use(client):
    """Look at a page; use is noted once the answer is out, which a server says by closing it."""
    answer = client.get("/account")
    answer.close()
    return answer.status_code


# --- the cookie


def test_the_cookie_lives_as_long_as_its_row(client, alice, clock):
    sign_in(client, alice)
    assert client.get("/account").status_code == 200
    [row] = queries.sessions_of(alice, clock.now)
    services.end_session(row, actor=alice)
    assert client.get("/account").location.startswith("/login")


def test_a_cookie_kept_after_signing_out_is_worthless(client, app, alice):
    sign_in(client, alice)
    with client.session_transaction() as before:
        key = before["_user_id"]
    client.post("/logout")
    thief = app.test_client()
    with thief.session_transaction() as stolen:
        stolen["_user_id"] = key
    assert thief.get("/account").status_code == 302


def test_an_idle_browser_is_signed_out_after_twelve_hours(client, alice, clock):
    sign_in(client, alice)
    clock.advance(hours=11, minutes=59)
    assert use(client) == 200
    clock.advance(hours=11, minutes=59)
    assert client.get("/account").status_code == 200
    clock.advance(hours=12)
    assert client.get("/account").status_code == 302


def test_use_is_noted_at_most_every_five_minutes(client, alice, clock):
    sign_in(client, alice)
    [row] = queries.sessions_of(alice, clock.now)
    first = row.last_seen_at
    clock.advance(minutes=4)
    use(client)
    assert row.last_seen_at == first
    clock.advance(minutes=1)
    use(client)
    assert row.last_seen_at == clock.now


def test_deactivated_people_are_out_at_the_next_request(client, alice, carol):
    sign_in(client, alice)
    services.deactivate_person(alice, actor=carol)
    assert client.get("/account").status_code == 302


@pytest.mark.parametrize("key", ["", "x", "1", "1.", ".x", "²." + "x" * 20, "9" * 30 + ".x", "1.wrong"])
def test_an_invented_key_is_nobody(session, key):
    assert cookie.person_of(key) is None
    assert cookie.whose(key) is None


def test_a_programs_session_is_no_cookie(alice, enter):
    grant = enter(alice)
    assert cookie.person_of(f"{grant.session.id}.{grant.secret}") is None


def test_whose_session_ended_is_still_known(alice, enter, clock):
    grant = enter(alice, kind=SessionKind.web)
    key = f"{grant.session.id}.{grant.secret}"
    services.end_session(grant.session, actor=alice)
    assert cookie.person_of(key) is None
    assert cookie.whose(key) == alice


def test_files_and_rest_never_look_at_the_cookie(client, alice):
    sign_in(client, alice)
    assert client.get(ME).status_code == 401


# --- access tokens


def test_a_token_carries_who_in_which_session(alice, claims):
    assert {"sub", "email", "role", "sid", "iss", "aud", "iat", "exp", "jti"} <= claims.keys()
    assert (claims["sub"], claims["email"], claims["role"]) == (str(alice.id), alice.email, "EMPLOYEE")
    assert claims["exp"] - claims["iat"] == 900


def test_a_token_dies_with_its_session(client, alice, clock):
    headers = bearer_of(alice)
    assert client.get(ME, headers=headers).status_code == 200
    services.end_sessions(alice, actor=alice)
    assert client.get(ME, headers=headers).status_code == 401


BAD = {
    "no claims at all": dict.clear,
    "expired": lambda c: c.update(exp=c["iat"] - 10),
    "without an end": lambda c: c.pop("exp"),
    "without a session": lambda c: c.pop("sid"),
    "session as text": lambda c: c.update(sid=str(c["sid"])),
    "session as truth": lambda c: c.update(sid=True),
    "session that is none": lambda c: c.update(sid=10**30),
    "another session": lambda c: c.update(sid=c["sid"] + 1000),
    "somebody else": lambda c: c.update(sub="1"),
    "person as number": lambda c: c.update(sub=int(c["sub"])),
    "no person": lambda c: c.pop("sub"),
    "no role": lambda c: c.pop("role"),
    "no address": lambda c: c.pop("email"),
    "no number": lambda c: c.pop("jti"),
    "another issuer": lambda c: c.update(iss="elsewhere"),
    "no issuer": lambda c: c.pop("iss"),
    "another audience": lambda c: c.update(aud="elsewhere"),
    "no audience": lambda c: c.pop("aud"),
    "a refresh token": lambda c: c.update(type="refresh"),
}


@pytest.mark.parametrize("spoil", BAD.values(), ids=BAD)
def test_every_bad_token_is_refused_in_the_same_words(client, claims, signed, spoil):
    without = client.get(ME)
    spoil(claims)
    answer = me(client, signed(claims))
    assert answer.status_code == 401
    assert answer.content_type == "application/problem+json"
    assert {**answer.json, "requestId": ""} == {**without.json, "requestId": ""}
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_good_token_made_the_same_way_is_taken(client, claims, signed):
    assert me(client, signed(claims)).status_code == 200


def test_a_foreign_key_or_algorithm_is_refused(client, claims, signed):
    assert me(client, signed(claims, "x" * 48)).status_code == 401
    assert me(client, signed(claims, "k" * 64, "HS512")).status_code == 401
    assert me(client, jwt.encode(claims, None, "none")).status_code == 401
    for nonsense in ("", "x", "a.b.c", "é", "Bearer"):
        assert me(client, nonsense).status_code == 401


def test_a_browsers_session_gives_no_token(client, alice, enter):
    grant = enter(alice, kind=SessionKind.web)
    assert me(client, bearer.access_token(alice, grant.session)).status_code == 401


def test_a_socket_learns_who_a_token_speaks_for(alice, enter, clock):
    grant = enter(alice)
    token = bearer.access_token(alice, grant.session)
    assert bearer.person_of_token(token) == alice
    assert bearer.person_of_token(token + "x") is None
    assert bearer.person_of_token("") is None
    services.end_session(grant.session, actor=alice)
    assert bearer.person_of_token(token) is None


def test_a_socket_takes_no_token_of_another_kind(app, alice, enter):
    enter(alice)
    other = flask_jwt_extended.create_refresh_token(str(alice.id), expires_delta=timedelta(days=1))
    assert bearer.person_of_token(other) is None


@pytest.mark.parametrize(
    "error", [NoAuthorizationError("no header"), jwt.InvalidTokenError("bad"), WrongTokenError("kind")]
)
def test_the_library_itself_refuses_in_the_same_words(app, client, error):
    ours = client.get(ME)
    with app.test_request_context(ME):
        theirs = app.handle_user_exception(error)
    assert theirs.status_code == 401
    assert {**theirs.json, "requestId": ""} == {**ours.json, "requestId": ""}


def test_a_database_that_is_away_costs_the_note_not_the_answer(client, alice, clock, caplog):
    sign_in(client, alice)
    clock.advance(minutes=6)

    def fail(_conn, _cursor, statement, *_more):
        if statement.startswith("UPDATE sessions"):
            raise sa.exc.OperationalError(statement, {}, Exception("gone"))

    sa.event.listen(sa.Engine, "before_cursor_execute", fail)
    try:
        assert use(client) == 200
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", fail)
    assert "could not note" in caplog.text


# --- permissions


@pytest.fixture
def may(app, session):
    """Whether a person has a permission, as a view would ask."""

    def may(person, permission, view):
        g.user = person
        g.pop("permissions_version", None)
        return app.appbuilder.sm.has_access(permission, view)

    return may


def test_permissions_come_from_the_roles(may, alice, bob, mia, carol, mallory):
    assert may(alice, "can_read", "MyTickets")
    assert not may(alice, "can_read", "Ticket")
    assert may(bob, "can_write", "Ticket")
    assert may(mia, "can_read", "Ticket")
    assert not may(mia, "can_write", "Ticket")
    assert may(carol, "can_write", "Person")
    assert not may(bob, "can_write", "Person")
    assert not may(mallory, "can_read", "MyTickets")


def test_nobody_is_permitted_nothing(app, session):
    g.pop("user", None)
    assert not app.appbuilder.sm.has_access("can_read", "MyTickets")
    assert not app.appbuilder.sm.is_item_public("can_read", "MyTickets")


def test_known_permissions_ask_nothing_of_the_database(app, may, bob, count_queries):
    assert may(bob, "can_read", "Ticket")
    with count_queries() as asked:
        for view in ("Ticket", "Person", "Role"):
            app.appbuilder.sm.has_access("can_read", view)
        app.appbuilder.sm.get_user_menu_access(["Teams"])
    assert asked == []


def test_what_is_known_does_not_grow_without_end(app, bob):
    g.user = bob
    for version in range(MOST_KNOWN + 5):
        g.permissions_version = -version
        assert app.appbuilder.sm.has_access("can_read", "Ticket")
    assert len(app.appbuilder.sm._known) <= MOST_KNOWN


def test_a_changed_role_counts_at_the_next_request(may, alice, carol):
    role = services.change_role(None, RoleChange(name="Auditor"), actor=carol)
    put(alice, roles=[*alice.roles, role])
    assert not may(alice, "can_read", "Ticket")
    [read] = [row for row in queries.permissions_by_view()["Ticket"] if row.permission.name == "can_read"]
    services.change_role(role, RoleChange(name="Auditor", permission_ids=[read.id]), actor=carol)
    assert may(alice, "can_read", "Ticket")


def test_a_promotion_counts_with_the_next_sign_in(client, alice, carol):
    sign_in(client, alice)
    assert client.get("/staff/people").status_code == 403
    services.change_person(alice, PersonChange(role="AGENT"), actor=carol)
    assert client.get("/staff/people").status_code == 302  # signed out
    sign_in(client, alice)
    assert client.get("/staff/people").status_code == 200


def test_the_menu_shows_what_may_be_read(app, may, alice, bob, carol):
    def menu(person):
        may(person, "can_read", "Desk")
        return app.appbuilder.sm.get_user_menu_access()

    assert "Roles" in menu(carol)
    assert {"People", "Everybody", "Teams"} <= menu(bob)
    assert "Roles" not in menu(bob)
    assert menu(alice) == set()


@pytest.mark.parametrize("name", ["bob", "mia", "carol"])
def test_every_entry_of_the_menu_opens(app, client, request, name):
    sign_in(client, request.getfixturevalue(name))
    page = client.get("/staff/teams").text
    side_bar = page[page.index('id="sidebar"') : page.index("</aside>")]
    entries = set(re.findall(r'href="(/staff/[^"?]+)"', side_bar))

    assert len(entries) > 20
    statuses = {path: client.get(path, follow_redirects=True).status_code for path in entries}
    assert statuses == dict.fromkeys(entries, 200)


def test_a_new_ticket_is_offered_to_those_who_may_file_it(client, bob, mia):
    assert "/staff/tickets/new" in sign_in(client, bob).get("/staff/teams").text
    assert "/staff/tickets/new" not in sign_in(client, mia).get("/staff/teams").text


def test_the_menu_is_made_once_for_the_same_permissions_and_language(app, may, alice, bob, carol):
    def menu(person, locale="en"):
        with app.test_request_context():
            may(person, "can_read", "Desk")
            with force_locale(locale):
                return app.appbuilder.menu.get_data()

    assert menu(bob) is menu(PersonFactory(role=BaseRole.agent)) is not menu(carol)
    assert [entry["label"] for entry in menu(bob)] != [entry["label"] for entry in menu(bob, "de")]
    assert menu(alice) == []


def test_strangers_see_no_menu(app, client):
    client.get("/login")
    g.user = app.appbuilder.sm.lm.anonymous_user()
    assert app.appbuilder.sm.get_user_menu_access(["Teams"]) == set()
    assert app.appbuilder.menu.get_data() == []
    assert app.appbuilder.sm.get_user_roles(g.user) == []


def test_a_signed_in_page_needs_one_query_to_know_who_asks(client, alice, count_queries):
    sign_in(client, alice)
    with count_queries() as asked:
        client.get("/login/alive")
    assert len([statement for statement in asked if "FROM sessions" in statement]) == 1
    assert len(asked) == 1


def test_who_was_given_a_password_meets_one_page_only(client, alice):
    put(alice, must_change_password=True)
    sign_in(client, alice)
    for path in ("/", "/account", "/staff/"):
        assert client.get(path).location == "/account/password"
    assert client.get("/account/password").status_code == 200
    assert client.get("/login/alive").status_code == 204


def test_frameworks_own_sign_in_is_not_there(app):
    rules = {rule.rule for rule in app.url_map.iter_rules()}
    assert not {rule for rule in rules if rule.startswith(("/api/v1/security", "/users", "/roles", "/registeruser"))}
    assert product_clock.now().tzinfo is not None
