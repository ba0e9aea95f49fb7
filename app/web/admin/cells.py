"""What a generated list, page or comparison shows of a row: each value with the way it is shown, never raw."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from flask_appbuilder.security.sqla.models import User
from flask_babel import gettext as _

from app.web.admin.words import Word, word

KINDS = frozenset(
    {"text", "long", "code", "number", "amount", "yes_no", "moment", "date", "person", "people", "word", "list", "icon"}
)


@dataclass(frozen=True)
class Cell:
    """One value; `kind` names the way the template shows it, "empty" when there is nothing."""

    column: str
    label: Any
    kind: str
    value: Any
    href: str | None = None


@dataclass(frozen=True)
class Row:
    """One line of a list."""

    id: int
    name: str
    href: str | None
    cells: list[Cell]


def cell(view: Any, item: Any, column: str, href: str | None = None) -> Cell:
    """The value of a column, which may be dotted ("team.name") or a property of the model."""
    value = view.computed[column](item) if column in view.computed else _value(item, column)
    shown = shown_value(value, view.label_columns[column], column, view.column_kinds.get(column))
    return replace(shown, href=href) if href else shown


def _value(item: Any, column: str) -> Any:
    for part in column.split("."):
        item = getattr(item, part) if item is not None else None
    return item


def shown_value(value: Any, label: Any, column: str = "", kind: str | None = None) -> Cell:
    """The cell of a bare value."""
    if value is None or value in ("", []) or value == {}:
        return Cell(column, label, "empty", None)
    if isinstance(value, datetime) and value.year == 9999:  # what is never due is stored as the end of time
        return Cell(column, label, "empty", None)
    kind = kind or kind_of(value)
    return Cell(column, label, kind, word(value) if isinstance(value, Enum) and kind == "word" else value)


def kind_of(value: Any) -> str:
    """The usual way to show a value of this type."""
    for types, kind in _USUAL:
        if isinstance(value, types):
            return kind
    if isinstance(value, list):
        return "people" if isinstance(value[0], User) else "list"
    return "text"


_USUAL: tuple[tuple[Any, str], ...] = (
    (bool, "yes_no"),
    ((Enum, Word), "word"),
    (datetime, "moment"),
    (date, "date"),
    (int, "number"),
    (Decimal, "amount"),
    (User, "person"),
)


def plain(cell: Cell) -> str:
    """The value in words only, for the chips of a filter."""
    if cell.kind == "empty":
        return _("nothing")
    if cell.kind == "word":
        return str(cell.value.text)
    if cell.kind == "yes_no":
        return _("Yes") if cell.value else _("No")
    return str(cell.value)
