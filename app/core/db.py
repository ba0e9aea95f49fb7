"""The declarative base that every model inherits, and how connections behave."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from flask_appbuilder import Model as FabModel
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.interfaces import DBAPIConnection, Dialect
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.turns import Turns
from app.extensions import db

MAX_ID = 2**63 - 1
BUSY_SECONDS = 5

_writing = Turns()


class UtcDateTime(sa.TypeDecorator[datetime]):
    """An aware moment in UTC, on databases with and without zones."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Model(FabModel):
    """A table of ours: one integer key that is never used twice, and when the row was made."""

    __abstract__ = True
    __table_args__: Any = {"sqlite_autoincrement": True}

    id: Mapped[int] = mapped_column(sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


def lock(row: Any) -> None:
    """Read `row` afresh and keep others from changing it until the transaction ends.

    SQLite holds its one write lock already; PostgreSQL locks the row.
    """
    db.session.flush()  # a refresh would drop what this transaction changed so far
    db.session.refresh(row, with_for_update={"of": type(row)})  # its own table: the row may come with joined ones


def is_sqlite() -> bool:
    """Whether the embedded database serves this process."""
    return db.engine.dialect.name == "sqlite"


def insert_into(model: type[Model]) -> sqlite.Insert | postgresql.Insert:
    """An insert that may say what happens `on_conflict`: PostgreSQL waits there for another who writes the same."""
    return sqlite.insert(model) if is_sqlite() else postgresql.insert(model)


@contextmanager
def turn_to_write() -> Iterator[None]:
    """On SQLite, wait here for the thread that writes: its own waiting sleeps up to 0.1 s between two looks."""
    if not is_sqlite():
        yield
        return
    is_mine = _writing.take(BUSY_SECONDS)  # in vain: SQLite says in its own words that it is locked
    try:
        yield
    finally:
        if is_mine:
            _writing.give_back()


@sa.event.listens_for(sa.Engine, "connect")
def prepare_sqlite(connection: DBAPIConnection, _record: object) -> None:
    """Make SQLite honour transactions, savepoints and foreign keys as PostgreSQL does."""
    if type(connection).__module__.startswith("sqlite3"):
        connection.isolation_level = None
        wait = f"busy_timeout = {BUSY_SECONDS * 1000}"
        for pragma in ("foreign_keys = ON", "journal_mode = WAL", "synchronous = FULL", wait):
            connection.execute("PRAGMA " + pragma)


@sa.event.listens_for(sa.Engine, "connect")
def prepare_postgresql(connection: DBAPIConnection, _record: object) -> None:
    """Have PostgreSQL take joins in the order we write them: planning eight of them anew took 38 ms each time."""
    if type(connection).__module__.startswith("psycopg2"):
        connection.set_session(autocommit=True)
        with connection.cursor() as cursor:  # type: ignore[attr-defined]  # psycopg2's
            cursor.execute("SET join_collapse_limit = 4; SET jit = off")
        connection.set_session(autocommit=False)


@sa.event.listens_for(sa.Engine, "begin")
def begin_sqlite(connection: sa.Connection) -> None:
    """Take SQLite's write lock at once where `transaction()` asks for it: a late one fails as "database is locked"."""
    if connection.dialect.name == "sqlite":
        options = connection.get_execution_options()
        if options.get("writes"):
            _set_synchronous(connection, "FULL" if options.get("lasting", True) else "NORMAL")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes") else "BEGIN")


def _set_synchronous(connection: sa.Connection, level: str) -> None:
    """The next lasting commit takes to the disk whatever was written before it: the log is one file."""
    if connection.info.get("synchronous", "FULL") != level:
        connection.exec_driver_sql(f"PRAGMA synchronous = {level}")
        connection.info["synchronous"] = level


def wait_for_no_disk(connection: sa.Connection, *, lasting: bool) -> None:
    """Let PostgreSQL answer this commit before it is on the disk, unless it is `lasting`."""
    if not lasting and connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL synchronous_commit = off")
