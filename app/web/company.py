"""The company's logo and colour, at addresses that everybody may see: they stand on the sign-in page too."""

import mimetypes
from datetime import timedelta

from flask import Blueprint, make_response, redirect
from werkzeug.wrappers import Response

from app.core.company import CompanySettings
from app.core.errors import NotFound
from app.core.storage import storage

bp = Blueprint("company", __name__, url_prefix="/company")


@bp.get("/logo")
def logo() -> Response:
    """Lead to the picture; `NotFound` while none is set."""
    key = CompanySettings.current().logo_key
    if not key:
        raise NotFound
    kind = mimetypes.guess_type(key)[0] or "image/png"
    url = storage().download_url(key, filename="logo", content_type=kind, inline=True, expires_in=timedelta(hours=1))
    return redirect(url)


@bp.get("/style")
def style() -> Response:
    """The one colour from which every accent is made; `NotFound` while none is set."""
    accent = CompanySettings.current().accent
    if not accent:
        raise NotFound
    answer = make_response(f":root{{--brand:{accent}}}\n")
    answer.mimetype = "text/css"
    answer.cache_control.public, answer.cache_control.max_age = True, 86400  # its address carries the colour
    return answer
