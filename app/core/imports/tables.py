"""Any file as a table: delimited text, JSON lines, or what a feature knows to read besides."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, BinaryIO

from flask_babel import gettext as _

from app.core.errors import Invalid
from app.core.imports.delimited import LONGEST_CELL, MOST_COLUMNS, Format, Line, Opener, Table, table_of, too_long_cell
from app.core.imports.kinds import ImportKind
from app.core.imports.runs import ImportRun
from app.core.storage import storage


class Rows(Table):
    """A table of rows that are in memory already."""

    def __init__(self, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        self.header, self.form = list(header), Format()
        self.rows = [tuple(row) for row in rows]

    def __iter__(self) -> Iterator[Line]:
        return (Line(number, row) for number, row in enumerate(self.rows, 1))


class JsonLines(Table):
    """One JSON object a line; its members are the columns, in the order in which they first come."""

    def __init__(self, opens: Opener) -> None:
        self.opens, self.form = opens, Format()
        names: dict[str, None] = {}
        for _number, row in self._objects():
            if isinstance(row, dict):
                names |= dict.fromkeys(row)
        if len(names) > MOST_COLUMNS:
            raise Invalid(_("The file has more than %(most)s columns.", most=MOST_COLUMNS))
        self.header = list(names)

    def __iter__(self) -> Iterator[Line]:
        for number, row in self._objects():
            if not isinstance(row, dict):
                yield Line(number, ("",) * len(self.header), _("is no JSON object"))
                continue
            cells = tuple(_cell(row.get(name)) for name in self.header)
            too_long = any(len(cell) > LONGEST_CELL for cell in cells)
            yield Line(number, cells, too_long_cell() if too_long else None)

    def _objects(self) -> Iterator[tuple[int, Any]]:
        with self.opens() as stream:
            for number, text in enumerate(stream, 1):
                if text.strip():
                    try:
                        yield number, json.loads(text.decode("utf-8-sig"))
                    except (ValueError, RecursionError):
                        yield number, None


def opener_of(run: ImportRun) -> Opener:
    """Opens the file of a run."""
    key = run.storage_key
    return lambda: storage().open(key)


def table_in(kind: ImportKind, opens: Opener, filename: str, form: Format | None = None) -> Table:
    """The table that the file holds; `Invalid` when there is none in it."""
    if special := kind.table_from(opens, filename):
        return special
    with opens() as stream:
        is_json = _begins_with_brace(stream)
    return JsonLines(opens) if is_json else table_of(opens, form)


def _begins_with_brace(stream: BinaryIO) -> bool:
    return stream.read(1000).removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
