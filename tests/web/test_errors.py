"""Every failure has its status, and says no more than it should."""

import logging
import re
from datetime import date, timedelta
from typing import Annotated
from urllib.parse import unquote

import psycopg2
import pytest
import sqlalchemy as sa
from flask import Flask
from jinja2 import FileSystemLoader
from pydantic import AwareDatetime, Field, TypeAdapter, ValidationError

from app.web import errors
from app.web.sentences import sentences

STATUSES = {
    "malformed": 400, "stranger": 401, "forbidden": 403, "missing": 404, "conflict": 409, "stale": 412, "large": 413,
    "kind": 415, "invalid": 422, "often": 429, "down": 503,
}  # fmt: skip
NAMES = {
    "malformed": "malformed", "stranger": "not_signed_in", "forbidden": "not_allowed", "missing": "not_found",
    "conflict": "conflict", "stale": "stale", "large": "too_large", "kind": "unsupported_type",
    "invalid": "validation_failed", "often": "too_many_requests", "down": "unavailable",
}  # fmt: skip


@pytest.mark.parametrize("kind", STATUSES)
def test_a_program_gets_a_problem_document(probe: Flask, kind: str):
    answer = probe.test_client().get(f"/api/v1/probe/refuse/{kind}", headers={"X-Request-ID": "request-4711"})

    assert answer.status_code == STATUSES[kind]
    assert answer.content_type == "application/problem+json"
    document = answer.get_json()
    assert document["error"] == NAMES[kind]
    assert document["status"] == STATUSES[kind]
    assert document["requestId"] == answer.headers["X-Request-ID"] == "request-4711"
    assert document["title"]
    assert document["type"] == f"urn:problem:{NAMES[kind].replace('_', '-')}"


@pytest.mark.parametrize("kind", [kind for kind in STATUSES if kind != "stranger"])
def test_a_person_gets_a_page(probe: Flask, kind: str):
    answer = probe.test_client().get(f"/probe/refuse/{kind}")

    assert answer.status_code == STATUSES[kind]
    assert answer.mimetype == "text/html"
    assert "<h1>" in answer.text


def test_a_stranger_is_led_to_the_sign_in_page_and_back(probe: Flask):
    answer = probe.test_client().get("/probe/personal?view=late")

    assert answer.status_code == 302
    assert answer.headers["Location"] == "/login?next=/probe/personal%3Fview%3Dlate"


def test_a_fragment_gets_a_sentence_for_a_toast(probe: Flask):
    answer = probe.test_client().get("/probe/refuse/conflict", headers={"HX-Request": "true"})

    assert answer.status_code == 409
    assert unquote(answer.headers["X-Message"]) == answer.text == "This cannot be done right now."


def test_a_stranger_behind_a_fragment_is_told_instead_of_led_away(probe: Flask):
    answer = probe.test_client().get("/probe/personal", headers={"HX-Request": "true"})

    assert answer.status_code == 401


@pytest.mark.parametrize("kind", ["often", "down"])
def test_who_may_come_again_is_told_when(probe: Flask, kind: str):
    assert int(probe.test_client().get(f"/api/v1/probe/refuse/{kind}").headers["Retry-After"]) > 0


def test_hidden_missing_and_unknown_answer_the_same_bytes(probe: Flask):
    client, same = probe.test_client(), {"X-Request-ID": "request-4711"}
    paths = ("refuse/missing", "nowhere", "things/0x1", f"things/{2**63}", f"things/{'9' * 5000}", "things/-1")

    answers = {client.get(f"/api/v1/probe/{path}", headers=same).data for path in paths}

    assert len(answers) == 1


def test_a_defect_is_logged_with_its_request_and_tells_nothing(probe: Flask, caplog: pytest.LogCaptureFixture):
    with caplog.at_level(logging.ERROR):
        answers = [probe.test_client().get(f"{prefix}/break/code") for prefix in ("/probe", "/api/v1/probe")]

    assert [answer.status_code for answer in answers] == [500, 500]
    assert answers[1].get_json()["error"] == "defect"
    assert not any("secret" in answer.text for answer in answers)
    assert "a secret of the inside" in caplog.text


def test_a_wrong_statement_is_a_defect_and_not_a_busy_database(probe: Flask):
    assert probe.test_client().get("/api/v1/probe/break/sql").status_code == 500


def test_a_statement_without_end_is_stopped(probe: Flask):
    for prefix in ("/probe", "/api/v1/probe"):
        answer = probe.test_client().get(f"{prefix}/break/endless")
        assert answer.status_code == 503
        assert answer.headers["Retry-After"]


def test_a_row_that_changed_meanwhile_is_stale(probe: Flask):
    assert probe.test_client().get("/api/v1/probe/break/stale").status_code == 412


def test_input_that_nobody_caught_is_invalid(probe: Flask):
    answer = probe.test_client().get("/api/v1/probe/break/input")

    assert answer.status_code == 422
    assert answer.get_json()["errors"] == {"": ["Enter a whole number."]}


def test_a_wrong_method_is_told_the_right_ones(probe: Flask):
    answer = probe.test_client().delete("/api/v1/probe/echo")

    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}
    assert answer.get_json()["error"] == "method_not_allowed"


def test_a_page_says_when_the_database_is_away(make_app):
    app = make_app(SQLALCHEMY_ENGINE_OPTIONS={"pool_timeout": 0.01, "pool_size": 1, "max_overflow": 0})
    from app.extensions import db

    with app.app_context():
        taken = db.engine.connect()
        answer = app.test_client().get("/probe/break/sql")
        taken.close()

    assert answer.status_code == 503
    assert "<h1>" in answer.text


