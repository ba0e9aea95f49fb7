"""What machines ask: alive, ready, measurements."""

import hmac
import ipaddress

from flask import Blueprint, Response, abort, current_app, request

from app.operations import checks, metrics

bp = Blueprint("operations", __name__)


@bp.get("/healthz")
def live() -> Response:
    """The process answers."""
    return _plain("ok\n")


@bp.get("/readyz")
def ready() -> Response:
    """Every part without which the product cannot serve, a line each: 200, or 503 when one fails."""
    findings = checks.services(current_app.config)
    lines = "".join(f"{finding}\n" for finding in findings)
    return _plain(lines, 200 if all(finding.is_good for finding in findings) else 503)


@bp.get("/metrics")
def measurements() -> Response:
    """Prometheus' text format, for holders of METRICS_TOKEN; without one, for this machine only."""
    if not _may_read_metrics():
        abort(404)
    return Response(metrics.text(), content_type="text/plain; version=0.0.4; charset=utf-8")


def _may_read_metrics() -> bool:
    token = current_app.config["METRICS_TOKEN"]
    if token:
        given = request.headers.get("Authorization", "")
        return hmac.compare_digest(given.encode(), f"Bearer {token}".encode())
    try:
        return ipaddress.ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False


def _plain(text: str, status: int = 200) -> Response:
    return Response(text, status, content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store"})
