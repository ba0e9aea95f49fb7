"""The API's own document and the page that shows it, for staff who are signed in."""

import json

from flask import Blueprint, Response, current_app, g, render_template, request
from flask_login import current_user

from app.core.errors import NotSignedIn, require
from app.web.api import door, openapi
from app.web.api.answering import etag
from app.web.portal import signed_in

bp = Blueprint("api_docs", __name__, url_prefix="/api/v1")


@bp.get("/_openapi")
def document() -> Response:
    """The OpenAPI 3.1 document; a program shows its token, the page below the browser's session."""
    person = door.bearer() if "Authorization" in request.headers else current_user
    require_staff(person)
    response = Response(_written(), mimetype="application/json")
    response.set_etag(etag(response))
    response.make_conditional(request)
    return response


@bp.get("/_docs")
def page() -> str:
    """Swagger UI, as Flask-AppBuilder brings it along."""
    g.user = current_user
    return _shown()


@signed_in
def _shown() -> str:
    require_staff(g.user)
    return render_template("staff/api_docs.html")


def require_staff(person: object) -> None:
    """`NotSignedIn` for strangers, `NotAllowed` for employees."""
    if not getattr(person, "is_authenticated", False):
        raise NotSignedIn
    require(bool(getattr(person, "is_staff", False)))


def _written() -> str:
    kept = current_app.extensions
    if "openapi" not in kept:
        kept["openapi"] = json.dumps(openapi.document(current_app._get_current_object()))  # type: ignore[attr-defined]  # noqa: SLF001
    return str(kept["openapi"])
