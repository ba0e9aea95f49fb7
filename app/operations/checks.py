"""Whether the services that the product stands on answer, and whether its settings fit together."""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.core.db import is_sqlite
from app.core.storage import storage
from app.extensions import db

log = logging.getLogger(__name__)
SECONDS = 3


@dataclass(frozen=True)
class Finding:
    """What one look at one part showed."""

    part: str
    is_good: bool
    detail: str = ""

    def __str__(self) -> str:
        state = "ok" if self.is_good else "FAILED"
        return f"{self.part}: {state}{self.detail and f' ({self.detail})'}"


def services(settings: Mapping[str, Any]) -> list[Finding]:
    """Without which of them the product cannot serve: database, files, bus between processes, search."""
    parts: dict[str, Callable[[], str]] = {"database": _database, "storage": _storage, "search": _search}
    if settings["REDIS_URL"]:
        parts["bus"] = lambda: _redis(settings["REDIS_URL"])
    return [_look(part, probe) for part, probe in parts.items()]


def outside(settings: Mapping[str, Any]) -> list[Finding]:
    """Services that are worked around while they are down: mail waits, uploads wait for the virus scan."""
    parts: dict[str, Callable[[], str]] = {}
    if settings["MAIL_SERVER"]:
        parts["mail"] = lambda: _mail(settings)
    if settings["CLAMAV_ADDRESS"]:
        parts["virus scan"] = lambda: _clamav(settings["CLAMAV_ADDRESS"])
    return [_look(part, probe) for part, probe in parts.items()]


def hints(settings: Mapping[str, Any]) -> Iterator[str]:
    """Settings that work, but that an operator should know of."""
    secure = settings["PUBLIC_URL"].startswith("https://")
    if settings["ENVIRONMENT"] == "production" and not secure:
        yield "PUBLIC_URL: without https, cookies and passwords travel in the clear."
    if settings["RATE_LIMIT_EXEMPT"]:
        yield "RATE_LIMIT_EXEMPT: these networks are not limited at all."
    if not settings["MAIL_SERVER"]:
        yield "MAIL_SERVER: unset, so mails are kept in VAR_DIR/mail instead of being sent."
    if settings["ENVIRONMENT"] == "production" and settings["EMAIL_FROM"].endswith("@localhost>"):
        yield "EMAIL_FROM: unset, so mails come from an address that nobody can answer."
    if settings["TRUSTED_PROXIES"] == 0 and secure:
        yield "TRUSTED_PROXIES: 0, so behind a proxy everybody shares the proxy's address and its rate limit."
    if not is_sqlite() and not settings["REDIS_URL"]:
        yield "REDIS_URL: unset, so rate limits and live events do not cross processes."


def _look(part: str, probe: Callable[[], str]) -> Finding:
    try:
        return Finding(part, is_good=True, detail=probe())
    except Exception as problem:  # noqa: BLE001  whatever it is, it is the finding
        log.warning("%s does not answer: %s", part, problem)
        return Finding(part, is_good=False, detail=type(problem).__name__)


def _database() -> str:
    _ask(sa.select(1))
    return db.engine.dialect.name


def _storage() -> str:
    if not storage().reachable():
        raise ConnectionError("files can be neither read nor kept")
    return ""


def _search() -> str:
    _ask(sa.text("SELECT 1 FROM ticket_texts LIMIT 1"))
    return ""


def _ask(statement: sa.Executable) -> None:
    try:
        db.session.execute(statement)
    finally:
        db.session.rollback()  # an error must not stand in the way of the next question


def _redis(url: str) -> str:
    import redis

    with closing(redis.Redis.from_url(url, socket_timeout=SECONDS, socket_connect_timeout=SECONDS)) as bus:
        bus.ping()
    return ""


def _mail(settings: Mapping[str, Any]) -> str:
    import smtplib

    with smtplib.SMTP(settings["MAIL_SERVER"], settings["MAIL_PORT"], timeout=SECONDS) as server:
        server.noop()
    return ""


def _clamav(address: str) -> str:
    import socket

    host, _colon, port = address.rpartition(":")
    with socket.create_connection((host, int(port)), timeout=SECONDS) as connection:
        connection.sendall(b"zPING\0")
        if not connection.recv(16).startswith(b"PONG"):
            raise ConnectionError("no PONG")
    return ""
