"""A request ends in time: its database statements are cut off with it. Jobs and commands have no deadline."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from app.core.errors import Unavailable

SECONDS = 30.0
LATE_AFTER = 1.0  # a request that took longer than this has its remaining time set anew for each statement
SQLITE_STEPS = 20_000  # how many steps of SQLite's machine pass between two looks at the clock

_ends: ContextVar[float | None] = ContextVar("deadline", default=None)


class OutOfTime(Unavailable):
    """The request took longer than it may."""

    @classmethod
    def default_message(cls) -> str:
        return _("This took too long and was stopped. Please try again, perhaps with fewer rows.")


def begin(seconds: float = SECONDS) -> None:
    """From now on, the work under way must end within so many seconds."""
    _ends.set(time.monotonic() + seconds)


def lift() -> None:
    """Let the work under way take as long as it needs: streams, and the end of a request."""
    _ends.set(None)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """A stretch of work with a deadline of its own."""
    token = _ends.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _ends.reset(token)


def _remaining() -> float | None:
    ends = _ends.get()
    return None if ends is None else ends - time.monotonic()


def _is_over() -> int:
    remaining = _remaining()
    return int(remaining is not None and remaining <= 0)


@sa.event.listens_for(sa.Engine, "connect")
def watch_sqlite(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    """Have SQLite ask now and then whether to go on."""
    if type(connection).__module__.startswith("sqlite3"):
        connection.set_progress_handler(_is_over, SQLITE_STEPS)


@sa.event.listens_for(sa.Engine, "begin")
def limit_postgresql(connection: sa.Connection) -> None:
    """Have PostgreSQL stop a statement that outlives the request."""
    remaining = _remaining()
    if remaining is not None and connection.dialect.name == "postgresql":
        _set_timeout(connection, remaining)


@sa.event.listens_for(sa.Engine, "before_cursor_execute")
def stop_late_work(connection: sa.Connection, *_rest: Any) -> None:
    """Begin no statement after the deadline; a late one gets only the time that is left."""
    remaining = _remaining()
    if remaining is None:
        return
    if remaining <= 0:
        raise OutOfTime
    if remaining < SECONDS - LATE_AFTER and connection.dialect.name == "postgresql":
        _set_timeout(connection, remaining)


def _set_timeout(connection: sa.Connection, seconds: float) -> None:
    driver = connection.connection.dbapi_connection
    with driver.cursor() as cursor:  # type: ignore[union-attr]  # past the events, which would come back here
        cursor.execute(f"SET LOCAL statement_timeout = {max(1, int(seconds * 1000))}")
