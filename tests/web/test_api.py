"""The kit for REST, shown at the tickets: sign-in, input, answers, ETags, keys, paging, the document."""

import json
import threading
from datetime import timedelta

import jsonschema
import pytest
import sqlalchemy as sa
from flask import Flask

from app.accounts.services import sessions
from app.core import clock as product_clock
from app.core.transaction import transaction
from app.extensions import db
from app.tickets.models import Ticket
from app.web.api.idempotency import IdempotencyKey, forget_old_keys
from tests.factories import tickets
from tests.signing_in import bearer_of, sign_in

DRAFT = {"subject": "Screen stays black", "description": "Since this morning.", "category": "Hardware"}
TICKETS = "/api/v1/tickets"


@pytest.fixture
def alices(client, alice):
    """Calls REST as alice."""
    return caller(client, alice)


def caller(client, person):
    """Calls REST as this person."""
    headers = bearer_of(person)

    def call(method, path, *, with_headers=None, **more):
        return client.open(path, method=method, headers=headers | (with_headers or {}), **more)

    return call


def count_tickets() -> int:
    """How many tickets there are."""
    return db.session.scalar(sa.select(sa.func.count(Ticket.id))) or 0


@pytest.mark.parametrize("header", [
    None, "", "Bearer", "Bearer ", "Bearer a.b.c", "Basic YTpi", "Bearer " + "x" * 5000,
    "Bearer eyJhbGciOiJub25lIn0.e30.",
])  # fmt: skip
def test_without_a_good_token_nobody_is_let_in(client, header):
    answer = client.get(TICKETS, headers={"Authorization": header} if header is not None else {})

    assert answer.status_code == 401
    assert answer.get_json()["error"] == "not_signed_in"
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_every_bad_token_gets_the_same_bytes(client, alice):
    good = bearer_of(alice)["Authorization"]
    bad = (good[:-3] + "abc", "Bearer a.b.c", "Basic x")
    headers = [{}, *({"Authorization": header} for header in bad)]

    answers = {client.get(TICKETS, headers=h | {"X-Request-ID": "request-4711"}).data for h in headers}

    assert len(answers) == 1


def test_a_token_dies_with_its_session(alices, alice):
    assert alices("GET", TICKETS).status_code == 200
    with transaction():
        for row in db.session.scalars(sa.select(sessions.Session)):
            row.revoked_at = product_clock.now()
    assert alices("GET", TICKETS).status_code == 401


def test_without_the_permission_one_is_refused(client, mallory, alices):
    assert caller(client, mallory)("GET", TICKETS).status_code == 403
    assert alices("GET", "/api/v1/admin/tickets").status_code == 403


def test_who_must_choose_a_password_does_that_first(alices, alice):
    with transaction():
        alice.must_change_password = True

    assert alices("GET", TICKETS).status_code == 403


def test_a_call_costs_one_question_for_sign_in_and_permission(alices, app):
    from tests.query_budget import counting

    alices("GET", "/api/v1/tickets/categories")
    with counting(db.engine) as statements:
        alices("GET", "/api/v1/tickets/categories")

    assert len(statements) == 2, statements  # the session with its person, and the categories


@pytest.mark.parametrize(("data", "kind", "status"), [
    (b"{", "application/json", 400),
    (b"\xff\xfe", "application/json", 400),
    (b'{"subject": NaN}', "application/json", 400),
    (b"[" * 100_000, "application/json", 400),
    (b'{"a":' * 5000 + b"1" + b"}" * 5000, "application/json", 400),
    (b'{"subject": ' + b"9" * 5000 + b"}", "application/json", 400),
    (json.dumps({"subject": [[[[]]]] * 3}).encode(), "application/json", 422),
    (b'"text"', "application/json", 422),
    (b"null", "application/json", 422),
    (b"[]", "application/json", 422),
    (b"", "application/json", 422),
    (json.dumps(DRAFT).encode(), "text/plain", 415),
    (json.dumps(DRAFT).encode(), "application/x-www-form-urlencoded", 415),
    (json.dumps(DRAFT).encode(), "", 415),
    (b'{"subject": "' + b"x" * 3_000_000 + b'"}', "application/json", 413),
])  # fmt: skip
def test_a_bad_body_is_refused(alices, data, kind, status):
    answer = alices("POST", TICKETS, data=data, content_type=kind)

    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"


