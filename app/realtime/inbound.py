"""What browsers say: connect, look at a ticket, type, leave."""

import logging
import time
from typing import Any

import flask
from flask import g, request
from flask_socketio import join_room, leave_room
from socketio.exceptions import ConnectionRefusedError as Refused

from app.accounts import bearer, cookie
from app.accounts.models import User
from app.accounts.queries import signed_in
from app.core import clock
from app.core.errors import NotFound
from app.extensions import socketio
from app.realtime import rooms, sockets
from app.realtime.sockets import OPEN, Socket
from app.realtime.viewers import TYPING_SECONDS
from app.tickets.policies import sees_internal
from app.tickets.queries import ticket_for

log = logging.getLogger(__name__)

Answer = dict[str, Any]
UNKNOWN: Answer = {"ok": False, "error": "not_found"}  # missing and hidden answer the same


@socketio.on("connect")
def connect(auth: Any = None) -> None:
    """Let in who is signed in: a page by its cookie, a program by its access token."""
    person = _person(auth)
    if person is None:
        raise Refused("unauthorized")
    OPEN[request.sid] = Socket(person.id, person.name, g.session_id, person.is_staff)
    join_room(rooms.of_person(person.id))
    if person.is_staff:
        join_room(rooms.AGENTS)


def _person(auth: Any) -> User | None:
    """A token that is no good does not fall back to the cookie."""
    if isinstance(auth, dict) and auth.get("token") is not None:
        return bearer.person_of_token(str(auth["token"]))
    return cookie.person_of(str(flask.session.get("_user_id", "")))


@socketio.on("disconnect")
def disconnect(_reason: Any = None) -> None:
    """Forget the socket, and tell those who saw it."""
    sockets.forget(request.sid)


@socketio.on("ticket:join")
def join(data: Any = None) -> Answer:
    """Look at a ticket: the same check as reading it; who may not read notes never hears of them."""
    socket, ticket_id = OPEN.get(request.sid), _ticket_id(data)
    person = _still_signed_in(socket)
    if socket is None or person is None:
        return {"ok": False, "error": "unauthorized"}
    if ticket_id is None or (ticket_id not in socket.tickets and len(socket.tickets) >= sockets.MOST_TICKETS):
        return UNKNOWN
    try:
        ticket = ticket_for(person, ticket_id)
    except NotFound:
        _leave(ticket_id)
        return UNKNOWN
    _leave_room(socket, ticket_id)  # the right one may be another one by now
    room = rooms.of_ticket(ticket_id, staff=sees_internal(person, ticket))
    join_room(room)
    sockets.look_at(request.sid, ticket_id, room)
    return {"ok": True}


@socketio.on("ticket:leave")
def leave(data: Any = None) -> Answer:
    """Look away from a ticket."""
    ticket_id = _ticket_id(data)
    if ticket_id is not None:
        _leave(ticket_id)
    return {"ok": True}


@socketio.on("ticket:typing")
def typing(data: Any = None) -> Answer:
    """Type on a ticket that one looks at; holds for a few seconds."""
    socket, ticket_id = OPEN.get(request.sid), _ticket_id(data)
    if socket is None or ticket_id not in socket.tickets:
        return UNKNOWN
    socket.typing_until = time.time() + TYPING_SECONDS
    sockets.look_at(request.sid, ticket_id, socket.tickets[ticket_id])
    return {"ok": True}


@socketio.on_error_default
def failed(error: Exception) -> Answer:
    """A defect of ours: logged, and said without details."""
    log.error("a live event failed", exc_info=error)
    return {"ok": False, "error": "failed"}


def _still_signed_in(socket: Socket | None) -> User | None:
    """Ask anew: the session may have ended while the socket was open."""
    found = signed_in(socket.session_id, clock.now()) if socket else None
    return found.person if found else None


def _ticket_id(data: Any) -> int | None:
    """The `id` of what was sent, if it is one at all."""
    value = data.get("id") if isinstance(data, dict) else data
    return value if type(value) is int and value > 0 else None


def _leave(ticket_id: int) -> None:
    socket = OPEN.get(request.sid)
    if socket and ticket_id in socket.tickets:
        _leave_room(socket, ticket_id)
        sockets.look_away(request.sid, ticket_id)


def _leave_room(socket: Socket, ticket_id: int) -> None:
    if room := socket.tickets.get(ticket_id):
        leave_room(room)