def test_a_number_that_no_database_holds_is_malformed_or_found_nowhere(probe: Flask):
    assert probe.test_client().get("/api/v1/probe/break/number").status_code in {200, 400}


def test_a_page_gives_the_reason_that_our_code_gave(probe: Flask):
    answer = probe.test_client().get("/probe/break/link")

    assert answer.status_code == 403
    assert "This link is over." in answer.text


def test_a_form_that_stayed_open_too_long_is_told_so(probe: Flask):
    answer = probe.test_client().post("/probe/echo", data={"a": "b"}, headers={"Accept-Language": "en"})

    assert answer.status_code == 400
    assert "open for too long" in answer.text


def test_an_error_is_told_even_when_its_page_is_broken(probe: Flask, tmp_path):
    kept = probe.jinja_loader
    probe.jinja_env.loader = FileSystemLoader(tmp_path)
    try:
        answer = probe.test_client().get("/probe/refuse/conflict")
    finally:
        probe.jinja_env.loader = kept

    assert (answer.status_code, answer.text) == (409, "409: This cannot be done right now.")


def test_a_lost_connection_is_no_defect():
    lost = sa.exc.DBAPIError("SELECT 1", {}, Exception("server closed the connection"), connection_invalidated=True)
    refused = sa.exc.OperationalError("SELECT 1", {}, psycopg2.OperationalError("connection refused"))
    wrong = sa.exc.IntegrityError("INSERT", {}, Exception("duplicate key"))

    assert [errors._is_passing(error) for error in (lost, refused, wrong)] == [True, True, False]


@pytest.mark.parametrize(("kind", "value", "sentence"), [
    (bool, "perhaps", "Say true or false."), (float, "x", "Enter a number."), (list[int], 5, "Send a list."),
    (AwareDatetime, "x", "Enter a date and time, such as 2026-03-02T09:00:00Z."),
    (date, "x", "Enter a date, such as 2026-03-02."),
    (AwareDatetime, "2026-03-02T09:00", "Enter a date and time, such as 2026-03-02T09:00:00Z."),
    (Annotated[int, Field(ge=1)], 0, "Enter a larger number."),
    (Annotated[int, Field(le=1)], 2, "Enter a smaller number."),
    (Annotated[str, Field(min_length=3)], "x", "Use at least 3 characters."), (dict[str, int], 5, "Send an object."),
    (Annotated[list[int], Field(min_length=2)], [], "At least 2 entries are needed here."), (str, 5, "Enter text."),
    (Annotated[str, Field(pattern="^a$")], "b", "This is not written as expected."),
    (timedelta, "x", "Input should be a valid timedelta, invalid digit in duration"),
])  # fmt: skip
def test_what_pydantic_finds_is_said_plainly(probe: Flask, kind, value, sentence):
    with probe.test_request_context(headers={"Accept-Language": "en"}), pytest.raises(ValidationError) as found:
        TypeAdapter(kind).validate_python(value)
    with probe.test_request_context(headers={"Accept-Language": "en"}):
        assert sentences(found.value) == {"": [sentence]}


OURS = {"Origin": "http://localhost", "Accept-Language": "en"}


def test_the_text_of_a_form_whose_session_is_over_comes_back_to_be_sent_again(probe: Flask):
    client = probe.test_client()

    late = {"body": "Long <b>thought</b> about", "csrf_token": "old"}
    answer = client.post("/probe/echo?a=1", data=late, headers=OURS)

    assert answer.status_code == 400
    assert 'action="/probe/echo?a=1"' in answer.text
    assert 'name="body" value="Long &lt;b&gt;thought&lt;/b&gt; about"' in answer.text
    token = re.findall(r'name="csrf_token" value="([^"]+)"', answer.text)[-1]
    again = client.post("/probe/echo?a=1", data={"body": "Long", "csrf_token": token}, headers=OURS)
    assert (again.status_code, again.get_json()["form"]["body"]) == (200, "Long")


@pytest.mark.parametrize(
    ("path", "data", "origin"),
    [
        ("/probe/echo", {"body": "planted"}, "https://evil.example"),
        ("/probe/echo", {"body": "planted"}, "null"),
        ("/probe/echo", {"body": "x", "new_password": "a secret of mine"}, "http://localhost"),
        ("/login", {"email": "planted"}, "http://localhost"),
    ],
)
def test_what_others_planted_and_secrets_never_come_back(probe: Flask, path: str, data: dict[str, str], origin: str):
    answer = probe.test_client().post(path, data=data, headers={"Origin": origin})

    assert answer.status_code == 400
    assert "planted" not in answer.text
    assert "secret" not in answer.text


def test_a_part_of_a_page_gets_the_token_with_which_it_goes_through(probe: Flask):
    client, ours = probe.test_client(), {**OURS, "HX-Request": "true"}

    refused = client.post("/probe/echo", data={"a": "b"}, headers=ours)

    assert "Your text is safe" in refused.text
    token = {"X-CSRFToken": refused.headers["X-CSRF-Token"]}
    assert client.post("/probe/echo", data={"a": "b"}, headers={**ours, **token}).status_code == 200
    foreign = client.post("/probe/echo", data={"a": "b"}, headers={**ours, "Origin": "https://evil.example"})
    assert "X-CSRF-Token" not in foreign.headers
