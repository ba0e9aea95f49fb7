"""A person's secret calendar addresses: shown, made, replaced, revoked."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from pydantic import ValidationError
from werkzeug.wrappers import Response

from app.calendar.queries import connections as names
from app.calendar.queries import feeds as queries
from app.calendar.schemas.connections import FeedDraft
from app.calendar.services import feeds
from app.core.errors import DomainError, Invalid
from app.web.portal import signed_in
from app.web.sentences import sentences

bp = Blueprint("portal_feeds", __name__, url_prefix="/account/calendars")


@bp.get("")
@signed_in
def index() -> str:
    """The addresses that work, and what else could be subscribed to."""
    mine = queries.feeds_of(g.user)
    named = names.scope_names({(feed.scope_kind, feed.scope_id) for feed in mine})
    rows = [
        {"feed": feed, "name": named.get((feed.scope_kind, feed.scope_id), ""), "address": feeds.address_of(feed)}
        for feed in mine
    ]
    layout = "layouts/staff.html" if g.user.is_staff else "layouts/portal.html"
    return render_template("portal/calendar/feeds.html", rows=rows, choices=queries.choices_of(g.user), layout=layout)


@bp.post("")
@signed_in
def add() -> Response:
    """Make a secret address."""
    kind, _colon, number = request.form.get("shows", "").partition(":")
    try:
        draft = FeedDraft(scope_kind=kind, scope_id=int(number) if number.isdigit() and len(number) < 19 else None)
        feeds.open_feed(draft, actor=g.user)
    except ValidationError as error:
        raise Invalid(errors=sentences(error)) from error
    except DomainError as error:
        flash(error.message, "warning")
    else:
        flash(_("The address is ready. Paste it into your calendar program as a subscription."), "success")
    return redirect(url_for(".index"))


@bp.post("/<int:feed_id>/rotate")
@signed_in
def rotate(feed_id: int) -> Response:
    """Replace an address, such as one that got into wrong hands."""
    feeds.rotate_feed(queries.feed_for(g.user, feed_id), actor=g.user)
    flash(_("The old address has stopped working. Use the new one."), "success")
    return redirect(url_for(".index"))


@bp.post("/<int:feed_id>/revoke")
@signed_in
def revoke(feed_id: int) -> Response:
    """End an address for good."""
    feeds.revoke_feed(queries.feed_for(g.user, feed_id), actor=g.user)
    flash(_("The address has stopped working."), "success")
    return redirect(url_for(".index"))
