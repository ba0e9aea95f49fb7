"""Signing one's own devices out."""

from flask import flash, g, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.accounts import queries, services
from app.accounts.portal.blueprint import bp
from app.core import clock
from app.web.portal import signed_in


@bp.post("/account/devices/<int:session_id>/sign-out")
@signed_in
def end_device(session_id: int) -> Response:
    """Sign one device out."""
    services.end_session(queries.own_session(g.user, session_id, clock.now()), actor=g.user)
    flash(_("That device is signed out."), "success")
    return redirect(url_for(".account", _anchor="devices"))


@bp.post("/account/devices/sign-out-others")
@signed_in
def end_other_devices() -> Response:
    """Sign out everything but this browser."""
    services.end_sessions(g.user, actor=g.user, spare=g.session_id)
    flash(_("All other devices are signed out."), "success")
    return redirect(url_for(".account", _anchor="devices"))