@pytest.mark.parametrize(("member", "value", "sentence"), [
    ("subject", "", "This is needed."),
    ("subject", "   ", "This is needed."),
    ("subject", "x" * 501, "Use at most 500 characters."),
    ("subject", 5, "Enter text."),
    ("subject", None, "Enter text."),
    ("priority", "very", "Choose one of these: 'low', 'medium', 'high', 'urgent'."),
    ("attachmentIds", "7", "Send a list."),
    ("attachmentIds", [10**20], None),
    ("attachmentIds", [True], None),
    ("attachmentIds", ["7"], None),
    ("attachmentIds", [1] * 11, "At most 10 entries fit here."),
    ("equipmentId", 1, "There is no such device."),
    ("roomId", 1, "There is no such room."),
    ("unknown", 1, "This is not known here."),
    ("attachment_ids", [], "This is not known here."),
    ("category", "Nonsense", "There is no category of this name."),
])  # fmt: skip
def test_what_does_not_fit_is_named_in_plain_words(alices, member, value, sentence):
    answer = alices("POST", TICKETS, json=DRAFT | {member: value})

    assert answer.status_code == 422
    [(field, [said])] = answer.get_json()["errors"].items()
    assert field.split(".")[0] == member
    assert sentence in {None, said}
    assert count_tickets() == 0


@pytest.mark.parametrize("text", ["a\x00b", "\ud800", "a\udfffb"])
def test_characters_that_no_database_keeps_are_refused(alices, text):
    assert alices("POST", TICKETS, json=DRAFT | {"subject": text}).status_code == 422
    assert alices("POST", TICKETS, json=DRAFT | {text: "x"}).status_code == 422


def test_other_scripts_and_signs_are_kept(alices):
    subject = "پرینتر 打印机 🖨️ Drücker"
    assert alices("POST", TICKETS, json=DRAFT | {"subject": subject}).get_json()["subject"] == subject


@pytest.mark.parametrize("query", [
    "page=-1", "page=0", "page=x", "page=99999999999999999999", "pageSize=0", "pageSize=101", "pageSize=x", "sort=",
    "sort=password", "cursor=x", "cursor=a.b", "unknown=1", "page=1&page=2", "status=unknown", "status=open,unknown",
    "page=2000", "page_size=5", "q=" + "x" * 501,
])  # fmt: skip
def test_a_bad_query_is_malformed(alices, query):
    answer = alices("GET", f"{TICKETS}?{query}")

    assert answer.status_code == 400, answer.text
    assert answer.get_json()["error"] == "malformed"


def test_what_was_made_has_a_place(alices):
    answer = alices("POST", TICKETS, json=DRAFT)

    assert answer.status_code == 201
    assert answer.headers["Location"] == f"{TICKETS}/{answer.get_json()['id']}"
    assert alices("GET", answer.headers["Location"]).get_json()["subject"] == DRAFT["subject"]


def test_times_are_in_utc_and_members_in_camel_case(alices, clock):
    ticket = alices("POST", TICKETS, json=DRAFT).get_json()

    assert ticket["createdAt"] == "2026-03-02T09:00:00.000Z"
    assert ticket["ticketNumber"] == ticket["id"]


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods_are_refused_with_the_right_ones(alices, method):
    answer = alices(method, TICKETS)

    assert answer.status_code == 405
    assert {"GET", "POST"} <= set(answer.headers["Allow"].split(", "))


def test_head_answers_without_a_body_and_options_tells_the_methods(alices, alice):
    path = f"{TICKETS}/{tickets.ticket(alice).id}"
    full, head = alices("GET", path), alices("HEAD", path)

    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["ETag"] == full.headers["ETag"]
    assert "PATCH" in alices("OPTIONS", "/api/v1/admin/tickets/1").headers["Allow"]


