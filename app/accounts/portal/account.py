"""One's own account: profile, notifications, ways of working, password."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import refresh
from werkzeug.wrappers import Response

from app.accounts import queries, services
from app.accounts.forms import PasswordForm, PreferencesForm, ProfileForm
from app.accounts.portal.blueprint import bp
from app.accounts.portal.entry import wear
from app.accounts.preferences import STAFF_KINDS, Channel, Kind, Ways, preferences_of, start_page_of
from app.accounts.schemas import PasswordChange, PreferencesChange, ProfileChange
from app.core import clock
from app.core.errors import DomainError
from app.web.forms import SchemaForm
from app.web.portal import signed_in


@bp.get("/account")
@signed_in
def account() -> str:
    """Everything about oneself on one page."""
    return _page()


@bp.post("/account/profile")
@signed_in
def save_profile() -> Any:
    """Keep name, phone, language and zone."""
    form = ProfileForm()
    form.offer()
    if change := form.read(ProfileChange):
        services.change_profile(change, actor=g.user)
        refresh()
        return _saved("profile")
    return _page(profile=form), 422


@bp.post("/account/notifications")
@signed_in
def save_notifications() -> Any:
    """Keep what one wants to be told of, and how."""
    chosen = {channel: set(request.form.getlist(channel.value)) for channel in Channel}
    ways = {kind: Ways(**{channel.value: kind.value in chosen[channel] for channel in Channel}) for kind in kinds()}
    services.change_preferences(PreferencesChange(notifications=ways), actor=g.user)
    return _saved("notifications")


@bp.post("/account/preferences")
@signed_in
def save_preferences() -> Any:
    """Keep appearance and ways of working."""
    form = PreferencesForm()
    if not g.user.is_staff:
        for name in ("has_shortcuts", "opens_next_ticket", "start_page"):
            delattr(form, name)
    if change := form.read(PreferencesChange):
        services.change_preferences(change, actor=g.user)
        response = _saved("preferences")
        wear(response)
        return response
    return _page(preferences=form), 422


@bp.route("/account/password", methods=["GET", "POST"])
@signed_in
def new_password() -> Any:
    """Choose another password; the page to which everybody is led whose password somebody else chose."""
    form = PasswordForm()
    if change := form.read(PasswordChange):
        try:
            services.change_password(change, actor=g.user, spare=g.session_id)
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("Your password is changed. All other devices are signed out."), "success")
            return redirect(url_for(".account"))
    return render_template("portal/accounts/password.html", form=form, is_forced=g.user.must_change_password)


def kinds() -> list[Kind]:
    """What this person can be told of."""
    return [kind for kind in Kind if g.user.is_staff or kind not in STAFF_KINDS]


def _page(profile: ProfileForm | None = None, preferences: PreferencesForm | None = None) -> str:
    chosen, start = preferences_of(g.user), start_page_of(g.user)
    if profile is None:
        profile = ProfileForm(obj=g.user, formdata=None)
        profile.offer()
    return render_template(
        "portal/accounts/account.html",
        profile=profile,
        kinds=kinds(),
        matrix=chosen.matrix(),
        empty_form=SchemaForm(formdata=None),
        preferences=preferences or PreferencesForm(data={**chosen.model_dump(), "start_page": start}, formdata=None),
        current_id=g.session_id,
        sessions=queries.sessions_of(g.user, clock.now()),
    )


def _saved(section: str) -> Response:
    flash(_("Saved."), "success")
    return redirect(url_for(".account", _anchor=section))
