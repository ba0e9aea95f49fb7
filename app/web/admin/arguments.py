"""What the address of a generated list may say; everything else is answered with 400."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import abort
from flask_babel import gettext as _

from app.core.paging import EXACT_UP_TO, MOST_PER_PAGE

DIRECTIONS = ("asc", "desc")


@dataclass(frozen=True)
class ListArguments:
    """Which part of a list is asked for. `filters` are (column, number of the filter, text, value)."""

    page: int
    size: int
    order: str
    direction: str
    filters: tuple[tuple[str, int, str, Any], ...]


def read_arguments(view: Any, args: Mapping[str, str]) -> ListArguments:
    """Read Flask-AppBuilder's argument names (`page_View`, `psize_View`, `_oc_View`, `_od_View`, `_flt_0_column`)."""
    name = type(view).__name__
    size = _number(args.get(f"psize_{name}"), view.page_size, least=1, most=MOST_PER_PAGE)
    page = _number(args.get(f"page_{name}"), 0, least=0, most=(EXACT_UP_TO - 1) // size)
    order, direction = view.base_order
    return ListArguments(
        page,
        size,
        _one_of(args.get(f"_oc_{name}"), order, view.order_columns),
        _one_of(args.get(f"_od_{name}"), direction, DIRECTIONS),
        tuple(_filter(view, key, text) for key, text in args.items() if key.startswith("_flt_") and text.strip()),
    )


def _number(text: str | None, usual: int, *, least: int, most: int) -> int:
    if text is None:
        return usual
    if not (text.isascii() and text.isdigit() and len(text) < 10 and least <= int(text) <= most):
        abort(400, _("This list has no such page. Narrow it by a filter to see older entries."))
    return int(text)


def _one_of(text: str | None, usual: str, allowed: Any) -> str:
    if text is None:
        return usual
    if text not in allowed:
        abort(400, _("This list cannot be sorted that way."))
    return text


def _filter(view: Any, key: str, text: str) -> tuple[str, int, str, Any]:
    number, _underscore, column = key.removeprefix("_flt_").partition("_")
    possible = view.possible_filters.get(column, [])
    if not (number.isascii() and number.isdigit() and len(number) < 3 and int(number) < len(possible)):
        abort(400, _("This list has no such filter."))
    try:
        return column, int(number), text.strip(), possible[int(number)].read(text.strip())
    except ValueError:
        abort(400, _("This filter cannot be used with such a value."))
