"""A lock between processes: one at a time does what must not happen twice at once."""

import fcntl
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from app.core.db import is_sqlite
from app.extensions import db

SECONDS_BETWEEN_TRIES = 0.2


@contextmanager
def alone(name: str) -> Iterator[None]:
    """Wait until no other process on this database is inside `alone(name)`; the end of the process frees it."""
    if is_sqlite():
        with Path(f"{db.engine.url.database}.{name}").open("wb") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
        return
    key = zlib.crc32(name.encode())
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        # A statement that waits for the lock holds a snapshot, for which an index built concurrently waits in its turn.
        while not connection.scalar(sa.select(sa.func.pg_try_advisory_lock(key))):
            time.sleep(SECONDS_BETWEEN_TRIES)
        try:
            yield
        finally:
            connection.execute(sa.select(sa.func.pg_advisory_unlock(key)))
