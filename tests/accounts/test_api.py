"""Sign-in and people over REST, as api.md promises them."""

import pytest

from app.accounts import links, queries, services
from app.accounts.models import BaseRole, LinkPurpose
from app.accounts.schemas import Forgotten
from tests.accounts.conftest import put
from tests.factories.people import PASSWORD, PersonFactory
from tests.signing_in import bearer_of

NEW = "seven green hills at dawn"
USER = {"id", "email", "name", "role", "isActive", "mustChangePassword", "locale", "timezone", "department", "phone",
        "createdAt"}  # fmt: skip


@pytest.fixture
def call(client):
    """Call the API as somebody."""

    def call(method, path, person=None, json=None, **headers):
        headers |= bearer_of(person) if person else {}
        return client.open(f"/api/v1{path}", method=method, json=json, headers=headers)

    return call


@pytest.fixture
def tokens(call, alice):
    return call("POST", "/auth/login", json={"email": alice.email, "password": PASSWORD}).json


def with_token(client, method, path, token, **more):
    return client.open(f"/api/v1{path}", method=method, headers={"Authorization": f"Bearer {token}"}, **more)


def test_signing_in_answers_a_pair_of_tokens(tokens, alice):
    assert (tokens["tokenType"], tokens["expiresIn"]) == ("Bearer", 900)
    assert tokens["user"].keys() == USER
    assert tokens["user"]["role"] == "EMPLOYEE"


def test_anything_wrong_gets_the_same_bytes(call, alice, bob):
    put(bob, active=False)
    tries = [
        (alice.email, "wrong"),
        ("nobody@example.org", PASSWORD),
        (bob.email, PASSWORD),
        ("system", PASSWORD),
        ("x", "y"),
    ]
    answers = [call("POST", "/auth/login", json={"email": email, "password": secret}) for email, secret in tries]
    assert {answer.status_code for answer in answers} == {401}
    assert len({str({**answer.json, "requestId": ""}) for answer in answers}) == 1


def test_too_many_failures_say_when_to_come_back(call, alice, clock):
    for _ in range(10):
        call("POST", "/auth/login", json={"email": alice.email, "password": "wrong"})
    answer = call("POST", "/auth/login", json={"email": alice.email, "password": PASSWORD})
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 31


@pytest.mark.parametrize(
    "body",
    [{}, {"email": "a@b.c"}, {"email": 1, "password": "x"}, {"email": "a@b.c", "password": "x", "admin": True}, []],
)
def test_a_malformed_sign_in_is_refused(call, session, body):
    assert call("POST", "/auth/login", json=body).status_code == 422


def test_refreshing_gives_a_new_pair_and_reuse_ends_the_session(client, call, tokens):
    second = call("POST", "/auth/refresh", json={"refreshToken": tokens["refreshToken"]})
    assert second.status_code == 200
    assert second.json["refreshToken"] != tokens["refreshToken"]
    assert call("POST", "/auth/refresh", json={"refreshToken": tokens["refreshToken"]}).status_code == 401
    assert with_token(client, "GET", "/auth/me", second.json["accessToken"]).status_code == 401
    assert call("POST", "/auth/refresh", json={"refreshToken": second.json["refreshToken"]}).status_code == 401


def test_signing_out_ends_the_session(client, tokens):
    assert with_token(client, "POST", "/auth/logout", tokens["accessToken"]).status_code == 204
    assert with_token(client, "GET", "/auth/me", tokens["accessToken"]).status_code == 401


def test_a_remembered_program_may_refresh_for_thirty_days(call, alice, clock):
    body = {"email": alice.email, "password": PASSWORD, "rememberDevice": True, "deviceLabel": "Backup script"}
    call("POST", "/auth/login", json=body)
    [row] = queries.sessions_of(alice, clock.now)
    assert (row.device_label, (row.expires_at - clock.now).days) == ("Backup script", 30)


def test_one_sees_and_changes_oneself(call, alice):
    change = {"name": "A. Berg", "locale": "de", "timezone": "Asia/Tokyo", "phone": "123",
              "notificationPreferences": {"solved": {"mail": False}}}  # fmt: skip
    answer = call("PATCH", "/auth/me", alice, change)
    assert answer.status_code == 200
    assert call("GET", "/auth/me", alice).json["name"] == "A. Berg"
    assert answer.json["timezone"] == "Asia/Tokyo"


