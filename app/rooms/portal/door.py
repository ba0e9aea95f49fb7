"""The tablet at a door: what is on now and next, for whoever has the secret address; private titles stay hidden."""

from flask import render_template

from app.rooms import queries, wording
from app.rooms.portal.blueprint import bp


@bp.get("/door/<token>")
def door(token: str) -> str:
    """Now and next; the address is the permission, and staff can take it back."""
    room = queries.room_at_door(token)
    return render_template("portal/rooms/door.html", room=room, **wording.door(room))
