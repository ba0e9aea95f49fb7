"""Calendars elsewhere: connect, see how they fare, pause, compare anew, end; and decide where both sides changed."""

from datetime import timedelta
from typing import Any

from flask import current_app, flash, g, redirect, request, url_for
from flask_appbuilder import expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.calendar.connection_forms import ConnectionForm
from app.calendar.google.access import consent, consent_address
from app.calendar.google.gateway import gateway
from app.calendar.models import PauseReason, Ruling
from app.calendar.queries import connections as queries
from app.calendar.queries.sync import accounts_of
from app.calendar.schemas.connections import ConnectionDraft
from app.calendar.services import connections
from app.calendar.spans import span
from app.calendar.sync.port import RemoteError
from app.core import tokens
from app.core.errors import DomainError
from app.core.links import absolute
from app.web.admin import DeskPage

CONSENT_WITHIN = timedelta(minutes=15)
PURPOSE = "calendar-consent"


class ConnectionsDesk(DeskPage):
    """The connections that one may see."""

    route_base = "/staff/calendar-connections"
    class_permission_name = "CalendarConnection"
    default_view = "index"
    method_permission_name = {
        "index": "read",
        **dict.fromkeys(("add", "ask_google", "pause", "resume", "resync", "retry", "rule"), "write"),
        "end": "delete",
    }

    @expose("")
    @has_access
    def index(self) -> Any:
        """Every connection, its health, and what waits for a decision."""
        links = queries.links_of(g.user)
        return self.render_template(
            "staff/calendar/connections.html",
            links=links,
            health=queries.health_of([link.id for link in links]),
            usual=queries.Health(),
            names=queries.scope_names({(link.scope_kind, link.scope_id) for link in links}),
            removals={link.id: queries.removals_waiting(link.id) for link in links
                      if link.paused_reason is PauseReason.many_removed},
            conflicts=queries.conflicts_of(g.user),
            is_set_up=gateway().is_set_up(),
            span=span,
        )  # fmt: skip

    @expose("/add", methods=["GET", "POST"])
    @has_access
    def add(self) -> Any:
        """The wizard: whose account, which calendar there, what it shows, who may change what."""
        form = ConnectionForm.opened(g.user, accounts_of(g.user.id), request.args.get("account", type=int))
        if draft := form.read(ConnectionDraft, **form.choice()):
            try:
                connections.connect(draft, actor=g.user)
            except DomainError as error:
                form.refuse(error)
            else:
                flash(_("Connected. Entries appear there within a minute."), "success")
                return redirect(url_for(".index"))
        return self.render_template(
            "staff/calendar/connect.html", form=form, calendars=self._calendars(form.account_id()),
            offers_consent=gateway().offers_consent(), is_set_up=gateway().is_set_up(),
        )  # fmt: skip

    @expose("/google")
    @has_access
    def ask_google(self) -> Response:
        """Lead to Google's own page, where the person says yes or no."""
        state = tokens.sign(PURPOSE, g.user.id, CONSENT_WITHIN)
        return redirect(consent_address(current_app.config["GOOGLE_CLIENT_ID"] or "", _callback(), state))

    @expose("/<int:link_id>/pause", methods=["POST"])
    @has_access
    def pause(self, link_id: int) -> Response:
        """Nothing is sent or fetched until resumed."""
        connections.pause(queries.link_for(g.user, link_id), actor=g.user)
        return _back(_("Paused. What changes meanwhile is sent once you resume."))

    @expose("/<int:link_id>/resume", methods=["POST"])
    @has_access
    def resume(self, link_id: int) -> Response:
        """Go on; after many removals, with the answer that was pressed."""
        removals = Ruling.theirs if request.form.get("removals") == "theirs" else Ruling.ours
        connections.resume(queries.link_for(g.user, link_id), removals=removals, actor=g.user)
        return _back(_("Resumed."))

    @expose("/<int:link_id>/resync", methods=["POST"])
    @has_access
    def resync(self, link_id: int) -> Response:
        """Compare everything anew."""
        connections.resync(queries.link_for(g.user, link_id), actor=g.user)
        return _back(_("Both calendars are being compared from the beginning."))

    @expose("/<int:link_id>/retry", methods=["POST"])
    @has_access
    def retry(self, link_id: int) -> Response:
        """Try again what was given up."""
        connections.retry_given_up(queries.link_for(g.user, link_id), actor=g.user)
        return _back(_("What was given up is tried again."))

    @expose("/<int:link_id>/end", methods=["POST"])
    @has_access
    def end(self, link_id: int) -> Response:
        """End a connection; what we put there goes with it, unless it shall stay."""
        link = queries.link_for(g.user, link_id)
        is_refused = link.pause is PauseReason.no_access
        connections.disconnect(link, keeps_events=bool(request.form.get("keeps_events")), actor=g.user)
        if is_refused:
            return _back(_("The connection ends. If Google still does not let us in, the entries stay there."))
        return _back(_("The connection ends."))

    @expose("/conflicts/<int:item_id>", methods=["POST"])
    @has_access
    def rule(self, item_id: int) -> Response:
        """Say whose side counts."""
        ruling = Ruling.theirs if request.form.get("ruling") == "theirs" else Ruling.ours
        connections.rule(queries.conflict_for(g.user, item_id), ruling, actor=g.user)
        return _back(_("Decided. Both calendars follow within a minute."))

    @staticmethod
    def _calendars(account_id: int | None) -> Any:
        """The calendars of an account, by its service; nothing when it cannot be asked: then the id is typed."""
        if account_id is None:
            return []
        try:
            return gateway().of_account(queries.account_for(g.user, account_id)).calendars()
        except RemoteError as error:
            flash(_("Google does not list the calendars: %(reason)s", reason=str(error)), "warning")
            return []


class GoogleConsentDesk(DeskPage):
    """Where Google leads back to; its address is registered there."""

    route_base = "/staff/calendar/google"
    class_permission_name = "CalendarConnection"
    method_permission_name = {"callback": "write"}

    @expose("/callback")
    @has_access
    def callback(self) -> Response:
        """Keep the consent, and go on with the wizard. The signed state proves that this person asked for it."""
        if tokens.read(PURPOSE, request.args.get("state", "")) != g.user.id:
            raise tokens.BadLink
        if not (code := request.args.get("code")):
            return _back(_("Google did not give its consent."), "warning")
        try:
            email, token = consent(code, _callback(), current_app.config)
            account = connections.keep_consent(email, token, actor=g.user)
        except DomainError as error:
            return _back(error.message, "warning")
        return redirect(url_for("ConnectionsDesk.add", account=account.id))


def _callback() -> str:
    return absolute("/staff/calendar/google/callback")


def _back(message: str, kind: str = "success") -> Response:
    flash(message, kind)
    return redirect(url_for("ConnectionsDesk.index"))
