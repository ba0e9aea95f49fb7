"""Addresses that programs call without signing in: secret feeds, and wake-ups of the calendar service."""

import hashlib

from flask import Blueprint, Response, request

from app.calendar import ics
from app.calendar.queries import feeds as queries
from app.calendar.services.syncing import channels
from app.core.errors import NotFound
from app.core.links import absolute
from app.extensions import csrf
from app.web.portal import company

bp = Blueprint("calendar_addresses", __name__, url_prefix="/calendar")
csrf.exempt(bp)  # the calls come from the service's machines; their token is the proof


@bp.get("/feed/<token>.ics")
def feed(token: str) -> Response:
    """What the feed's owner may see now; an unchanged one is answered with 304."""
    found = queries.feed_by_token(token)
    shown = queries.shown_by(found)
    content = ics.written_calendar(shown.name, company().zone_name, shown.occurrences, house=absolute(""))
    response = Response(content, mimetype="text/calendar")
    response.headers["Content-Disposition"] = 'inline; filename="calendar.ics"'
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(hashlib.blake2b(content, digest_size=16).hexdigest())
    response.make_conditional(request)
    return response


@bp.post("/google/notify")
def notify() -> Response:
    """The service says that something changed; `NotFound` without the token that we gave it."""
    channel, token = request.headers.get("X-Goog-Channel-ID", ""), request.headers.get("X-Goog-Channel-Token", "")
    if not channels.take_call(channel, token):
        raise NotFound
    return Response(status=204)
