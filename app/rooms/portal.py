"""Rooms for everybody: which one is free, who has it when, and booking it."""

from flask import Blueprint, g, jsonify, request
from werkzeug.wrappers import Response

from app.rooms import queries
from app.web.portal import signed_in

bp = Blueprint("portal_rooms", __name__, url_prefix="/rooms")


@bp.get("/lookup")
@signed_in
def lookup() -> Response:
    """What a picker offers: rooms by name or by what stands on the door."""
    found = queries.rooms_found(g.user, request.args.get("q", "").strip()[:100])
    return jsonify(
        results=[{"id": room.id, "text": room.name, "detail": f"{room.code} · {room.place}"} for room in found]
    )
