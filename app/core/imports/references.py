"""Which rows are named by others, so that they cannot be taken away."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa

from app.core.db import Model
from app.extensions import db


def named_elsewhere(table: sa.Table, ids: Sequence[int], *, ignoring: Collection[str] = ()) -> set[int]:
    """The ids among these that a row of any other table names, tables to be ignored left out."""
    found: set[int] = set()
    for other in Model.metadata.tables.values():
        if other.name in ignoring:
            continue
        for key in other.foreign_keys:
            if key.column.table is table and ids:
                named = sa.select(key.parent).where(key.parent.in_(ids)).distinct()
                found |= set(db.session.scalars(named))
    return found
