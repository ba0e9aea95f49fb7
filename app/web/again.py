"""A form whose session ended or changed meanwhile: what was typed comes back, to be sent once more by its writer."""

from urllib.parse import urlsplit

from flask import render_template, request
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response

from app.web.limits import SIGN_IN

FORMS = {"application/x-www-form-urlencoded", "multipart/form-data"}
NEVER = SIGN_IN | {"/logout"}  # their pages stand on their own


def can_come_back() -> bool:
    """Whether a page of ours sent a form without secrets; what another site planted must not be offered for sending."""
    is_form = request.method == "POST" and request.mimetype in FORMS and request.path not in NEVER
    return is_form and is_ours() and not any("password" in name for name in request.form)


def is_ours() -> bool:
    """Whether a page of this host sent the request; a browser names the sender of every POST."""
    return bool(origin := request.headers.get("Origin")) and urlsplit(origin).netloc == request.host


def come_back(status: int) -> Response:
    """The page that holds the text and sends it again, after signing in where that is needed."""
    fields = [(name, text) for name, text in request.form.items(multi=True) if name != "csrf_token"]
    longest = max((text for _name, text in fields), key=len, default="")
    has_files = any(file.filename for _name, file in request.files.items(multi=True))
    page = render_template(
        "errors/again.html", address=request.full_path.rstrip("?"), fields=fields, longest=longest, has_files=has_files
    )
    return Response(page, status, content_type="text/html; charset=utf-8")


def fresh_token() -> dict[str, str]:
    """The header that lets a page of ours send a part of itself once more; no other site can read it."""
    return {"X-CSRF-Token": generate_csrf()} if is_ours() else {}
