"""Pages behind the links of our mails: a new password, an invitation, a confirmed registration."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.accounts import queries, services
from app.accounts.deployment import may_register
from app.accounts.forms import ForgottenForm, NewPasswordForm, RegistrationForm
from app.accounts.models import LinkPurpose, OneTimeLink, SessionKind
from app.accounts.portal.blueprint import bp
from app.accounts.portal.entry import let_in, this_device
from app.accounts.schemas import Forgotten, NewPassword, Registration, SignIn
from app.core import clock, tokens
from app.core.errors import DomainError, Invalid, NotFound
from app.web.forms import SchemaForm


@bp.route("/forgot-password", methods=["GET", "POST"])
def forgot_password() -> str:
    """Ask for a link; the answer is the same whether there is such a person or not."""
    form = ForgottenForm(email=request.args.get("email", ""))
    if draft := form.read(Forgotten):
        services.ask_for_reset(draft)
        return _sent(draft.email)
    return render_template("portal/accounts/forgot_password.html", form=form)


@bp.route("/reset-password", methods=["GET", "POST"])
def reset_password() -> Any:
    """Choose a new password."""
    return _choose_password(LinkPurpose.reset)


@bp.route("/invite", methods=["GET", "POST"])
def accept_invite() -> Any:
    """Choose the first password."""
    return _choose_password(LinkPurpose.invite)


@bp.post("/link/again")
def send_link_again() -> str:
    """Send an expired link anew, to the address on file only."""
    services.renew_link(request.form.get("token", "")[:200])
    return _sent(None)


@bp.route("/register", methods=["GET", "POST"])
def register() -> Any:
    """Ask for an account, where that is allowed."""
    if not may_register():
        raise NotFound
    form = RegistrationForm()
    if draft := form.read(Registration):
        try:
            services.register(draft)
        except Invalid as error:
            form.refuse(error)
        else:
            return _sent(draft.email)
    return render_template("portal/accounts/register.html", form=form)


@bp.route("/confirm", methods=["GET", "POST"])
def confirm() -> Any:
    """Confirm a registration; by a button, since mail scanners open links."""
    token = request.values.get("token", "")[:200]
    link = _link(token, LinkPurpose.confirm)
    if link is None or not link.works(clock.now()):
        return _expired(token, link)
    form = SchemaForm()
    if form.validate_on_submit():
        person = services.confirm_registration(token)
        return redirect(url_for(".sign_in", welcome=1, email=person.email))
    return render_template("portal/accounts/confirm.html", form=form, token=token, person=link.user)


def _choose_password(purpose: LinkPurpose) -> Any:
    form = NewPasswordForm(token=request.args.get("token", ""))
    link = _link((form.token.data or "")[:200], purpose)
    if link is None or not link.works(clock.now()):
        return _expired(form.token.data or "", link)
    if draft := form.read(NewPassword):
        try:
            return _set_and_enter(draft)
        except DomainError as error:
            form.refuse(error)
    return render_template("portal/accounts/choose_password.html", form=form, person=link.user, purpose=purpose.value)


def _set_and_enter(draft: NewPassword) -> Response:
    """Whoever just set the password by a link need not type it again."""
    person = services.set_password_by_link(draft)
    sign_in = SignIn(email=person.email, password=draft.password)
    return let_in(services.sign_in(sign_in, kind=SessionKind.web, device_label=this_device()))


def _link(token: str, purpose: LinkPurpose) -> OneTimeLink | None:
    link = queries.link_of(tokens.digest(token)) if token else None
    return link if link and link.purpose is purpose else None


def _expired(token: str, link: OneTimeLink | None) -> tuple[str, int]:
    return render_template(
        "portal/accounts/expired.html", form=SchemaForm(), token=token, is_known=link is not None
    ), 410


def _sent(email: str | None) -> str:
    text = (
        _("If %(email)s is known here, a mail is on its way.", email=email)
        if email
        else _("If the link belonged to somebody, a new one is on its way to the address on file.")
    )
    return render_template("portal/accounts/sent.html", text=text)
