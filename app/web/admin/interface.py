"""How a generated screen reads its table: few columns, no joins in the count, a bounded look back."""

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from flask_appbuilder.models.sqla.interface import SQLAInterface
from sqlalchemy.orm import defer, joinedload, selectinload

from app.core.db import MAX_ID
from app.core.paging import EXACT_UP_TO, capped_count
from app.web.admin.filters import TableFilters

HITS = 20


class TableInterface(SQLAInterface):
    """Flask-AppBuilder's view of a table, made cheap on large ones."""

    filter_converter_class = TableFilters

    def query(
        self,
        filters: Any = None,
        order_column: str = "",
        order_direction: str = "asc",
        page: int | None = None,
        page_size: int | None = None,
        select_columns: Sequence[str] | None = None,
    ) -> tuple[int, list[Any]]:
        """The number of rows (counting stops at 10,001) and one page of them with what `select_columns` need."""
        rows = self.narrowed(filters)
        total = capped_count(rows, self.get_pk(), EXACT_UP_TO)
        if page_size:  # what is shown is joined to the rows of this page alone, not to all those before it
            keys = self._ordered(rows.with_only_columns(self.get_pk()), order_column, order_direction)
            shown = keys.offset((page or 0) * page_size).limit(page_size).subquery()
            rows = sa.select(self.obj).join(shown, shown.c[self.get_pk().key] == self.get_pk())
        rows = self._ordered(rows, order_column, order_direction).options(*self._loading(select_columns or ()))
        return total, list(self.session.scalars(rows).unique())

    def get(self, id: Any, filters: Any = None, select_columns: Sequence[str] | None = None, **_: Any) -> Any:
        """The row of this id if the filters let it through, else None; so is what is no id."""
        found = self.get_many([id], filters, select_columns)
        return found[0] if found else None

    def get_many(
        self, ids: Iterable[Any], filters: Any = None, select_columns: Sequence[str] | None = None
    ) -> list[Any]:
        """The rows of these ids that the filters let through."""
        keys = [int(key) for key in map(str, ids) if key.isascii() and key.isdigit() and int(key[:20]) <= MAX_ID]
        if not keys:
            return []
        rows = self.narrowed(filters).where(self.get_pk().in_(keys)).options(*self._loading(select_columns or ()))
        return list(self.session.scalars(rows.order_by(self.get_pk())).unique())

    def related(self, column: str, ids: Iterable[Any]) -> list[Any]:
        """The rows of these ids at the other end of a relation."""
        return self.get_related_interface(column).get_many(ids)

    def hits(self, column: str, text: str, limit: int = HITS) -> list[Any]:
        """The first rows at the other end of a relation whose names contain the text, by name."""
        other = self.get_related_model(column)
        names = [
            getattr(other, name)
            for name in ("name", "title", "subject", "first_name", "email")
            if name in sa.inspect(other).column_attrs
        ]
        matches = [name.icontains(text, autoescape=True) for name in names]
        if (number := text.removeprefix("#")).isascii() and number.isdigit() and int(number[:20]) <= MAX_ID:
            matches.append(other.id == int(number))
        rows = sa.select(other).where(sa.or_(*matches))
        for switch in ("is_active", "active"):
            if switch in sa.inspect(other).column_attrs:
                rows = rows.where(getattr(other, switch))
        return list(self.session.scalars(rows.order_by(names[0], other.id).limit(limit)))

    def narrowed(self, filters: Any) -> Any:
        """The rows that the filters let through."""
        rows = sa.select(self.obj)
        return filters.apply_all(rows) if filters else rows

    def _ordered(self, rows: Any, column: str, direction: str) -> Any:
        key = self.get_pk()
        parts = [getattr(self.obj, column), key] if column and column != key.key else [key]
        return rows.order_by(*(part.desc() if direction == "desc" else part.asc() for part in parts))

    def _loading(self, columns: Sequence[str]) -> list[Any]:
        """Relations that are shown come with the rows; long texts that are not shown stay behind."""
        shown = {column.partition(".")[0] for column in columns}
        options: list[Any] = []
        for name in sorted(shown):
            if self.is_relation(name):
                load = joinedload if self.is_relation_many_to_one(name) else selectinload
                options.append(load(getattr(self.obj, name)))
        if shown:
            options += [
                defer(getattr(self.obj, name)) for name in self.list_columns if self.is_text(name) and name not in shown
            ]
        return options
