"""The first minutes: the first administrator, and what to set up next."""

from typing import Any

from flask import current_app, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.accounts import policies, queries, services
from app.accounts.forms import FirstAdminForm
from app.accounts.models import SessionKind
from app.accounts.portal.blueprint import bp
from app.accounts.portal.entry import let_in, this_device
from app.accounts.schemas import FirstAdmin, SignIn
from app.core.company import CompanySettings
from app.core.errors import DomainError, require
from app.web.portal import signed_in


@bp.route("/welcome", methods=["GET", "POST"])
def welcome() -> Any:
    """Make the first administrator of whoever can read the terminal's code."""
    if queries.has_administrator():
        return redirect(url_for(".sign_in"))
    form = FirstAdminForm(code=request.args.get("code", ""))
    if draft := form.read(FirstAdmin):
        try:
            return _appoint(draft)
        except DomainError as error:
            form.refuse(error)
    return render_template("portal/accounts/first_run.html", form=form)


@bp.get("/welcome/check-list")
@signed_in
def check_list() -> str:
    """What makes the help desk yours, and how far that is."""
    require(policies.can_administer(g.user))
    is_named = CompanySettings.current() != CompanySettings()
    return render_template(
        "portal/accounts/check_list.html",
        is_named=is_named,
        has_mail=bool(current_app.config["MAIL_SERVER"]),
        people=queries.how_many_people(),
    )


@bp.post("/welcome/test-mail")
@signed_in
def test_mail() -> Response:
    """Send the administrator a mail, and show what becomes of it."""
    services.ask_for_test_mail(actor=g.user)
    flash(_("A test mail to %(email)s is on its way.", email=g.user.email), "success")
    return redirect("/staff/mails")


def _appoint(draft: FirstAdmin) -> Response:
    person = services.appoint_first_admin(draft)
    sign_in = SignIn(email=person.email, password=draft.password)
    return let_in(services.sign_in(sign_in, kind=SessionKind.web, device_label=this_device()), url_for(".check_list"))
