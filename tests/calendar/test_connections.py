"""Connections: who makes and changes them, on the desk and over REST."""

import base64
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from app.calendar.google import access
from app.calendar.google.gateway import Gateway
from app.calendar.models import AccountKind, CalendarAccount, CalendarLink, Direction, PauseReason, Ruling
from app.calendar.queries import connections as queries
from app.calendar.queries import sync
from app.calendar.schemas.connections import ConnectionDraft
from app.calendar.services import connections
from app.calendar.sources import ScopeKind
from app.calendar.sync.port import NotLetIn
from app.core import sealing, tokens
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.transaction import transaction
from app.extensions import db
from tests.calendar.google.standin import StandIn
from tests.calendar.google.transport import served
from tests.factories import connected
from tests.factories.people import PersonFactory
from tests.signing_in import sign_in

PAGE = "/staff/calendar-connections"


def test_an_agent_connects_the_own_calendar_once(bob):
    link = connections.connect(ConnectionDraft(), actor=bob)
    assert (link.account.subject, link.account.kind) == (bob.email, AccountKind.delegated)
    assert (link.scope_id, link.direction, link.title) == (bob.id, Direction.push, bob.name)
    with pytest.raises(Conflict):
        connections.connect(ConnectionDraft(), actor=bob)


def test_nobody_but_an_administrator_connects_others(bob, alice, carol):
    for draft in (
        ConnectionDraft(scope_id=alice.id),
        ConnectionDraft(scope_kind=ScopeKind.team, scope_id=1),
        ConnectionDraft(account_kind=AccountKind.service),
    ):
        with pytest.raises(NotAllowed):
            connections.connect(draft, actor=bob)
    with pytest.raises(Invalid):
        connections.connect(ConnectionDraft(subject=alice.email), actor=bob)
    with pytest.raises(NotAllowed):
        connections.connect(ConnectionDraft(), actor=alice)
    draft = ConnectionDraft(scope_id=alice.id, account_kind=AccountKind.service, direction=Direction.two_way)
    assert connections.connect(draft, actor=carol).account.subject == ""


def test_only_what_exists_is_connected(carol):
    for kind in ScopeKind:
        with pytest.raises(NotFound):
            connections.connect(ConnectionDraft(scope_kind=kind, scope_id=10**9), actor=carol)
    with pytest.raises(NotFound):
        connections.connect(ConnectionDraft(account_id=10**9), actor=carol)
    with pytest.raises(Invalid):
        connections.connect(ConnectionDraft(account_kind=AccountKind.oauth), actor=carol)


def test_what_is_not_ones_own_is_hidden_and_closed(bob, carol):
    other = PersonFactory(role=bob.base_role)
    link, item = connected.connection(other), connected.conflict(other)
    with pytest.raises(NotFound):
        queries.link_for(bob, link.id)
    with pytest.raises(NotFound):
        queries.conflict_for(bob, item.id)
    for act in (connections.pause, connections.resume, connections.resync, connections.retry_given_up):
        with pytest.raises(NotAllowed):
            act(link, actor=bob)
    with pytest.raises(NotAllowed):
        connections.disconnect(link, actor=bob)
    with pytest.raises(NotAllowed):
        connections.rule(item, Ruling.ours, actor=bob)
    assert queries.link_for(carol, link.id) is link
    assert [one.id for one in queries.conflicts_of(carol)] == [item.id]
    assert not queries.conflicts_of(bob)
    with pytest.raises(NotFound):
        queries.account_for(bob, link.account_id)


def test_pause_and_resume(bob):
    link = connected.connection(bob)
    connections.pause(link, actor=bob)
    connections.pause(link, actor=bob)
    assert link.pause is PauseReason.person
    connections.resume(link, actor=bob)
    assert link.pause is None


def test_resync_forgets_the_token_and_tries_what_was_given_up(bob, clock):
    item = connected.conflict(bob)
    with transaction():
        item.link.sync_token, item.dead_at = "7", clock()
    assert queries.health_of([item.link_id])[item.link_id] == queries.Health(given_up=1, conflicts=1)
    connections.resync(item.link, actor=bob)
    assert (item.link.sync_token, item.dead_at) == (None, None)


def test_a_connection_without_entries_ends_at_once(bob):
    link = connected.connection(bob)
    connections.disconnect(link, actor=bob)
    assert sync.link_row(link.id) is None


def test_a_connection_may_leave_its_entries_there(bob):
    link = connected.conflict(bob).link
    connections.disconnect(link, keeps_events=True, actor=bob)
    assert sync.link_row(link.id) is None


def test_a_consent_is_kept_sealed_and_renewed(bob, alice):
    account = connections.keep_consent("ben@example.org", "a-token", actor=bob)
    assert "a-token" not in account.secret
    assert sealing.unseal(connections.SEALED_FOR, account.secret) == "a-token"
    with transaction():
        account.paused_reason = PauseReason.no_access
    assert connections.keep_consent("ben@example.org", "another", actor=bob).id == account.id
    assert account.paused_reason is None
    assert connections.connect(ConnectionDraft(account_id=account.id), actor=bob).account is account
    with pytest.raises(NotAllowed):
        connections.keep_consent("alice@example.org", "t", actor=alice)


def test_a_secret_is_worthless_under_another_key(app, session):
    sealed = sealing.seal("a", "text")
    with pytest.raises(Conflict):
        sealing.unseal("b", sealed)