def test_an_unchanged_thing_is_not_sent_again(alices, alice):
    ticket = tickets.ticket(alice)
    path = f"{TICKETS}/{ticket.id}"
    tag = alices("GET", path).headers["ETag"]

    again = alices("GET", path, with_headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    tickets.message(ticket, alice)
    assert alices("GET", path, with_headers={"If-None-Match": tag}).status_code == 200


def test_a_change_from_an_old_state_is_refused(client, alice, bob):
    ticket, call = tickets.ticket(alice), caller(client, bob)
    path = f"/api/v1/admin/tickets/{ticket.id}"
    old = call("GET", f"{TICKETS}/{ticket.id}").headers["ETag"]

    first = call("PATCH", path, json={"priority": "high"}, with_headers={"If-Match": old})
    second = call("PATCH", path, json={"priority": "low"}, with_headers={"If-Match": old})

    assert (first.status_code, second.status_code) == (200, 412)
    assert second.get_json()["error"] == "stale"
    third = call("PATCH", path, json={"priority": "low"}, with_headers={"If-Match": first.headers["ETag"]})
    assert (third.status_code, third.get_json()["priority"]) == (200, "low")
    assert call("PATCH", path, json={"priority": "high"}, with_headers={"If-Match": "*"}).status_code == 200
    assert call("PATCH", path, json={"priority": "low"}, with_headers={"If-Match": "nonsense"}).status_code == 412
    assert ticket.priority == "high"


def test_the_same_key_makes_one_thing_and_the_same_answer(alices):
    key = {"Idempotency-Key": "0b7e4a52-once"}

    answers = [alices("POST", TICKETS, json=DRAFT, with_headers=key) for _ in range(3)]

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.data for answer in answers}) == 1
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert count_tickets() == 1


def test_the_same_key_for_something_else_is_refused(alices):
    key = {"Idempotency-Key": "once"}
    alices("POST", TICKETS, json=DRAFT, with_headers=key)

    assert alices("POST", TICKETS, json=DRAFT | {"subject": "Other"}, with_headers=key).status_code == 422
    announced = {"filename": "a.txt", "contentType": "text/plain", "size": 3}
    assert alices("POST", f"{TICKETS}/attachments/upload-url", json=announced, with_headers=key).status_code == 422
    assert count_tickets() == 1


def test_a_key_belongs_to_its_owner(client, alice, bob):
    key = {"Idempotency-Key": "once"}

    for person in (alice, bob):
        assert caller(client, person)("POST", TICKETS, json=DRAFT, with_headers=key).status_code == 201

    assert count_tickets() == 2


def test_a_refusal_is_not_kept(alices):
    key = {"Idempotency-Key": "once"}

    assert alices("POST", TICKETS, json=DRAFT | {"category": "Nonsense"}, with_headers=key).status_code == 422
    assert alices("POST", TICKETS, json=DRAFT, with_headers=key).status_code == 201


@pytest.mark.parametrize("key", ["", "with space", "x" * 201, "né"])
def test_a_key_that_is_none_is_malformed(alices, key):
    assert alices("POST", TICKETS, json=DRAFT, with_headers={"Idempotency-Key": key}).status_code == 400


def test_a_key_is_forgotten_after_a_day(alices, clock, alice):
    key = {"Idempotency-Key": "once"}
    alices("POST", TICKETS, json=DRAFT, with_headers=key)

    clock.advance(hours=23)
    forget_old_keys(clock())
    assert db.session.scalar(sa.select(sa.func.count(IdempotencyKey.id))) == 1
    clock.advance(hours=2)
    forget_old_keys(clock())
    assert db.session.scalar(sa.select(sa.func.count(IdempotencyKey.id))) == 0


@pytest.mark.real_commits
def test_one_key_in_many_hands_at_once_makes_one_thing(app: Flask, client, alice):
    tickets.category()
    headers = bearer_of(alice) | {"Idempotency-Key": "race"}
    answers, start = [], threading.Barrier(8)

    def send() -> None:
        start.wait()
        with app.app_context():
            answers.append(app.test_client().post(TICKETS, json=DRAFT, headers=headers))

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.data for answer in answers}) == 1
    assert count_tickets() == 1


