"""Empty databases and filled tables, for tests of the schema itself."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

A_MOMENT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

NOTHING = {("labels", "room_id")}  # where a rule of the database wants one of two columns empty
TEXTS = ("ticket_texts", "equipment_texts")  # the databases' own full text


def empty(engine: sa.Engine) -> None:
    """Take everything out of a database of the test's own."""
    if engine.dialect.name == "sqlite":
        engine.dispose()
        for file in Path(str(engine.url.database)).parent.glob(f"{Path(str(engine.url.database)).name}*"):
            file.unlink()
        return
    with engine.begin() as connection:
        connection.exec_driver_sql("SET LOCAL lock_timeout = '10s'")
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")


def contents(engine: sa.Engine) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, in an order that two databases share."""
    with engine.connect() as connection:
        return {table.name: sorted(connection.execute(sa.select(table)), key=repr) for table in _tables(connection)}


def fill(engine: sa.Engine, nth: int = 0) -> None:
    """Put one row more into every table, whatever its columns are; the `nth` time other values than before."""
    with engine.connect() as connection:
        connection.execution_options(writes=True)
        for table in _tables(connection):
            if table.name not in {"alembic_version", *TEXTS}:
                connection.execute(sa.insert(table).values(_row(connection, table, nth)))
        _fill_texts(connection, 2000 + nth)
        connection.commit()


def _fill_texts(connection: sa.Connection, key: int) -> None:
    known = set(sa.inspect(connection).get_table_names())
    for table in known.intersection(TEXTS):
        if connection.dialect.name == "sqlite":
            insert = f"INSERT INTO {table} (rowid, body) VALUES (:key, 'printer on fire')"
        else:
            insert = f"INSERT INTO {table} (id, vector) VALUES (:key, to_tsvector('simple', 'printer'))"
        connection.execute(sa.text(insert), {"key": key})


def _tables(connection: sa.Connection) -> list[sa.Table]:
    """Parents first; SQLite's full text keeps its own tables, which nobody else touches."""
    known = sa.MetaData()
    known.reflect(connection)
    shadows = (*(f"{texts}_" for texts in TEXTS), "sqlite_")
    return [table for table in known.sorted_tables if not table.name.startswith(shadows)]


def _row(connection: sa.Connection, table: sa.Table, nth: int) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for column in table.columns:
        if (table.name, column.name) in NOTHING:
            continue
        if column.foreign_keys:
            parent = next(iter(column.foreign_keys)).column
            row[column.name] = connection.scalar(sa.select(sa.func.max(parent)))
        elif column.name != "id":
            row[column.name] = _of(column.type, nth)
    return row


def _of(kind: sa.types.TypeEngine[Any], nth: int) -> Any:
    if isinstance(kind, sa.ARRAY):
        return [_of(kind.item_type, nth)]
    if isinstance(kind, sa.Date):
        return A_MOMENT.date()
    if isinstance(kind, sa.Boolean):
        return True
    if isinstance(kind, sa.DateTime):
        return A_MOMENT if getattr(kind, "timezone", False) else A_MOMENT.replace(tzinfo=None)
    if isinstance(kind, sa.Integer | sa.Numeric):
        return 7 + nth
    if isinstance(kind, sa.JSON):
        return {"kept": True}
    return f"{nth or ''}kept"[: getattr(kind, "length", None) or 8]
