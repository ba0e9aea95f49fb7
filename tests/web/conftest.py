"""An application of its own for the kits: with routes that fail on purpose, CSRF on, and settings that tests choose."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from flask import Blueprint, Flask, abort, g, render_template_string, request
from pydantic import TypeAdapter
from sqlalchemy.orm.exc import StaleDataError

from app import create_app
from app.core import deadline, errors
from app.extensions import db
from app.web.portal import signed_in
from tests.conftest import dispose, settings_for_tests
from tests.databases import Databases

AppMaker = Callable[..., Flask]
REFUSALS = {
    "conflict": errors.Conflict, "missing": errors.NotFound, "forbidden": errors.NotAllowed,
    "stranger": errors.NotSignedIn, "malformed": errors.Malformed, "large": errors.TooLarge, "kind": errors.WrongType,
    "often": errors.TooManyTries, "down": errors.Unavailable, "stale": errors.Stale, "invalid": errors.Invalid,
}  # fmt: skip
ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


def refuse(kind: str) -> str:
    """Raise the refusal of this name."""
    raise REFUSALS[kind]


def break_down(kind: str) -> Any:
    """Fail as code, a library or the database fails."""
    if kind == "endless":
        with deadline.within(0.2):
            return str(db.session.scalar(db.text(ENDLESS)))
    if kind == "sql":
        return str(db.session.execute(db.text("SELECT * FROM no_such_table")))
    if kind == "number":
        return str(db.session.scalar(db.text("SELECT 1 WHERE 1 = :n"), {"n": 10**20}))
    if kind == "link":
        abort(403, description="This link is over.")
    if kind == "stale":
        raise StaleDataError
    if kind == "input":
        return TypeAdapter(int).validate_python("x")
    raise RuntimeError("a secret of the inside")


def echo() -> dict[str, Any]:
    """What arrived, for the tests of what is let through."""
    return {"args": request.args.to_dict(), "form": request.form.to_dict(), "host": request.host,
            "address": request.remote_addr, "scheme": request.scheme}  # fmt: skip


def thing(thing_id: int) -> str:
    """Something with an id; nothing has the id 0."""
    if not thing_id:
        raise errors.NotFound
    return str(thing_id)


def failing_routes() -> Blueprint:
    """The same failures for pages and for REST."""
    bp = Blueprint("probe", __name__)
    for prefix, name in (("/probe", "page"), ("/api/v1/probe", "api")):
        bp.add_url_rule(f"{prefix}/refuse/<kind>", f"refuse_{name}", refuse)
        bp.add_url_rule(f"{prefix}/break/<kind>", f"break_{name}", break_down)
        bp.add_url_rule(f"{prefix}/echo", f"echo_{name}", echo, methods=["GET", "POST"])
        bp.add_url_rule(f"{prefix}/things/<int:thing_id>", f"thing_{name}", thing)
    bp.add_url_rule("/probe/personal", "personal", signed_in(lambda: g.user.name))
    bp.add_url_rule("/probe/script", "script", lambda: render_template_string("{{ csp_nonce() }}"))
    bp.add_url_rule("/probe/form", "form", lambda: render_template_string("{{ csrf_token() }}"))
    return bp


@pytest.fixture(scope="module")
def make_app(databases: Databases, worker_name: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppMaker]:
    """Makes applications with failing routes and chosen settings, all on one database."""
    with ExitStack() as stack:
        url = stack.enter_context(databases.clone(f"{worker_name}_probe"))

        def make(**settings: Any) -> Flask:
            fixed = settings_for_tests(url, tmp_path_factory.mktemp("probe"))
            app = create_app(fixed | {"PROPAGATE_EXCEPTIONS": False, "WTF_CSRF_ENABLED": True} | settings)
            app.register_blueprint(failing_routes())
            stack.callback(_close, app)
            return app

        yield make


@pytest.fixture(scope="module")
def probe(make_app: Callable[..., Flask]) -> Flask:
    """The application as it is set by default."""
    return make_app()


def _close(app: Flask) -> None:
    with app.app_context():
        dispose()
