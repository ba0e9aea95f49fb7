"""What every request passes before a view sees it."""

import io
import ipaddress
import re
import threading

import pytest
from flask import Flask
from limits import parse
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from app.web.limits import SIGN_IN, OwnCounters
from tests.signing_in import bearer_of, sign_in


def policy(answer) -> dict[str, str]:
    """The Content-Security-Policy by directive."""
    return dict(rule.split(" ", 1) for rule in answer.headers["Content-Security-Policy"].split("; "))


@pytest.mark.parametrize("given", ["abcdefgh", "0af7651916cd43dd8448eb211c80319c", "web-1:2026.03_02"])
def test_a_sane_request_id_is_kept(probe: Flask, given: str):
    assert probe.test_client().get("/api/v1/x", headers={"X-Request-ID": given}).headers["X-Request-ID"] == given


@pytest.mark.parametrize("given", ["", "short", "x" * 65, "with space", "<script>alert(1)</script>", "né-né-né-né"])
def test_any_other_is_replaced(probe: Flask, given: str):
    made = probe.test_client().get("/api/v1/x", headers={"X-Request-ID": given}).headers["X-Request-ID"]

    assert re.fullmatch(r"[0-9a-f]{32}", made)


def test_a_spoofed_host_is_refused(probe: Flask):
    client = probe.test_client()

    assert client.get("/probe/echo", headers={"Host": "evil.example"}).status_code == 400
    assert client.get("/probe/echo", headers={"Host": "localhost"}).status_code == 200
    assert client.get("/probe/echo", headers={"Host": "localhost.evil.example"}).status_code == 400


def test_in_production_only_the_named_hosts_are_trusted(make_app):
    client = make_app(ENVIRONMENT="production", TRUSTED_HOST_NAMES=["help.example.com"]).test_client()

    assert client.get("/probe/echo", headers={"Host": "help.example.com"}).status_code == 200
    assert client.get("/probe/echo", headers={"Host": "localhost"}).status_code == 400
    assert client.get("/healthz", headers={"Host": "10.0.0.7"}).status_code == 200


def test_forwarded_addresses_count_behind_known_proxies_only(make_app, probe: Flask):
    forwarded = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"}

    assert probe.test_client().get("/probe/echo", headers=forwarded).get_json()["address"] == "127.0.0.1"
    seen = make_app(TRUSTED_PROXIES=1).test_client().get("/probe/echo", headers=forwarded).get_json()
    assert (seen["address"], seen["scheme"]) == ("203.0.113.9", "https")


def test_browsers_are_told_what_a_page_may_do(probe: Flask):
    answer = probe.test_client().get("/probe/echo")

    rules = policy(answer)
    assert "unsafe-inline" not in answer.headers["Content-Security-Policy"]
    assert rules["script-src"] == "'self'"
    assert rules["frame-ancestors"] == rules["object-src"] == "'none'"
    assert rules["connect-src"] == "'self' ws://localhost"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "Strict-Transport-Security" not in answer.headers


def test_an_inline_script_needs_the_number_of_its_answer(probe: Flask):
    first, second = (probe.test_client().get("/probe/script") for _ in range(2))

    assert policy(first)["script-src"] == f"'self' 'nonce-{first.text}'"
    assert first.text != second.text


def test_the_storage_may_be_talked_to(make_app):
    settings = {"S3_BUCKET_NAME": "files", "S3_ENDPOINT": "https://s3.example.com", "S3_REGION": "eu",
                "S3_ACCESS_KEY_ID": "k", "S3_SECRET_ACCESS_KEY": "s"}  # fmt: skip
    rules = policy(make_app(**settings, S3_FORCE_PATH_STYLE=False).test_client().get("/probe/echo"))
    by_path = policy(make_app(**settings, S3_FORCE_PATH_STYLE=True).test_client().get("/probe/echo"))

    assert "https://files.s3.example.com" in rules["connect-src"]
    assert "https://files.s3.example.com" in rules["img-src"]
    assert by_path["connect-src"] == "'self' ws://localhost https://s3.example.com"


