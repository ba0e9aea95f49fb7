"""The open sockets of this process: whose they are, and which tickets they look at."""

from dataclasses import dataclass, field

from app.extensions import socketio
from app.realtime import rooms
from app.realtime.viewers import HereViewers, Viewer, Viewers, shown

MOST_TICKETS = 20  # tabs share no socket, so a page looks at one; more than this is no page of ours


@dataclass
class Socket:
    """One connection."""

    person_id: int
    name: str
    session_id: int
    is_staff: bool
    tickets: dict[int, str] = field(default_factory=dict)  # ticket -> its room
    typing_until: float = 0.0


OPEN: dict[str, Socket] = {}
viewers: Viewers = HereViewers()


def use(register: Viewers) -> None:
    """Keep the viewers there from now on."""
    global viewers
    viewers = register


def look_at(sid: str, ticket_id: int, room: str) -> None:
    """Note that this socket looks at a ticket, and tell staff there."""
    OPEN[sid].tickets[ticket_id] = room
    stay(sid)
    tell_presence(ticket_id)


def look_away(sid: str, ticket_id: int) -> None:
    """Note that it does not any more."""
    OPEN[sid].tickets.pop(ticket_id, None)
    viewers.take(ticket_id, sid)
    tell_presence(ticket_id)


def forget(sid: str) -> None:
    """The socket is gone."""
    for ticket_id in list(OPEN[sid].tickets) if sid in OPEN else ():
        look_away(sid, ticket_id)
    OPEN.pop(sid, None)


def stay(sid: str) -> None:
    """Say where the socket is; again and again, for a register that forgets."""
    socket = OPEN[sid]
    for ticket_id in list(socket.tickets):
        viewers.put(ticket_id, sid, Viewer(socket.person_id, socket.name, socket.typing_until))


def tell_presence(ticket_id: int) -> None:
    """Who is at the ticket; for staff only."""
    people = shown(viewers.at(ticket_id))
    socketio.emit("presence", {"ticketId": ticket_id, "viewers": people}, to=rooms.of_ticket(ticket_id, staff=True))
