"""Refusals, broken input and failures, answered the same way everywhere: as a problem document, a page, or a toast."""

import logging
from urllib.parse import quote

import sqlalchemy as sa
from flask import Flask, Response, g, redirect, render_template, request
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_login import AnonymousUserMixin
from flask_wtf.csrf import CSRFError
from jinja2 import TemplateError
from pydantic import ValidationError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import Forbidden, HTTPException
from werkzeug.wrappers import Response as AnyResponse

from app.core import context, deadline
from app.core.errors import DomainError, Invalid, Malformed, NotFound, NotSignedIn, Stale, Unavailable
from app.extensions import db
from app.web import again
from app.web.problems import CODES, headers_of, problem, refusal, status_of
from app.web.sentences import sentences

log = logging.getLogger(__name__)
PLAIN = "text/plain; charset=utf-8"
PAGES = {400, 403, 404, 413, 429, 500, 503}
PASSING_SQLITE = ("locked", "interrupted", "disk I/O error", "disk is full", "unable to open", "busy")
PASSING_POSTGRESQL = ("08", "40", "53", "55", "57", "58")  # SQLSTATE classes: connection, conflict, resources, operator


def init_app(app: Flask) -> None:
    """Answer every error in the caller's way."""
    app.register_error_handler(DomainError, refuse)
    app.register_error_handler(ValidationError, refuse_input)
    app.register_error_handler(StaleDataError, lambda _error: refuse(Stale()))
    app.register_error_handler(sa.exc.DBAPIError, answer_database)
    app.register_error_handler(sa.exc.TimeoutError, answer_database)  # no connection was free in time
    app.register_error_handler(OverflowError, refuse_number)
    app.register_error_handler(HTTPException, answer)


def is_api() -> bool:
    """Whether a program asks, which wants a problem document."""
    return request.path.startswith("/api/")


def is_fragment() -> bool:
    """Whether htmx or a script asks for part of a page."""
    return "HX-Request" in request.headers or request.headers.get("X-Requested-With") == "fetch"


def refuse(error: DomainError) -> AnyResponse:
    """Say what a rule refused."""
    if isinstance(error, Unavailable):
        _let_go()
    if is_api():
        return refusal(error)
    if isinstance(error, NotSignedIn) and not is_fragment():
        if again.can_come_back():
            return again.come_back(401)
        return redirect(f"/login?next={quote(request.full_path.rstrip('?') if request.method == 'GET' else '/')}")
    return _page(status_of(error), error.message, headers_of(error))


def refuse_input(error: ValidationError) -> AnyResponse:
    """Input that no form took care of."""
    return refuse(Invalid(errors=sentences(error)))


def refuse_number(error: OverflowError) -> AnyResponse:
    """SQLite was asked for a number that it cannot hold."""
    log.warning("a number out of range", exc_info=error)
    return refuse(Malformed())


def answer_database(error: sa.exc.SQLAlchemyError) -> AnyResponse:
    """A database that is away, busy or out of time says 503; a value it cannot hold 400; all else is a defect."""
    _let_go()
    if isinstance(error, sa.exc.DataError):
        log.warning("a value that the database cannot hold", exc_info=error)
        return refuse(Malformed())
    if not _is_passing(error):
        raise error
    log.error("the database cannot answer", exc_info=error)
    return refuse(Unavailable(_("The help desk is very busy right now. Please try again in a moment."), retry_after=5))


def answer(error: HTTPException) -> AnyResponse:
    """What routing, Flask or a library refused, and what went wrong without anybody refusing it (500)."""
    status = error.code or 500
    if status in {401, 404}:
        return refuse(NotFound() if status == 404 else NotSignedIn())
    headers = {name: value for name, value in error.get_headers() if name not in {"Content-Type", "Content-Length"}}
    if status >= 500:
        _let_go()
    if is_api():
        return problem(status, CODES.get(status, "refused"), _detail(status), headers)
    if isinstance(error, CSRFError):
        return _outlived(error, headers)
    return _page(status, _said(error) or _detail(status), headers)


def _outlived(error: CSRFError, headers: dict[str, str]) -> AnyResponse:
    """A form that belongs to a session of before: nobody has to write its text twice."""
    if is_fragment():
        return _page(400, _said(error) or "", {**headers, **again.fresh_token()})
    return again.come_back(400) if again.can_come_back() else _page(400, _said(error) or "", headers)


def _said(error: HTTPException) -> str | None:
    """A reason worth showing: that of a form left open too long, and those that our own pages give for a 403."""
    if isinstance(error, CSRFError) and is_fragment() and again.is_ours():
        return _("Your sign-in changed since this page was opened. Your text is safe: please send it once more.")
    if isinstance(error, CSRFError):
        return _("This page was open for too long. Go back, load it again, and send your text once more.")
    is_ours = isinstance(error, Forbidden) and error.description != Forbidden.description
    return error.description if is_ours else None


def _is_passing(error: sa.exc.SQLAlchemyError) -> bool:
    if isinstance(error, sa.exc.TimeoutError) or getattr(error, "connection_invalidated", False):
        return True
    if not isinstance(error, sa.exc.OperationalError | sa.exc.InterfaceError):
        return False
    code = getattr(error.orig, "pgcode", None)
    if type(error.orig).__module__.startswith("sqlite3"):
        return any(sign in str(error.orig) for sign in PASSING_SQLITE)
    return code is None or code.startswith(PASSING_POSTGRESQL)


def _let_go() -> None:
    """The page that says so must need neither the time that is over nor the database: it knows no person."""
    deadline.lift()
    try:
        get_locale()  # while the person's may still be known
        db.session.rollback()
    except sa.exc.SQLAlchemyError:
        db.session.remove()
    g.user = g._login_user = AnonymousUserMixin()  # noqa: SLF001  where Flask-Login keeps it


def _detail(status: int) -> str:
    """One plain sentence per status: libraries' own ones may tell what is none of the caller's business."""
    return {
        400: _("The request could not be read."),
        403: _("You may not do this."),
        405: _("This address does not take this method."),
        413: _("The request is larger than allowed."),
        415: _("Send JSON, with the content type application/json."),
        500: _("Something went wrong on our side. IT has been told."),
    }.get(status, _("This cannot be done right now."))


def _page(status: int, message: str, headers: dict[str, str]) -> Response:
    if is_fragment():  # htmx shows no failed answer; static/js/requests.js makes a toast of the message
        return Response(message, status, {**headers, "X-Message": quote(message)}, content_type=PLAIN)
    name = status if status in PAGES else 500 if status >= 500 else 400
    try:
        number = context.request_id.get()
        page = render_template(f"errors/{name}.html", message=_aside(status, message), request_id=number)
    except (sa.exc.SQLAlchemyError, TemplateError):
        log.exception("the error page itself failed")
        return Response(f"{status}: {message}", status, headers, content_type=PLAIN)
    return Response(page, status, headers)


def _aside(status: int, message: str) -> str | None:
    """The page's own text says enough unless a rule gave its reason."""
    return None if message in {_detail(status), NotFound.default_message()} else message