@pytest.mark.parametrize(
    "change",
    [
        {"role": "ADMIN"}, {"email": "x@y.z"}, {"isActive": False}, {"name": ""}, {"name": None}, {"name": "x" * 65},
        {"locale": "xx"}, {"timezone": "Mars/Olympus"}, {"newPassword": NEW}, {"notificationPreferences": {"x": {}}},
        {"currentPassword": "wrong", "newPassword": NEW}, {"currentPassword": PASSWORD, "newPassword": "short"},
    ],
    ids=str,
)  # fmt: skip
def test_what_nobody_may_make_of_themselves_is_refused(call, alice, change):
    assert call("PATCH", "/auth/me", alice, change).status_code == 422
    assert (alice.base_role, alice.name) == (BaseRole.employee, "Alice Berg")


def test_a_new_password_keeps_this_session_and_ends_the_others(client, call, alice, tokens, clock):
    other = bearer_of(alice)
    change = {"currentPassword": PASSWORD, "newPassword": NEW}
    assert with_token(client, "PATCH", "/auth/me", tokens["accessToken"], json=change).status_code == 200
    assert with_token(client, "GET", "/auth/me", tokens["accessToken"]).status_code == 200
    assert client.get("/api/v1/auth/me", headers=other).status_code == 401
    assert call("POST", "/auth/login", json={"email": alice.email, "password": NEW}).status_code == 200


def test_a_stale_change_of_oneself_is_refused(call, alice):
    assert call("PATCH", "/auth/me", alice, {"phone": "1"}, **{"If-Match": '"stale"'}).status_code == 412
    tag = call("GET", "/auth/me", alice).headers["ETag"]
    assert call("PATCH", "/auth/me", alice, {"phone": "1"}, **{"If-Match": tag}).status_code == 200


def test_sessions_are_listed_and_ended_one_by_one(client, call, alice, bob, tokens):
    bearer_of(bob)
    second = bearer_of(alice)
    items = with_token(client, "GET", "/auth/sessions", tokens["accessToken"]).json["items"]
    assert items[0].keys() == {
        "id",
        "deviceLabel",
        "kind",
        "current",
        "createdAt",
        "lastSeenAt",
        "expiresAt",
        "ipAddress",
    }
    assert [item["current"] for item in items].count(True) == 1
    [other] = [item["id"] for item in items if not item["current"]]
    shown = with_token(client, "GET", f"/auth/sessions/{other}", tokens["accessToken"])
    assert shown.json in items
    assert with_token(client, "DELETE", f"/auth/sessions/{other}", tokens["accessToken"]).status_code == 204
    assert client.get("/api/v1/auth/me", headers=second).status_code == 401
    assert with_token(client, "DELETE", f"/auth/sessions/{other}", tokens["accessToken"]).status_code == 404


def test_somebody_elses_session_is_not_found(call, alice, bob, clock):
    bearer_of(bob)
    [theirs] = queries.sessions_of(bob, clock.now)
    assert call("GET", f"/auth/sessions/{theirs.id}", alice).status_code == 404
    assert call("DELETE", f"/auth/sessions/{theirs.id}", alice).status_code == 404
    assert theirs.is_alive(clock.now)


def test_a_forgotten_password_is_answered_alike_for_everybody(call, alice):
    answers = [
        call("POST", "/auth/forgot-password", json={"email": each}) for each in (alice.email, "nobody@example.org")
    ]
    assert [(answer.status_code, answer.data) for answer in answers] == [(202, b"")] * 2


def test_a_reset_token_sets_a_password_once(call, alice, latest_link):
    services.ask_for_reset(Forgotten(email=alice.email))
    link = latest_link(alice, LinkPurpose.reset)
    body = {"token": links.token_of(alice.id, link.purpose, link.nonce), "password": NEW}
    assert call("POST", "/auth/reset-password", json=body).status_code == 204
    assert call("POST", "/auth/reset-password", json=body).status_code == 422
    assert call("POST", "/auth/login", json={"email": alice.email, "password": NEW}).status_code == 200


