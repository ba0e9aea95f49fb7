"""A ticket of alice's, and the telling of what happens to it."""

from collections.abc import Callable
from typing import Any

import pytest

from app.tickets import services
from app.tickets.models import MessageType, Ticket
from app.tickets.schemas import MessageDraft, TicketDraft
from app.worker import relay, sender


@pytest.fixture
def ticket(clock: Any, alice: Any) -> Ticket:
    """Filed by alice a moment ago; nobody was told yet."""
    draft = TicketDraft(subject="Screen stays black", description="Since this morning.", category="Hardware")
    return services.file_ticket(draft, actor=alice)


@pytest.fixture
def quiet(ticket: Ticket, mailbox: Any, clock: Any) -> Ticket:
    """The same ticket after everybody was told of it, long enough ago that no mail waits for company."""
    tell()
    mailbox.empty()
    clock.advance(minutes=10)
    return ticket


def tell() -> None:
    """Let relay and sender do everything that is due."""
    relay.run()
    sender.run()


Say = Callable[..., Any]


@pytest.fixture
def say() -> Say:
    """Say something on a ticket: `say(ticket, "text", bob)`, a note with `note=True`."""

    def speak(ticket: Ticket, text: str, actor: Any, *, note: bool = False) -> Any:
        kind = MessageType.internal if note else None
        return services.post_message(ticket, MessageDraft(body=text, message_type=kind), actor=actor)

    return speak
