"""Changing many rows at once: those that change the same fields go in one statement."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from app.extensions import db


def change_rows(table: sa.Table, values_by_id: Mapping[int, Mapping[str, Any]], **also: Any) -> None:
    """Write the values of each row, and `also` (expressions) with all of them."""
    alike: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row_id, values in values_by_id.items():
        if values or also:
            bound = {f"new_{name}": value for name, value in values.items()}
            alike.setdefault(tuple(sorted(values)), []).append({"row_id": row_id, **bound})
    for names, rows in alike.items():
        written: dict[str, Any] = {name: sa.bindparam(f"new_{name}", type_=table.c[name].type) for name in names} | also
        changed = sa.update(table).where(table.c.id == sa.bindparam("row_id")).values(written)
        db.session.connection().execute(changed, rows)


def insert_rows(table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Add rows, which may leave out what has a default; answers their ids in the same order."""
    if not rows:
        return []
    usual = {name: _usual(table.c[name]) for name in {name for row in rows for name in row}}
    added = sa.insert(table).returning(table.c.id, sort_by_parameter_order=True)
    return list(db.session.scalars(added, [{**usual, **row} for row in rows]))


def _usual(column: sa.Column[Any]) -> Any:
    """What stands in the column where nothing is said: one statement needs every row to say the same columns."""
    default = column.default
    return default.arg if isinstance(default, sa.ColumnDefault) and default.is_scalar else None
