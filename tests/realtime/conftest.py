"""Sockets as browsers open them, without a server between."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask_socketio import SocketIOTestClient

from app.extensions import socketio
from app.realtime import sockets
from app.tickets import services
from app.tickets.models import Ticket
from app.tickets.schemas import TicketDraft
from tests.signing_in import sign_in

Connect = Callable[..., SocketIOTestClient]


@pytest.fixture
def ticket(session: Any, alice: Any) -> Ticket:
    """Filed by alice."""
    draft = TicketDraft(subject="Screen stays black", description="Since this morning.", category="Hardware")
    return services.file_ticket(draft, actor=alice)


@pytest.fixture
def connect(app: Any, session: Any) -> Iterator[Connect]:
    """Open a page's socket: `connect(alice)`; `connect()` is a stranger's."""
    opened: list[SocketIOTestClient] = []

    def open_socket(person: Any = None, **options: Any) -> SocketIOTestClient:
        browser = app.test_client()
        if person is not None:
            sign_in(browser, person)
        opened.append(socketio.test_client(app, flask_test_client=browser, **options))
        return opened[-1]

    yield open_socket
    for client in opened:
        if client.is_connected():
            client.disconnect()
    assert not sockets.OPEN


def heard(client: SocketIOTestClient, *names: str) -> list[tuple[str, Any]]:
    """What the socket was told since it was last asked; only events of these names, or all."""
    told = [(event["name"], event["args"][0]) for event in client.get_received()]
    return [event for event in told if not names or event[0] in names]
