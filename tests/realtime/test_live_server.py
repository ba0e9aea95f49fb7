"""The live channel as it is deployed: one embedded process on SQLite; realtime and worker over Redis on PostgreSQL."""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from simple_websocket import Client, ConnectionClosed

from app.core.transaction import transaction
from app.extensions import db
from app.tickets import services
from app.tickets.models import MessageType, Ticket
from app.tickets.schemas import MessageDraft, TicketDraft
from tests.databases import ROOT, neutral_environment
from tests.servers.process import LOOPBACK, answers, free_port, running
from tests.servers.valkey import valkey
from tests.signing_in import sign_in

PATIENCE = 60.0

pytestmark = pytest.mark.real_commits


class Page:
    """A browser's socket, speaking Socket.IO by hand."""

    def __init__(self, port: int, cookie: str) -> None:
        self.cookie = cookie
        self.kept: list[str] = []
        headers = {"Cookie": cookie, "Origin": f"http://{LOOPBACK}"}  # the client's Host names no port
        self.socket = Client(f"ws://{LOOPBACK}:{port}/socket.io/?EIO=4&transport=websocket", headers=headers)
        self.socket.send("40")  # at once: what came in one packet with the handshake is read with the next one only
        assert self._receive().startswith("0{")
        self.greeting = self._receive()

    def _receive(self) -> str:
        until = time.monotonic() + PATIENCE  # the server's own questions do not make us more patient
        while True:
            text = self.socket.receive(timeout=max(0.0, until - time.monotonic()))
            assert text is not None, f"nothing was told in time but {self.kept}"
            if text != "2":  # the server asks whether we are there
                return str(text)
            self.socket.send("3")

    def ask(self, name: str, data: Any) -> Any:
        """Tell the server something and wait for its answer; events that come before it are kept."""
        self.socket.send(f"421{json.dumps([name, data])}")
        while not (text := self._receive()).startswith("431"):
            self.kept.append(text)
        return json.loads(text[3:])[0]

    def wait_for(self, name: str) -> Any:
        """What the next event of this name says; those of other names are kept, for they come in no fixed order."""
        at = 0
        while True:
            if at == len(self.kept):
                self.kept.append(self._receive())
            text = self.kept[at]
            if text.startswith("42") and json.loads(text[2:])[0] == name:
                return json.loads(self.kept.pop(at)[2:])[1]
            at += 1

    def close(self) -> None:
        self.socket.close()


@pytest.fixture
def port(app: Any, session: Any, tmp_path: Path) -> Iterator[int]:
    """Where /socket.io is served, with everything that tells beside it."""
    at = free_port()
    environment = os.environ | neutral_environment()
    environment |= {"VAR_DIR": str(tmp_path), "HOST": LOOPBACK, "PORT": str(at), "PUBLIC_URL": "http://localhost"}
    environment |= {name: app.config[name] for name in ("SECRET_KEY", "JWT_SECRET_KEY")}
    environment["DATABASE_URL"] = app.config["SQLALCHEMY_DATABASE_URI"].replace("+psycopg2", "")
    with ExitStack() as stack:

        def start(command: str, ready: Callable[[], bool]) -> None:
            run = [sys.executable, "run.py", command]
            stack.enter_context(running(run, ready=ready, log=tmp_path / command, cwd=ROOT, env=environment))

        if db.engine.dialect.name == "sqlite":
            start("serve", lambda: answers(at))
        else:
            environment["REDIS_URL"] = stack.enter_context(valkey())
            start("worker", lambda: True)
            start("realtime", lambda: answers(at))
        yield at


@pytest.fixture
def ticket(session: Any, alice: Any) -> Ticket:
    """Filed by alice."""
    return services.file_ticket(TicketDraft(subject="Screen", description="Black.", category="Hardware"), actor=alice)


@pytest.fixture
def page(app: Any, port: int) -> Iterator[Callable[..., Page]]:
    """Open a page's socket: `page(alice)`."""
    opened: list[Page] = []

    def open_page(person: Any) -> Page:
        browser = sign_in(app.test_client(), person)
        cookie = browser.get_cookie(app.config["SESSION_COOKIE_NAME"])
        opened.append(Page(port, f"{cookie.key}={cookie.value}"))
        return opened[-1]

    yield open_page
    for each in opened:
        if each.socket.connected:
            each.close()


def test_what_is_said_arrives_at_once_and_notes_only_at_staff(page, alice, bob, carol, ticket):
    mine, desk = page(alice), page(bob)
    assert mine.greeting.startswith('40{"sid"')
    for each in (mine, desk):
        assert each.ask("ticket:join", {"id": ticket.id}) == {"ok": True}
    assert desk.wait_for("presence")["ticketId"] == ticket.id

    note = MessageDraft(body="He broke it.", message_type=MessageType.internal)
    noted = services.post_message(ticket, note, actor=carol)
    said = services.post_message(ticket, MessageDraft(body="A new cable."), actor=carol)
    began = time.monotonic()

    assert desk.wait_for("ticket.message")["messageId"] == noted.id
    assert desk.wait_for("ticket.message")["messageId"] == said.id
    told = mine.wait_for("ticket.message")
    assert told == {"ticketId": ticket.id, "version": ticket.version, "messageId": said.id}
    print(f"told after {time.monotonic() - began:.3f} s")
    while mine.wait_for("notification.created")["unread"] != 2:  # the confirmation may come first
        pass


def test_sockets_close_with_their_session_and_open_to_our_own_pages_only(page, port, alice):
    mine = page(alice)
    with transaction():
        db.session.execute(sa.text("update sessions set revoked_at = created_at"))

    with pytest.raises((ConnectionClosed, AssertionError)):
        assert mine._receive() != "41"

    for more in ({"Origin": "https://elsewhere.example"}, {"transport": "polling"}):
        assert refused(port, mine.cookie, **more) == 400


def refused(port: int, cookie: str, transport: str = "websocket", **headers: str) -> int:
    """The status with which the server turns a connection away."""
    upgrade = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "a" * 22 + "==",
    }
    with closing(HTTPConnection(LOOPBACK, port, timeout=10)) as connection:
        connection.request(
            "GET", f"/socket.io/?EIO=4&transport={transport}", headers=upgrade | {"Cookie": cookie} | headers
        )
        return connection.getresponse().status
