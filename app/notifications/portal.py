"""The bell and the page of notifications, for both faces."""

from flask import Blueprint, g, jsonify, render_template, request
from werkzeug.local import LocalProxy
from werkzeug.wrappers import Response

from app.notifications import places, queries, services, wording
from app.notifications.models import Notification
from app.web.portal import is_signed_in, signed_in

bp = Blueprint("portal_notifications", __name__, url_prefix="/notifications")
IN_PANEL, ON_PAGE = 8, 30


@bp.app_context_processor
def bell() -> dict[str, object]:
    """The number on the bell, counted only where a page shows it."""
    return {"unread_count": LocalProxy(_unread)}


def _unread() -> int:
    if not is_signed_in():
        return 0
    if "unread_count" not in g:
        g.unread_count = queries.unread_count(g.user)
    return int(g.unread_count)


@bp.get("")
@signed_in
def index() -> str:
    """Everything that the bell ever said, newest first."""
    before = request.args.get("before", type=int)
    rows = queries.latest_notifications(g.user, ON_PAGE + 1, before)
    older = rows[ON_PAGE - 1].id if len(rows) > ON_PAGE else None
    layout = "layouts/staff.html" if g.user.is_staff else "layouts/portal.html"
    return render_template(
        "notifications/list.html", layout=layout, rows=[_shown(row) for row in rows[:ON_PAGE]], older=older
    )


@bp.get("/recent")
@signed_in
def recent() -> str:
    """The bell's panel."""
    rows = queries.latest_notifications(g.user, IN_PANEL)
    return render_template("notifications/_recent.html", rows=[_shown(row) for row in rows], unread=_unread())


@bp.get("/unread")
@signed_in
def unread() -> Response:
    """The number alone, for pages without a live connection."""
    return jsonify(unread=_unread())


@bp.post("/<int:notification_id>/read")
@signed_in
def read(notification_id: int) -> Response:
    """Somebody followed a notification."""
    services.mark_read(notification_id, actor=g.user)
    return jsonify(unread=queries.unread_count(g.user))


@bp.post("/tickets/<int:ticket_id>/read")
@signed_in
def read_ticket(ticket_id: int) -> Response:
    """Somebody has the ticket before them: what the bell says about it is read."""
    services.mark_all_read(ticket_id=ticket_id, actor=g.user)
    return jsonify(unread=queries.unread_count(g.user))


@bp.post("/read-all")
@signed_in
def read_all() -> str:
    """Everything is read; answers the panel anew."""
    services.mark_all_read(actor=g.user)
    return str(recent())


def _shown(row: Notification) -> dict[str, object]:
    return {
        "id": row.id,
        "sentence": wording.sentence_of(row),
        "detail": row.ticket.subject if row.ticket else "",
        "icon": wording.ICONS[row.what],
        "at": row.created_at,
        "is_new": row.read_at is None,
        "href": places.path(row.what, row.ticket, g.user, row.params),
    }
