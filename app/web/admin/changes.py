"""What changed under an edit form while it was open: mine beside theirs."""

from dataclasses import dataclass
from typing import Any

from app.web.admin.cells import Cell, shown_value
from app.web.admin.fields import RelationField


@dataclass(frozen=True)
class Difference:
    """A field whose entered value is not the one now kept."""

    mine: Cell
    theirs: Cell


def changes_between(view: Any, form: Any, item: Any) -> list[Difference]:
    """The fields in which the entered values differ from those of the row as it is now."""
    found = []
    for field in form:
        if field.name not in view.edit_columns or not hasattr(type(item), field.name):
            continue
        theirs = getattr(item, field.name)
        mine = _entered(field)
        if mine != theirs:
            found.append(Difference(_cell(view, field, mine), _cell(view, field, theirs)))
    return found


def _entered(field: Any) -> Any:
    if not isinstance(field, RelationField):
        return field.data
    return field.chosen if field.is_many else next(iter(field.chosen), None)


def _cell(view: Any, field: Any, value: Any) -> Cell:
    return shown_value(value, field.label.text, field.name, view.column_kinds.get(field.name))
