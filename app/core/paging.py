"""Pages of a list: by keyset cursor (as fast on page 10,000 as on page 1) or by number; totals are capped."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from app.core import tokens
from app.core.errors import Malformed
from app.extensions import db

EXACT_UP_TO = 10_000
MOST_PER_PAGE = 100


@dataclass(frozen=True)
class Page:
    """Some rows of a list, where the next ones start, and how many there are in all."""

    items: Sequence[Any]
    number: int
    size: int
    next_cursor: str | None
    total: int
    total_is_exact: bool


@dataclass(frozen=True)
class Paging:
    """Which part of a list is asked for; `sort` is a known key, with `-` for descending."""

    sort: str
    size: int = 25
    number: int = 1
    cursor: str | None = None


def page_of(
    rows: sa.Select[Any],
    paging: Paging,
    *,
    keys: Mapping[str, Any],
    tie: Any,
    tie_read_by: Any = None,
    exact_up_to: int = EXACT_UP_TO,
) -> Page:
    """The page of `rows`; `keys` are the sortable columns by name, `tie` the unique column that settles equals.

    `tie_read_by` is a column of the same order as `tie`, by which the database can read without sorting.
    `Malformed` for an unknown sort key, a foreign cursor, or a numbered page beyond the first 10,000 rows.
    """
    column, descending = _sorting(paging, keys)
    read_by = tie if tie_read_by is None else tie_read_by
    wanted = rows.order_by(*_order(column, tie, descending, read_by)).limit(paging.size + 1)
    if paging.cursor:
        wanted = wanted.where(_after(paging, column, tie, descending))
    elif paging.number > 1:
        wanted = wanted.offset(_offset(paging))
    found = db.session.scalars(wanted).unique().all()
    items = found[: paging.size]
    is_all = paging.number == 1 and not paging.cursor and len(found) <= paging.size
    total = len(found) if is_all else capped_count(rows, tie, exact_up_to)
    following = _cursor(paging, column, tie, items[-1]) if len(found) > paging.size else None
    return Page(items, paging.number, paging.size, following, min(total, exact_up_to), total <= exact_up_to)


def in_pieces(rows: sa.Select[Any], key: Any, size: int = 500) -> Iterator[Any]:
    """All of the rows by their key, read a piece at a time; none stays in memory, and no read stays open."""
    last, wanted = 0, rows.order_by(None).order_by(key).limit(size)
    while found := db.session.scalars(wanted.where(key > last)).unique().all():
        last = getattr(found[-1], key.key)
        yield from found
        db.session.expunge_all()
        db.session.rollback()


def capped_count(rows: sa.Select[Any], key: Any, most: int = EXACT_UP_TO) -> int:
    """How many rows there are; counting stops one past `most`."""
    some = rows.with_only_columns(key, maintain_column_froms=True).order_by(None).limit(most + 1).subquery()
    return db.session.scalar(sa.select(sa.func.count()).select_from(some)) or 0


def _sorting(paging: Paging, keys: Mapping[str, Any]) -> tuple[Any, bool]:
    name = paging.sort.removeprefix("-")
    if name not in keys:
        raise Malformed.for_field("sort", _("Unknown sort key. Possible: %(keys)s.", keys=", ".join(sorted(keys))))
    return keys[name], paging.sort.startswith("-")


def _order(column: Any, tie: Any, descending: bool, tie_read_by: Any) -> list[Any]:
    columns = [tie_read_by] if column is tie else [column, tie_read_by]
    return [part.desc() if descending else part.asc() for part in columns]


def _offset(paging: Paging) -> int:
    skipped = (paging.number - 1) * paging.size
    if skipped >= EXACT_UP_TO:
        raise Malformed.for_field("page", _("Pages this far back are reached by cursor only."))
    return skipped


def _after(paging: Paging, column: Any, tie: Any, descending: bool) -> Any:
    try:
        sort, value, key = tokens.read("cursor", paging.cursor or "")
        value = datetime.fromisoformat(value[1:]) if isinstance(value, str) and value.startswith("@") else value
    except (tokens.BadLink, ValueError, TypeError) as error:
        raise Malformed.for_field("cursor", _("This cursor is not one of ours.")) from error
    if sort != paging.sort:
        raise Malformed.for_field("cursor", _("This cursor belongs to another sort order."))
    if column is tie:
        return tie < key if descending else tie > key
    place, here = sa.tuple_(column, tie), sa.tuple_(sa.literal(value, column.type), sa.literal(key, tie.type))
    return place < here if descending else place > here


def _cursor(paging: Paging, column: Any, tie: Any, last: Any) -> str:
    value = getattr(last, column.key)
    shown = f"@{value.isoformat()}" if isinstance(value, datetime) else value
    return tokens.sign("cursor", [paging.sort, shown, getattr(last, tie.key)])
