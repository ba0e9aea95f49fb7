"""What a page of one ticket shows: conversation, history, and what its reader may do."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import g

from app.core import clock
from app.tickets import policies, queries, wording
from app.tickets.models import NEVER, Message, MessageType, Ticket, TicketStatus, TimelineEntry


def shown(ticket: Ticket) -> dict[str, Any]:
    """The values that the page and its live part share."""
    messages, own_files = queries.conversation(ticket, g.user), wording.file_cards(queries.description_files(ticket))
    cards = [*own_files, *(card for message in messages for card in wording.file_cards(message.attachments))]
    return {
        "ticket": ticket,
        "stream": list(_stream(messages, queries.timeline(ticket, g.user))),
        "file_cards": wording.file_cards,
        "description_files": own_files,
        "event_text": wording.event_text,
        "watchers": queries.watchers(ticket),
        "links": queries.links(ticket, g.user),
        "now": clock.now(),
        "never": NEVER,
        "mark": wording.page_mark(queries.seen_version(ticket, g.user), cards),
        "may_handle": policies.can_handle(g.user, ticket),
        "is_own": policies.is_requester(g.user, ticket),
        "legal": ticket.legal_moves(),
        "may_redact": policies.can_redact(g.user),
        "editable": {m.id for m in messages if policies.can_edit(g.user, m, clock.now())},
        "statuses": TicketStatus,
    }


def _stream(messages: Sequence[Message], entries: Sequence[TimelineEntry]) -> Iterator[dict[str, Any]]:
    """Messages and, between them, the system events that happened there."""
    waiting = [entry for entry in entries if entry.kind != "filed"]
    for message in messages:
        before = [entry for entry in waiting if entry.created_at < message.created_at]
        waiting = waiting[len(before) :]
        if before:
            yield {"events": before}
        yield {"message": message, "is_note": message.message_type is MessageType.internal}
    if waiting:
        yield {"events": waiting}