def test_registration_is_not_there_unless_switched_on(call, session):
    body = {"email": "new@example.org", "name": "New", "password": NEW}
    assert call("POST", "/auth/register", json=body).status_code == 404


def test_registration_answers_alike_for_known_and_unknown_addresses(registration, call, alice):
    for email in ("new@example.org", alice.email):
        body = {"email": email, "name": "New", "password": NEW}
        assert call("POST", "/auth/register", json=body).status_code == 202


def test_who_must_choose_a_password_may_do_only_that(call, alice):
    put(alice, must_change_password=True)
    assert call("GET", "/tickets", alice).status_code == 403
    assert call("PATCH", "/auth/me", alice, {"currentPassword": PASSWORD, "newPassword": NEW}).status_code == 200
    assert call("GET", "/tickets", alice).status_code == 200


# --- people


def test_staff_list_people(call, alice, bob, carol):
    answer = call("GET", "/admin/users?sort=-name&pageSize=2", bob)
    assert [item["name"] for item in answer.json["items"]] == ["Carol Diaz", "Bob Ito"]
    assert answer.json["total"] == 3
    following = call("GET", f"/admin/users?sort=-name&pageSize=2&cursor={answer.json['nextCursor']}", bob)
    assert [item["name"] for item in following.json["items"]] == ["Alice Berg"]
    assert [
        item["name"] for item in call("GET", "/admin/users?role=ADMIN,AGENT&isActive=true&q=bob", bob).json["items"]
    ] == ["Bob Ito"]


@pytest.mark.parametrize(
    "query", ["role=KING", "isActive=perhaps", "sort=password", "colour=red", "page=0", "pageSize=101"]
)
def test_an_unknown_filter_is_refused(call, bob, query):
    assert call("GET", f"/admin/users?{query}", bob).status_code == 400


def test_an_administrator_adds_people_once_per_key(call, carol):
    body = {"email": "Dora@example.org", "name": "Dora Lind", "role": "AGENT", "department": "IT"}
    first = call("POST", "/admin/users", carol, body, **{"Idempotency-Key": "dora"})
    again = call("POST", "/admin/users", carol, body, **{"Idempotency-Key": "dora"})
    assert (first.status_code, again.status_code, first.data) == (201, 201, again.data)
    assert first.headers["Location"] == f"/api/v1/admin/users/{first.json['id']}"
    assert call("GET", f"/admin/users/{first.json['id']}", carol).json == first.json
    assert call("POST", "/admin/users", carol, body).status_code == 422


def test_an_administrator_changes_people(call, carol, alice):
    answer = call(
        "PATCH", f"/admin/users/{alice.id}", carol, {"role": "MANAGER", "department": "Audit", "isActive": False}
    )
    assert (answer.json["role"], answer.json["department"], answer.json["isActive"]) == ("MANAGER", "Audit", False)


def test_the_last_administrator_stays(call, carol):
    for change in ({"role": "AGENT"}, {"isActive": False}):
        assert call("PATCH", f"/admin/users/{carol.id}", carol, change).status_code == 409


def test_a_password_link_is_sent(call, carol, alice, told):
    assert call("POST", f"/admin/users/{alice.id}/reset-password", carol).status_code == 202
    assert len(told("person.reset_asked")) == 1


def test_only_staff_see_and_only_administrators_change_people(call, alice, bob, mia, mallory):
    other = PersonFactory()
    for actor in (alice, mallory):
        assert call("GET", "/admin/users", actor).status_code == 403
    for actor in (alice, bob, mia, mallory):
        assert call("POST", "/admin/users", actor, {"email": "x@y.z", "name": "X", "role": "ADMIN"}).status_code == 403
        assert call("PATCH", f"/admin/users/{other.id}", actor, {"role": "ADMIN"}).status_code == 403
        assert call("POST", f"/admin/users/{other.id}/reset-password", actor).status_code == 403


def test_the_system_and_strangers_are_not_found(call, carol, system):
    for person_id in (system.id, 10**12, 2**63, 10**20):
        assert call("GET", f"/admin/users/{person_id}", carol).status_code == 404
        assert call("PATCH", f"/admin/users/{person_id}", carol, {"name": "X"}).status_code == 404
