"""How often one may call: per signed-in session, else per address; sign-in and registration more strictly."""

import ipaddress
import logging
import time
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import jwt
from flask import Flask, current_app, request, session
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage, storage_from_string
from limits.strategies import FixedWindowRateLimiter

from app.core.errors import TooManyTries

log = logging.getLogger(__name__)
UNCOUNTED = ("/static/", "/socket.io/", "/healthz", "/readyz", "/metrics")
SIGN_IN = {"/login", "/login/dialog", "/register", "/forgot-password", "/welcome",
           "/api/v1/auth/login", "/api/v1/auth/register", "/api/v1/auth/forgot-password"}  # fmt: skip
RETRY_STORE_AFTER = 5.0  # seconds
FORGET_EVERY = 60.0  # seconds
SIGNATURE_ONLY = {f"verify_{claim}": False for claim in ("exp", "nbf", "iat", "aud", "iss")}


class OwnCounters(MemoryStorage):
    """Counters in this process. To forget what is over, the library would start a thread at each count."""

    STORAGE_SCHEME = None
    _forgets_next = 0.0

    def _MemoryStorage__schedule_expiry(self) -> None:  # noqa: N802  the private name of the library's method
        if (now := time.monotonic()) > self._forgets_next:
            self._forgets_next = now + FORGET_EVERY
            self._MemoryStorage__expire_events()


@dataclass
class Limits:
    """The rates in force and the counters; when Redis is away, each process counts for itself."""

    usual: RateLimitItem
    sign_in: RateLimitItem
    exempt: list[Any]
    shared: FixedWindowRateLimiter | None
    own: FixedWindowRateLimiter = field(default_factory=lambda: FixedWindowRateLimiter(OwnCounters()))
    shared_is_away_until: float = 0.0

    def check(self, rate: RateLimitItem, *who: str) -> None:
        """Count one call; `TooManyTries` when it is one too many."""
        counter = self.own
        if self.shared and time.monotonic() > self.shared_is_away_until:
            try:
                return self._hit(self.shared, rate, who)
            except TooManyTries:
                raise
            except Exception:  # whatever the store's driver raises: a lost counter must not close the house
                log.warning("the shared rate limits cannot be reached; counting in this process", exc_info=True)
                self.shared_is_away_until = time.monotonic() + RETRY_STORE_AFTER
        return self._hit(counter, rate, who)

    @staticmethod
    def _hit(counter: FixedWindowRateLimiter, rate: RateLimitItem, who: tuple[str, ...]) -> None:
        if not counter.hit(rate, *who):
            ends = counter.get_window_stats(rate, *who).reset_time
            raise TooManyTries(retry_after=max(1, round(ends - time.time())))


def init_app(app: Flask) -> None:
    """Count every request. FAB makes a Limiter of its own, switched off; ours shares nothing with it."""
    url = app.config.get("REDIS_URL")
    app.extensions["limits"] = Limits(
        usual=parse(app.config["RATE_LIMIT"]), sign_in=parse(app.config["RATE_LIMIT_SIGN_IN"]),
        exempt=app.config["RATE_LIMIT_EXEMPT"],
        shared=FixedWindowRateLimiter(storage_from_string(url, socket_timeout=1)) if url else None,
    )  # fmt: skip
    if app.config["RATE_LIMIT_EXEMPT"]:
        networks = ", ".join(map(str, app.config["RATE_LIMIT_EXEMPT"]))
        log.warning("RATE_LIMIT_EXEMPT: requests from %s are not limited", networks)
    app.before_request(count_request)


def count_request() -> None:
    """Refuse the request when its session or address had too many."""
    if request.path.startswith(UNCOUNTED):
        return
    limits: Limits = current_app.extensions["limits"]
    address = request.remote_addr or "unknown"
    if _is_exempt(address, limits.exempt):
        return
    if request.method == "POST" and request.path in SIGN_IN:
        limits.check(limits.sign_in, "sign-in", address)
    limits.check(limits.usual, *_caller(address))


def _is_exempt(address: str, networks: list[Any]) -> bool:
    if not networks:
        return False
    try:
        caller = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(caller in network for network in networks)


def _caller(address: str) -> tuple[str, str]:
    """The session, where its proof is signed by us: invented ones count for their address."""
    header = request.headers.get("Authorization", "")
    if header.startswith("Bearer "):
        session_id = _session_of(header[7:], current_app.config["JWT_SECRET_KEY"], current_app.config["JWT_ALGORITHM"])
        return ("session", session_id) if session_id else ("address", address)
    if not request.path.startswith("/api/") and (key := session.get("_user_id")):
        return "session", str(key).partition(".")[0]  # NUMBER.SECRET, in a cookie signed by us
    return "address", address


@lru_cache(maxsize=5000)  # a program sends the same token many times, and the signature is all that is asked here
def _session_of(token: str, secret: str, algorithm: str) -> str | None:
    try:
        claims = jwt.decode(token, secret, algorithms=[algorithm], options=SIGNATURE_ONLY)
    except (jwt.PyJWTError, ValueError):
        return None
    return str(claims["sid"]) if "sid" in claims else None
