"""What browsers are told: ids and a version, never content; they fetch what they may see."""

from typing import Any

from app.core.outbox import at_end_of_batch
from app.extensions import socketio
from app.notifications.queries import owners, people, unread_counts
from app.realtime import queries, rooms, watch

AUDIENCE_FIELDS = {"requester", "watchers"}

_to_ring: list[int] = []  # notifications of the batch that this process's one relay tells


def show_filing(event: dict[str, Any]) -> None:
    """A new ticket."""
    _show("ticket.created", event["ticket_id"])


def show_change(event: dict[str, Any]) -> None:
    """A changed ticket; when it changed who may see it, everybody there has to ask anew to be let in."""
    _show("ticket.updated", event["ticket_id"])
    if AUDIENCE_FIELDS & set(event.get("fields", ())):
        for staff in (False, True):
            socketio.close_room(rooms.of_ticket(event["ticket_id"], staff=staff))


def show_assignment(event: dict[str, Any]) -> None:
    """A ticket that went to somebody."""
    _show("ticket.updated", event["ticket_id"])


def show_move(event: dict[str, Any]) -> None:
    """A ticket in another state."""
    _show("ticket.updated", event["ticket_id"])


def show_message(event: dict[str, Any]) -> None:
    """A new message; a note is told to staff only."""
    _show("ticket.message", event["ticket_id"], event["message_id"], is_internal=event["is_internal"])


def show_changed_message(event: dict[str, Any]) -> None:
    """An edited or redacted message."""
    _show("ticket.updated", event["ticket_id"], event["message_id"], is_internal=event["is_internal"])


def show_checked_files(event: dict[str, Any]) -> None:
    """Uploads that are ready or refused: pages fetch them; nobody's version moves."""
    _show("ticket.updated", event["ticket_id"], is_internal=event["is_internal"])


def show_notifications(event: dict[str, Any]) -> None:
    """The bell; counting what is unread costs more than all else here, so a batch is counted once."""
    _to_ring.extend(event["notification_ids"])
    at_end_of_batch(ring_bells)


def ring_bells() -> None:
    """Tell each person of each new notification, with the number of unread ones."""
    told = owners(_to_ring)
    _to_ring.clear()
    unread = unread_counts(people(told.values()))
    for notification_id, person_id in told.items():
        news = {"id": notification_id, "unread": unread[person_id]}
        socketio.emit("notification.created", news, to=rooms.of_person(person_id))


def close_ended(_event: dict[str, Any]) -> None:
    """Sessions ended: their sockets in this process go at once, elsewhere with the next sweep."""
    watch.sweep()


def _show(name: str, ticket_id: int, message_id: int | None = None, *, is_internal: bool = False) -> None:
    ticket = queries.told_ticket(ticket_id)
    if ticket is None:
        return
    told = {"ticketId": ticket.id} | ({"messageId": message_id} if message_id else {})
    socketio.emit(name, told | {"version": ticket.staff_version}, to=rooms.staff(ticket))
    if not is_internal:
        watchers = queries.watchers_outside(ticket.id)
        socketio.emit(name, told | {"version": ticket.version}, to=rooms.public(ticket, watchers))
