"""What every request passes before a view sees it: proxies, host, request id, limits, CSRF, time, unreadable input."""

import re
import secrets
from collections.abc import Callable, Iterator
from typing import TypeVar

from flask import Flask, Response, abort, current_app, request
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter
from werkzeug.sansio.utils import host_is_trusted

from app.core import context, deadline
from app.core.db import MAX_ID
from app.extensions import csrf
from app.web import hardening, limits

View = TypeVar("View", bound=Callable[..., object])
MOST_DIGITS = len(str(MAX_ID))
MEGABYTE = 1024 * 1024
FILES_PER_FORM = 4  # a form without our script sends all files at once; with it, each goes to the storage by itself
SANE_REQUEST_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{7,63}")
LOOPBACK = ["localhost", "127.0.0.1", "[::1]"]
PROBES = ("/healthz", "/readyz", "/metrics")  # asked by address from inside, and telling nobody's secrets
FORMS = {"application/x-www-form-urlencoded", "multipart/form-data"}
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class IdConverter(IntegerConverter):
    """An id in an address; one that no database can hold counts as 0, which nothing has.

    Refusing it here would not do: where an address has several methods, werkzeug then answers 405 instead of 404.
    """

    def to_python(self, value: str) -> int:
        """The id, or 0."""
        number = super().to_python(value) if len(value) <= MOST_DIGITS else 0
        return int(number) if number <= MAX_ID else 0


def init_app(app: Flask) -> None:
    """Set the passage up; comes before Flask-AppBuilder, whose APIs look for CSRF protection to be exempt from it."""
    if proxies := app.config["TRUSTED_PROXIES"]:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)  # type: ignore[method-assign]
    app.url_map.converters["int"] = IdConverter
    app.before_request(begin)
    app.before_request(refuse_foreign_hosts)
    limits.init_app(app)
    app.before_request(refuse_unreadable)
    csrf.init_app(app)
    app.after_request(name_request)
    app.teardown_request(end)
    hardening.init_app(app)


def takes_files(view: View) -> View:
    """Let a page's form carry files: it is read before the view is called, so the view cannot say so itself."""
    view.takes_files = True  # type: ignore[attr-defined]
    return view


def begin() -> None:
    """Name the request, note who calls, how much it may carry, and start its clock."""
    given = request.headers.get("X-Request-ID", "")
    context.request_id.set(given if SANE_REQUEST_ID.fullmatch(given) else secrets.token_hex(16))
    context.address.set(request.remote_addr)
    if getattr(current_app.view_functions.get(request.endpoint or ""), "takes_files", False):
        request.max_content_length = current_app.config["MAX_UPLOAD_MB"] * MEGABYTE * FILES_PER_FORM
    if not request.path.startswith("/socket.io"):  # sockets live as long as they like
        deadline.begin()


def end(_error: BaseException | None) -> None:
    """Threads are used again: nothing of this request may stay."""
    context.request_id.set(None)
    context.address.set(None)
    deadline.lift()


def name_request(response: Response) -> Response:
    """Tell the caller under which number the request stands in our logs."""
    response.headers["X-Request-ID"] = context.request_id.get() or ""
    return response


def refuse_foreign_hosts() -> None:
    """A spoofed Host must not find its way into any address that we build."""
    names = current_app.config["TRUSTED_HOST_NAMES"]
    if current_app.config["ENVIRONMENT"] == "development":
        names = [*names, *LOOPBACK]
    if request.path not in PROBES and not host_is_trusted(request.host, names):
        abort(400)


def refuse_unreadable() -> None:
    """NUL and lone surrogates can stand in no address of ours and in no row: 404 in a path, 400 elsewhere."""
    if UNSTORABLE.search(request.path) or "\ufffd" in request.path:
        abort(404)
    if any(UNSTORABLE.search(name + value) for name, value in _given()):
        abort(400)


def _given() -> Iterator[tuple[str, str]]:
    yield from request.args.items(multi=True)
    if request.mimetype in FORMS and not request.path.startswith("/api/"):  # an upload may be larger than a form
        yield from request.form.items(multi=True)
