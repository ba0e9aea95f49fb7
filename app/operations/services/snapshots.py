"""A database as files: SQLite by its own online backup, PostgreSQL by COPY inside one consistent snapshot."""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa
from flask_babel import gettext as _

from app.core.errors import Invalid

WHOLE = "helpdesk.db"
VERSION_TABLE = "alembic_version"


def is_empty(engine: sa.Engine) -> bool:
    """Whether nobody lives in the database yet: it has no tables, or no people."""
    if not sa.inspect(engine).has_table("ab_user"):
        return True
    with engine.connect() as connection:
        return connection.scalar(sa.text("SELECT 1 FROM ab_user LIMIT 1")) is None


def take(engine: sa.Engine, folder: Path) -> str:
    """Write a consistent copy into the folder; answers its revision."""
    if engine.dialect.name == "sqlite":
        with (
            closing(sqlite3.connect(str(engine.url.database))) as live,
            closing(sqlite3.connect(folder / WHOLE)) as copy,
        ):
            live.backup(copy)
            return str(copy.execute(f"SELECT version_num FROM {VERSION_TABLE}").fetchone()[0])  # noqa: S608  a constant
    options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with engine.connect().execution_options(**options) as connection:
        _unhurried(connection)
        for table in _tables(connection):
            with (folder / table).open("wb") as file:
                _cursor(connection).copy_expert(f'COPY "{table}" TO STDOUT WITH (FORMAT csv, HEADER)', file)
        return str(connection.scalar(sa.text(f"SELECT version_num FROM {VERSION_TABLE}")))  # noqa: S608


def put_back(engine: sa.Engine, folder: Path, revision: str, upgrade: Callable[..., None]) -> None:
    """Fill the empty database from the folder; `upgrade` builds the schema that the copy was taken from."""
    if engine.dialect.name == "sqlite":
        _put_back_file(engine, folder / WHOLE)
        return
    upgrade(revision=revision)
    with engine.begin() as connection:
        _unhurried(connection)
        tables = _tables(connection)
        missing = {file.name for file in folder.iterdir()} - set(tables)
        if missing:
            raise Invalid(
                _("The archive has tables that this version does not know: %(tables)s", tables=sorted(missing))
            )
        _refill(connection, folder, tables)


def _put_back_file(engine: sa.Engine, file: Path) -> None:
    engine.dispose()
    with closing(sqlite3.connect(file)) as copy, closing(sqlite3.connect(str(engine.url.database))) as live:
        problem = _problem_of(copy)
        if problem != "ok":
            raise Invalid(_("The database in the archive is damaged: %(problem)s", problem=problem))
        copy.backup(live)


def _problem_of(copy: sqlite3.Connection) -> str:
    """What SQLite finds wrong with its file, or "ok"."""
    try:
        return str(copy.execute("PRAGMA integrity_check").fetchone()[0])
    except sqlite3.DatabaseError as error:
        return str(error)


def _refill(connection: sa.Connection, folder: Path, tables: Sequence[str]) -> None:
    names = [table for table in tables if table != VERSION_TABLE]  # it stands at the right revision already
    connection.exec_driver_sql("TRUNCATE " + ", ".join(f'"{name}"' for name in names))
    for name in names:
        with (folder / name).open("rb") as file:
            columns = ", ".join(f'"{column}"' for column in file.readline().decode().strip().split(","))
            file.seek(0)
            _cursor(connection).copy_expert(f'COPY "{name}" ({columns}) FROM STDIN WITH (FORMAT csv, HEADER)', file)
        _continue_numbers(connection, name)


def _continue_numbers(connection: sa.Connection, table: str) -> None:
    """Let the next id follow the last one that came back."""
    if not any(column["name"] == "id" for column in sa.inspect(connection).get_columns(table)):
        return
    sequence = connection.scalar(sa.select(sa.func.pg_get_serial_sequence(table, "id")))
    if sequence:
        last = connection.scalar(sa.select(sa.func.max(sa.column("id"))).select_from(sa.table(table)))
        connection.execute(sa.select(sa.func.setval(sequence, (last or 0) + 1, False)))


def _tables(connection: sa.Connection) -> list[str]:
    """Parents before children."""
    known = sa.MetaData()
    known.reflect(connection)
    return [table.name for table in known.sorted_tables]


def _unhurried(connection: sa.Connection) -> None:
    connection.exec_driver_sql("SET LOCAL statement_timeout = 0")


def _cursor(connection: sa.Connection):  # type: ignore[no-untyped-def]  # psycopg2 carries no types
    return connection.connection.cursor()
