"""Signing in and out, as a page and as a dialog over a page whose session ended."""

from typing import Any
from urllib.parse import urlsplit

import flask
from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import refresh
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response

from app.accounts import cookie, devices, queries, services
from app.accounts.demo_people import demo_ids
from app.accounts.deployment import may_register
from app.accounts.forms import SignInForm
from app.accounts.models import SessionKind
from app.accounts.portal.blueprint import bp
from app.accounts.preferences import preferences_of, start_page_of
from app.accounts.schemas import SignIn
from app.accounts.services import Grant
from app.core.errors import DomainError, TooManyTries
from app.web.portal import is_signed_in

NEVER_NEXT = frozenset({"/login", "/login/dialog", "/login/alive", "/logout", "/welcome"})
STARTS = {"portal": "/", "my_work": "/staff/my-work", "queue": "/staff/tickets", "dashboard": "/staff/dashboard"}
A_YEAR = 365 * 24 * 3600  # seconds


@bp.route("/login", methods=["GET", "POST"])
def sign_in() -> Any:
    """Let somebody in and lead to where they wanted to go."""
    if is_signed_in():
        return redirect(safe_path(request.args.get("next")) or start_page())
    if request.method == "GET" and not queries.has_administrator():
        return redirect(url_for(".welcome"))
    form = SignInForm(next=request.args.get("next", ""))
    if draft := form.read(SignIn):
        try:
            grant = services.sign_in(draft, kind=SessionKind.web, device_label=this_device())
        except DomainError as error:
            form.refuse(error)
            return sign_in_page(form), *_refusal(error)
        return let_in(grant, form.next.data)
    return sign_in_page(form)


@bp.post("/login/demo/<int:person_id>")
def demo(person_id: int) -> Response:
    """Sign in as somebody of the demo company by one click."""
    person = queries.person(person_id)
    return let_in(services.sign_in_as(person, actor=person, device_label=this_device()), request.form.get("next"))


@bp.post("/logout")
def sign_out() -> Response:
    """End this device's session."""
    if is_signed_in():
        services.end_session(g.signed_in_session, actor=g.user)
        flash(_("You are signed out."), "success")
    cookie.drop()
    return redirect(url_for(".sign_in"))


@bp.get("/login/alive")
def alive() -> tuple[str, int]:
    """Whether the session still lives; asked before a form is sent from a page that stood open for long."""
    return ("", 204) if is_signed_in() else ("", 401)


@bp.route("/login/dialog", methods=["GET", "POST"])
def dialog() -> Any:
    """Sign in again over a page, so that what was typed there stays."""
    before = cookie.whose(flask.session.get("_user_id"))
    form = SignInForm(email=before.email if before else "")
    if draft := form.read(SignIn):
        try:
            grant = services.sign_in(draft, kind=SessionKind.web, device_label=this_device())
        except DomainError as error:
            form.refuse(error)
            return render_template("portal/accounts/_dialog.html", form=form, known=before), *_refusal(error)
        cookie.keep(grant.person, grant.session, grant.secret)
        is_other = "1" if before and before.id != grant.person.id else "0"
        return "", 204, {"X-CSRF-Token": generate_csrf(), "X-Other-Person": is_other}
    return render_template("portal/accounts/_dialog.html", form=form, known=before)


def sign_in_page(form: SignInForm) -> str:
    """The page, with the demo company's cards while it is loaded."""
    cards = [queries.person(each) for each in demo_ids()]
    return render_template("portal/accounts/sign_in.html", form=form, cards=cards, may_register=may_register())


def let_in(grant: Grant, wanted: str | None = None) -> Response:
    """Put the session into the cookie and lead on; the person's look comes along to a new device."""
    chosen = flask.session.get("locale")
    cookie.keep(grant.person, grant.session, grant.secret)
    if chosen:
        flask.session["locale"] = chosen
    refresh()
    response = redirect(safe_path(wanted) or start_page())
    wear(response)
    return response


def wear(response: Response) -> None:
    """Keep the person's choice of appearance in this browser."""
    theme = preferences_of(g.user).theme
    if theme != request.cookies.get("theme", "system"):
        response.set_cookie("theme", theme, max_age=A_YEAR, samesite="Lax", secure=request.is_secure)


def start_page() -> str:
    """Where the person begins."""
    return STARTS[start_page_of(g.user)] if g.user.is_staff else "/"


def safe_path(text: str | None) -> str | None:
    """A path of ours, or None: a link must not send anybody elsewhere after sign-in."""
    if not text or not text.startswith("/") or text.startswith("//") or "\\" in text or not text.isprintable():
        return None
    return None if urlsplit(text).path in NEVER_NEXT else text


def this_device() -> str:
    """How this browser is called."""
    return devices.label_of(request.headers.get("User-Agent", ""))


def _refusal(error: DomainError) -> tuple[int, dict[str, str]]:
    if isinstance(error, TooManyTries):
        return 429, {"Retry-After": str(error.retry_after)}
    return 401, {}
