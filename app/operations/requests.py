"""One log line and one measurement per request."""

import logging
import time

from flask import Flask, Response, g, request, request_finished, request_started

from app.operations import metrics

log = logging.getLogger("helpdesk.requests")
QUIET = {"static", "operations.live", "operations.ready", "operations.measurements"}  # asked all the time


def init_app(app: Flask) -> None:
    """Follow every request by Flask's signals, which come before the first hook and after the last."""
    request_started.connect(_begin, app)
    request_finished.connect(_end, app)


def _begin(_app: Flask, **_ignored: object) -> None:
    g.started_at = time.perf_counter()


def _end(_app: Flask, response: Response, **_ignored: object) -> None:
    seconds = time.perf_counter() - g.get("started_at", time.perf_counter())
    route = request.url_rule.rule if request.url_rule else "unknown"
    metrics.count_request(route, request.method, response.status_code, seconds)
    level = logging.DEBUG if request.endpoint in QUIET else logging.INFO
    if log.isEnabledFor(level):
        facts = {"method": request.method, "path": _shown_path(route), "status": response.status_code,
                 "ms": round(seconds * 1000, 1), "user_id": _user_id()}  # fmt: skip
        log.log(level, "%(method)s %(path)s %(status)s %(ms)s ms", facts, extra=facts)


def _shown_path(route: str) -> str:
    """The path without its query; where a part may be a secret (a signed link), the route instead."""
    parts = (request.view_args or {}).values()
    return request.path if all(isinstance(part, int) for part in parts) else route


def _user_id() -> int | None:
    person = g.get("user")
    return getattr(person, "id", None)
