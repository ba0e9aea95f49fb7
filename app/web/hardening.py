"""Headers that keep browsers from doing more than our pages need."""

import secrets
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, request, session

API_METHODS = "GET, POST, PATCH, PUT, DELETE"
API_HEADERS = "Authorization, Content-Type, If-Match, If-None-Match, Idempotency-Key, X-Request-ID"
API_ANSWERS = "ETag, Location, Retry-After, X-Request-ID"
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=(), payment=(), usb=()",
}


def init_app(app: Flask) -> None:
    """Put the headers on every answer; templates get `csp_nonce()` for Flask-AppBuilder's own scripts."""
    app.extensions["storage_origins"] = storage_origins(app.config)
    app.jinja_env.globals["csp_nonce"] = nonce
    app.after_request(harden)
    app.after_request(share_with_listed_origins)


def nonce() -> str:
    """The number of this answer that its inline scripts, and the styles of a calendar, must carry."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


def storage_origins(config: dict[str, Any]) -> str:
    """Where browsers put and get files when they lie in S3; with the local storage, it is ourselves."""
    bucket = config.get("S3_BUCKET_NAME")
    if not bucket:
        return ""
    endpoint = urlsplit(config.get("S3_ENDPOINT") or f"https://s3.{config['S3_REGION']}.amazonaws.com")
    plain = f"{endpoint.scheme}://{endpoint.netloc}"
    return plain if config.get("S3_FORCE_PATH_STYLE") else f"{plain} {endpoint.scheme}://{bucket}.{endpoint.netloc}"


def content_policy() -> str:
    """What a page of ours may load: our own files, our sockets, and files from the storage."""
    storage = current_app.extensions["storage_origins"]
    socket = f"{'wss' if request.is_secure else 'ws'}://{request.host}"
    ours = f"'self' 'nonce-{g.csp_nonce}'" if "csp_nonce" in g else "'self'"
    fonts = "'self' data:" if g.get("draws_calendar") else "'self'"  # FullCalendar's style sheet carries its icons
    rules = {
        "default-src": "'self'", "script-src": ours, "style-src": ours, "font-src": fonts,
        "object-src": "'none'",
        "img-src": f"'self' data: blob: {storage}", "media-src": f"'self' blob: {storage}",
        "connect-src": f"'self' {socket} {storage}", "base-uri": "'none'", "form-action": "'self'",
        "frame-ancestors": "'none'",
    }  # fmt: skip
    return "; ".join(f"{name} {value.strip()}" for name, value in rules.items())


def harden(response: Response) -> Response:
    """Say what browsers may do with this answer; what a view set itself stays."""
    for name, value in ALWAYS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Content-Security-Policy", content_policy())
    if current_app.config["PUBLIC_URL"].startswith("https://"):
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if _is_personal() and "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    return response


def share_with_listed_origins(response: Response) -> Response:
    """Let pages of the listed origins call REST; they send tokens, never our cookie."""
    allowed = current_app.config["CORS_ORIGINS"]
    if not allowed or not request.path.startswith("/api/"):
        return response
    response.vary.add("Origin")
    origin = request.headers.get("Origin")
    if origin and (origin in allowed or "*" in allowed):
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Expose-Headers"] = API_ANSWERS
        if request.method == "OPTIONS":
            response.headers["Access-Control-Allow-Methods"] = API_METHODS
            response.headers["Access-Control-Allow-Headers"] = API_HEADERS
            response.headers["Access-Control-Max-Age"] = "600"
    return response


def _is_personal() -> bool:
    """Whether the answer may hold what only one person may see; asks nothing of the database."""
    if (request.endpoint or "").endswith("static"):
        return False
    return "Authorization" in request.headers or "_user_id" in session