# --- the desk -------------------------------------------------------------------------------------------------------


@pytest.fixture
def ben(client, bob):
    sign_in(client, bob)
    return client


def test_the_page_shows_health_pauses_and_conflicts(ben, bob):
    for reason in PauseReason:
        with transaction():
            connected.connection(bob, paused_reason=reason)
    item = connected.conflict(bob)
    page = ben.get(PAGE).text
    assert "Changed on both sides" in page
    assert page.count("Paused") >= len(PauseReason)
    assert "No, put them back" in page
    assert ben.post(f"{PAGE}/conflicts/{item.id}", data={"ruling": "theirs"}).status_code == 302
    assert db.session.get_one(type(item), item.id, populate_existing=True).ruling is Ruling.theirs


def test_the_wizard_connects_and_keeps_the_input_when_refused(ben, bob):
    assert ben.get(f"{PAGE}/add").status_code == 200
    sent = {"account": "delegated", "subject": "", "calendar_id": "team@group", "shows": "person:",
            "direction": "two_way"}  # fmt: skip
    assert ben.post(f"{PAGE}/add", data=sent).status_code == 302
    [link] = queries.links_of(bob)
    assert (link.calendar_id, link.is_two_way) == ("team@group", True)
    again = ben.post(f"{PAGE}/add", data=sent)
    assert again.status_code == 200
    assert "team@group" in again.text


def test_an_administrator_may_choose_anybody(client, carol, bob):
    sign_in(client, carol)
    assert "Service account" in client.get(f"{PAGE}/add").text


def test_the_calendars_of_an_account_are_offered(ben, bob, app):
    account = connections.keep_consent("ben@example.org", "a-token", actor=bob)
    with served(StandIn()) as address:
        app.extensions["calendar_gateway"] = gateway = Gateway(app.config, address)
        assert "Primary" in ben.get(f"{PAGE}/add?account={account.id}").text
        for service in gateway._services.values():
            service.close()
    del app.extensions["calendar_gateway"]


class TokenPlace(BaseHTTPRequestHandler):
    """Gives a token for the code `good`."""

    def do_POST(self) -> None:
        asked = self.rfile.read(int(self.headers["content-length"])).decode()
        body = base64.urlsafe_b64encode(json.dumps({"email": "Ben@Example.org"}).encode()).decode().rstrip("=")
        given = (
            {"refresh_token": "r", "id_token": f"h.{body}.s"} if "code=good" in asked else {"error": "invalid_grant"}
        )
        content = json.dumps(given).encode()
        self.send_response(200 if "code=good" in asked else 400)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture
def token_place(monkeypatch):
    server = HTTPServer(("127.0.0.1", 0), TokenPlace)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    defaults = (f"http://127.0.0.1:{server.server_port}/token",)
    monkeypatch.setattr(access.consent, "__defaults__", defaults)
    yield
    server.shutdown()
    server.server_close()
    thread.join()


def test_google_leads_back_with_a_consent(ben, bob, token_place):
    assert "accounts.google.com" in ben.get(f"{PAGE}/google").location
    state = tokens.sign("calendar-consent", bob.id)
    back = "/staff/calendar/google/callback"
    assert ben.get(back, query_string={"state": "forged", "code": "good"}).status_code == 404
    assert ben.get(back, query_string={"state": tokens.sign("calendar-consent", 0), "code": "good"}).status_code == 404
    assert ben.get(back, query_string={"state": state}).location.endswith(PAGE)
    assert ben.get(back, query_string={"state": state, "code": "bad"}).location.endswith(PAGE)
    assert not sync.accounts_of(bob.id)
    answer = ben.get(back, query_string={"state": state, "code": "good"})
    [account] = sync.accounts_of(bob.id)
    assert account.subject == "ben@example.org"
    assert answer.location.endswith(f"{PAGE}/add?account={account.id}")


def test_every_kind_of_account_needs_its_proof(app, session, bob, tmp_path):
    config = {**app.config, "GOOGLE_SERVICE_ACCOUNT_FILE": str(tmp_path / "none.json")}
    oauth = CalendarAccount(kind=AccountKind.oauth, secret=sealing.seal(connections.SEALED_FOR, "token"))
    assert access.credentials_of(oauth, config).refresh_token == "token"
    for account in (
        CalendarAccount(kind=AccountKind.oauth, secret="broken"),
        CalendarAccount(kind=AccountKind.service),
    ):
        with pytest.raises(NotLetIn):
            access.credentials_of(account, config)
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(65537, 2048).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file = tmp_path / "key.json"
    file.write_text(json.dumps({"type": "service_account", "client_email": "x@y", "private_key": key.decode(),
                                "token_uri": "http://127.0.0.1:9/"}))  # fmt: skip
    config["GOOGLE_SERVICE_ACCOUNT_FILE"] = str(file)
    delegated = access.credentials_of(CalendarAccount(kind=AccountKind.delegated, subject="ben@example.org"), config)
    assert delegated.scopes == list(access.SCOPES)
    link = CalendarLink(account=CalendarAccount(id=1, kind=AccountKind.service), calendar_id="primary")
    db.session.expunge_all()
    calendar = Gateway(config).calendar(link)
    from app.calendar.sync.port import Busy

    with pytest.raises(Busy):  # the token's place cannot be reached
        calendar.event("abcdef")
