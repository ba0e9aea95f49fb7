"""How migrations meet the database: one at a time, all or nothing, with SQLite's foreign keys checked afterwards."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import context
from flask import current_app

LOCK = 7_238_511  # any number of our own: whoever migrates holds this advisory lock of PostgreSQL
# full-text structures (and SQLite's shadow tables) live in migrations only
HAND_WRITTEN = ("ticket_texts", "equipment_texts", "search_entries", "search_terms", "search_words")
FOLDED = ("uq_equipment_tag_folded",)  # unique whatever the case: an expression here, a collation there

extension = current_app.extensions["migrate"]
engine = extension.db.engine


def render_item(kind: str, item: Any, _context: Any) -> str | bool:
    """Write plain SQL types, so that a migration imports nothing of the application."""
    if kind != "type":
        return False
    if isinstance(item, sa.Enum):
        return f"sa.String(length={item.length})"
    if isinstance(item, sa.TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    return False


def include_object(_item: Any, name: str | None, kind: str, _reflected: bool, _other: Any) -> bool:
    """Leave the hand-written search tables, their indexes, and those that differ by database out of comparisons."""
    is_ours = bool(name) and (name in FOLDED or str(name).removeprefix("ix_").startswith(HAND_WRITTEN))
    return not (kind in {"table", "index"} and is_ours)


def name_by_date(_context: Any, _revision: Any, directives: list[Any]) -> None:
    """Call a new migration by the minute it was made, and make none when nothing changed."""
    script = directives[0]
    if getattr(context.config.cmd_opts, "autogenerate", False) and script.upgrade_ops.is_empty():
        directives[:] = []
    else:
        script.rev_id = datetime.now(UTC).strftime("%Y%m%d_%H%M")


@contextmanager
def alone(connection: sa.Connection) -> Iterator[None]:
    """Keep every other migrating process waiting."""
    if connection.dialect.name == "sqlite":
        with locked_file(f"{engine.url.database}.migrating"):
            yield
        return
    # A statement that waits for the lock holds a snapshot, for which an index built concurrently waits in its turn.
    while not connection.scalar(sa.select(sa.func.pg_try_advisory_lock(LOCK))):
        connection.rollback()
        time.sleep(0.2)
    connection.commit()
    try:
        yield
    finally:
        connection.rollback()
        connection.execute(sa.select(sa.func.pg_advisory_unlock(LOCK)))
        connection.commit()


@contextmanager
def locked_file(name: str) -> Iterator[None]:
    """Hold an exclusive lock on a file; the system gives it back when the process ends in any way."""
    with Path(name).open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def checked_foreign_keys(connection: sa.Connection) -> Iterator[None]:
    """Switch SQLite's foreign keys off, since rebuilding a table would delete its children, and check them after."""
    if connection.dialect.name != "sqlite":
        yield
        return
    raw = connection.connection.dbapi_connection  # the pragma does nothing inside a transaction
    raw.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        connection.rollback()
        raw.execute("PRAGMA foreign_keys = ON")


def refuse_orphans(connection: sa.Connection) -> None:
    """Undo the migration when it left rows without their parents."""
    if connection.dialect.name == "sqlite":
        orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if orphans:
            raise RuntimeError(f"the migration left rows without their parents: {orphans[:10]}")


def migrate() -> None:
    """Bring the database to the wanted revision in one transaction."""
    connection = engine.connect().execution_options(writes=True)
    with connection, alone(connection), checked_foreign_keys(connection):
        context.configure(
            connection=connection,
            target_metadata=extension.db.metadata,
            transactional_ddl=True,
            render_item=render_item,
            include_object=include_object,
            process_revision_directives=name_by_date,
            **extension.configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()
            refuse_orphans(connection)


if context.is_offline_mode():
    raise SystemExit("Migrations read the database; writing SQL for later (--sql) is not offered.")
migrate()