def test_under_tls_browsers_stay_there(make_app):
    answer = make_app(PUBLIC_URL="https://localhost").test_client().get("/probe/echo", base_url="https://localhost")

    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "wss://localhost" in policy(answer)["connect-src"]


def test_what_a_signed_in_person_sees_is_not_stored(client, alice):
    assert "Cache-Control" not in client.get("/company/logo").headers
    assert sign_in(client, alice).get("/nowhere").headers["Cache-Control"] == "no-store"
    assert client.get("/api/v1/tickets", headers=bearer_of(alice)).headers["Cache-Control"] == "no-store"


def test_a_form_needs_its_token(probe: Flask):
    client = probe.test_client()

    assert client.post("/probe/echo", data={"a": "b"}).status_code == 400
    token = client.get("/probe/form").text
    assert client.post("/probe/echo", data={"a": "b", "csrf_token": token}).status_code == 200
    assert client.post("/probe/echo", data={"a": "b"}, headers={"X-CSRFToken": token}).status_code == 200


def test_rest_needs_no_form_token_and_takes_no_cookie(app: Flask, client, alice):
    sign_in(client, alice)

    assert client.post("/api/v1/tickets", json={}).status_code == 401
    assert client.get("/api/v1/tickets").status_code == 401


def test_listed_origins_may_call_rest_and_nothing_else(make_app):
    client = make_app(CORS_ORIGINS=["https://tool.example.com"]).test_client()
    listed, other = {"Origin": "https://tool.example.com"}, {"Origin": "https://evil.example"}

    asked = client.options("/api/v1/tickets", headers=listed)
    assert asked.headers["Access-Control-Allow-Origin"] == "https://tool.example.com"
    assert "Authorization" in asked.headers["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in asked.headers
    assert "Access-Control-Allow-Origin" not in client.options("/api/v1/tickets", headers=other).headers
    assert "Access-Control-Allow-Origin" not in client.get("/probe/echo", headers=listed).headers


@pytest.mark.parametrize("prefix", ["/probe", "/api/v1/probe"])
def test_what_no_database_can_hold_is_refused(probe: Flask, prefix: str):
    client = probe.test_client()

    assert client.get(f"{prefix}/things/1%00").status_code == 404
    assert client.get(f"{prefix}/refuse/a%00b").status_code == 404
    assert client.get(f"{prefix}/refuse/%ED%A0%80").status_code == 404
    assert client.get(f"{prefix}/things/{2**63}").status_code == 404
    assert client.get(f"{prefix}/things/{2**63 - 1}").status_code == 200
    assert client.get(f"{prefix}/echo?q=a%00b").status_code == 400
    assert client.get(f"{prefix}/echo?a%00b=q").status_code == 400
    assert client.get(f"{prefix}/echo?q=%ED%A0%80").status_code == 200  # not UTF-8: stays written as it came


def test_a_form_with_nul_is_refused(probe: Flask):
    client = probe.test_client()
    token = client.get("/probe/form").text

    assert client.post("/probe/echo", data={"a": "b\x00", "csrf_token": token}).status_code == 400


def test_too_large_a_body_is_refused(probe: Flask):
    client = probe.test_client()

    assert client.post("/probe/echo", data={"a": "x" * 3_000_000}).status_code == 413


def limited(make_app, **settings) -> Flask:
    """An application with small limits."""
    return make_app(**{"RATE_LIMIT": "3 per 1 minute", "RATE_LIMIT_SIGN_IN": "2 per 1 minute"} | settings)


def test_too_many_requests_of_one_address_are_refused(make_app):
    client = limited(make_app).test_client()

    statuses = [client.get("/api/v1/probe/echo").status_code for _ in range(4)]

    assert statuses == [200, 200, 200, 429]
    refused = client.get("/api/v1/probe/echo")
    assert 0 < int(refused.headers["Retry-After"]) <= 60
    assert refused.get_json()["error"] == "too_many_requests"
    assert client.get("/probe/echo", environ_base={"REMOTE_ADDR": "198.51.100.7"}).status_code == 200


def test_static_files_health_and_sockets_are_not_counted(make_app):
    client = limited(make_app).test_client()

    for _ in range(5):
        assert client.get("/static/css/base.css").status_code == 200
        assert client.get("/healthz").status_code == 200
    assert client.get("/probe/echo").status_code == 200


def test_sign_in_is_limited_more_strictly(make_app):
    client = limited(make_app, RATE_LIMIT="1000 per 1 minute").test_client()

    statuses = [client.post("/api/v1/auth/login", json={}).status_code for _ in range(3)]

    assert statuses[-1] == 429
    assert 429 not in statuses[:2]
    assert client.get("/api/v1/probe/echo").status_code == 200


def test_sign_in_addresses_exist(app: Flask):
    posts = {rule.rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())}

    assert posts >= SIGN_IN