def test_pages_follow_each_other_by_cursor_without_gap_or_repeat(alices, alice, clock):
    for number in range(7):
        tickets.ticket(alice, f"Ticket {number}")
        if number % 2:
            clock.advance(minutes=1)  # some at the same moment: the id settles their order
    seen, cursor = [], ""
    for _ in range(4):
        answer = alices("GET", f"{TICKETS}?pageSize=2&sort=-createdAt{cursor}").get_json()
        seen += [ticket["subject"] for ticket in answer["items"]]
        cursor = f"&cursor={answer['nextCursor']}"

    assert seen == [f"Ticket {number}" for number in reversed(range(7))]
    assert answer["nextCursor"] is None
    assert (answer["total"], answer["totalIsExact"], answer["pageSize"]) == (7, True, 2)


def test_pages_have_numbers_too(alices, alice):
    for number in range(3):
        tickets.ticket(alice, f"Ticket {number}")

    answer = alices("GET", f"{TICKETS}?pageSize=2&page=2&sort=createdAt").get_json()

    assert [ticket["subject"] for ticket in answer["items"]] == ["Ticket 2"]
    assert answer["page"] == 2


def test_a_changed_or_foreign_cursor_is_refused(alices, alice):
    for number in range(3):
        tickets.ticket(alice, f"Ticket {number}")
    cursor = alices("GET", f"{TICKETS}?pageSize=1&sort=-createdAt").get_json()["nextCursor"]

    assert alices("GET", f"{TICKETS}?pageSize=1&sort=-createdAt&cursor={cursor[:-2]}xx").status_code == 400
    assert alices("GET", f"{TICKETS}?pageSize=1&sort=-updatedAt&cursor={cursor}").status_code == 400


def test_the_document_is_for_staff(client, alice, bob):
    assert client.get("/api/v1/_openapi").status_code == 401
    assert client.get("/api/v1/_openapi", headers=bearer_of(alice)).status_code == 403
    assert client.get("/api/v1/_openapi", headers=bearer_of(bob)).status_code == 200
    assert sign_in(client, bob).get("/api/v1/_openapi").status_code == 200


def test_the_document_can_be_read_by_tools(client, bob):
    answer = client.get("/api/v1/_openapi", headers=bearer_of(bob))

    document = answer.get_json()
    assert document["openapi"] == "3.1.0"
    for schema in document["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)
    names = {f"#/components/{kind}/{name}" for kind, parts in document["components"].items() for name in parts}
    assert set(_references(document)) <= names
    operations = [operation for path in document["paths"].values() for operation in path.values()]
    assert len({operation["operationId"] for operation in operations}) == len(operations)
    assert all(operation["summary"].endswith((".", "?")) for operation in operations)
    again = client.get("/api/v1/_openapi", headers=bearer_of(bob) | {"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_answers_are_as_the_document_says(client, alices, bob, alice):
    document = client.get("/api/v1/_openapi", headers=bearer_of(bob)).get_json()
    tickets.message(tickets.ticket(alice), alice)

    for path in ("/api/v1/tickets", "/api/v1/tickets/categories", "/api/v1/tickets/{ticketId}"):
        answer = alices("GET", path.replace("{ticketId}", str(db.session.scalar(sa.select(Ticket.id)))))
        good = document["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        jsonschema.validate(answer.get_json(), {**good, "components": document["components"]})


def test_the_page_that_shows_it_is_for_staff(client, alice, bob):
    assert client.get("/api/v1/_docs").status_code in {302, 401}
    assert sign_in(client, alice).get("/api/v1/_docs").status_code == 403
    answer = sign_in(client, bob).get("/api/v1/_docs")
    assert answer.status_code == 200
    assert 'data-document="/api/v1/_openapi"' in answer.text
    assert "swagger-ui-bundle.js" in answer.text


def _references(part):
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"]
        for value in part.values():
            yield from _references(value)
    elif isinstance(part, list):
        for value in part:
            yield from _references(value)


def test_old_keys_do_not_stand_in_the_way(alices, clock):
    key = {"Idempotency-Key": "once"}
    alices("POST", TICKETS, json=DRAFT, with_headers=key)
    row = db.session.scalars(sa.select(IdempotencyKey)).one()
    with transaction():
        row.created_at -= timedelta(hours=25)

    assert alices("POST", TICKETS, json=DRAFT | {"subject": "Other"}, with_headers=key).status_code == 201