def test_listed_networks_are_free(make_app, caplog: pytest.LogCaptureFixture):
    client = limited(make_app, RATE_LIMIT_EXEMPT=[ipaddress.ip_network("127.0.0.0/8")]).test_client()

    assert {client.get("/probe/echo").status_code for _ in range(5)} == {200}
    assert "127.0.0.0/8 are not limited" in caplog.text


def test_each_session_is_counted_for_itself(app: Flask, client, alice, bob):
    usual = app.extensions["limits"].usual
    app.extensions["limits"].usual = parse("2 per 1 minute")
    try:
        first, second = bearer_of(alice), bearer_of(bob)
        assert [client.get("/api/v1/tickets", headers=first).status_code for _ in range(3)] == [200, 200, 429]
        assert client.get("/api/v1/tickets", headers=second).status_code == 200
        made_up = [client.get("/api/v1/tickets", headers={"Authorization": f"Bearer a.b.{n}"}) for n in range(4)]
        assert [answer.status_code for answer in made_up] == [401, 401, 429, 429]
    finally:
        app.extensions["limits"].usual = usual


def test_counting_starts_no_threads_and_forgets_what_is_over(monkeypatch):
    counters, before = OwnCounters(), threading.active_count()
    for number in range(20):
        counters.incr(f"caller {number}", expiry=0)
    assert threading.active_count() <= before

    monkeypatch.setattr(counters, "_forgets_next", 0.0)
    counters.incr("one more", expiry=60)
    assert list(counters.expirations) == ["one more"]


def test_limits_are_shared_through_redis_and_survive_its_loss(make_app):
    from tests.servers.valkey import valkey

    with valkey() as url:
        one, two = (limited(make_app, REDIS_URL=url).test_client() for _ in range(2))
        assert [client.get("/probe/echo").status_code for client in (one, two, one, two)] == [200, 200, 200, 429]
    assert one.get("/probe/echo").status_code == 200  # counts for itself now


def test_a_form_with_files_may_be_larger_than_others(client, alice):
    file = FileStorage(io.BytesIO(b"x" * 3_000_000), "log.txt", "files")
    boundary, body = encode_multipart({"subject": "x", "description": "y", "category": "Other", "files": file})
    kind = f'multipart/form-data; boundary="{boundary}"'

    assert sign_in(client, alice).post("/tickets/new", data=body, content_type=kind).status_code == 302


def test_an_address_that_is_none_is_never_exempt(make_app):
    client = limited(make_app, RATE_LIMIT_EXEMPT=[ipaddress.ip_network("10.0.0.0/8")]).test_client()

    statuses = [client.get("/probe/echo", environ_base={"REMOTE_ADDR": "unix:"}).status_code for _ in range(4)]

    assert statuses == [200, 200, 200, 429]


@pytest.mark.parametrize("address", ["/lang/de", "/back"])
def test_addresses_of_flask_appbuilder_that_change_or_redirect_are_closed(client, session, address):
    assert client.get(address).status_code == 404
