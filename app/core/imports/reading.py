"""From lines of a file to entries: columns are mapped, cells read, keys that come twice refused."""

from collections.abc import Iterator
from itertools import islice

from flask_babel import gettext as _

from app.core.imports.cells import unguarded
from app.core.imports.columns import Column
from app.core.imports.delimited import Line, Table
from app.core.imports.kinds import Entry, ImportKind, Outcome
from app.core.imports.options import Options

BATCH = 500  # entries in memory at a time, and in one transaction
MOST_ROWS = 200_000


class Entries:
    """The entries of a table in batches. No two rows of a file mean one row of ours: keys are remembered."""

    def __init__(self, kind: ImportKind, table: Table, options: Options) -> None:
        self.kind, self.table, self.options = kind, table, options
        self.mapped: list[tuple[Column, int]] = [
            (kind.column(name), place) for name, place in options.columns.items() if place < len(table.header)
        ]
        self.seen: dict[str, dict[str, int]] = {name: {} for name in (kind.key, *kind.unique)}

    def batches(self, after: int = 0) -> Iterator[list[Entry]]:
        """The entries, without the first `after` ones, which are only remembered."""
        entries = self._entries()
        for _remembered in islice(entries, after):
            pass
        while batch := list(islice(entries, BATCH)):
            yield batch

    def _entries(self) -> Iterator[Entry]:
        for number, line in enumerate(self.table, 1):
            if number > MOST_ROWS:
                return
            yield self._entry(line)

    def _entry(self, line: Line) -> Entry:
        entry = Entry(line.number)
        if line.problem:
            entry.refuse(line.problem)
            return entry
        for column, place in self.mapped:
            if cell := unguarded(line.cells[place]):
                try:
                    entry.values[column.name] = column.read(cell, self.options.form)
                except ValueError as problem:
                    entry.refuse(str(problem), column)
        self._fill(entry)
        self._identify(entry)
        return entry

    def _fill(self, entry: Entry) -> None:
        """Blank cells take what was said to stand for them, then what follows from others."""
        for name, text in self.options.defaults.items():
            if name not in entry.values and text:
                column = self.kind.column(name)
                try:
                    entry.values[name] = column.read(text, self.options.form)
                except ValueError as problem:
                    entry.refuse(str(problem), column)
        self.kind.complete(entry)

    def _identify(self, entry: Entry) -> None:
        key = self.kind.key
        if not entry.values.get(key):
            if not any(text.startswith(f"{self.kind.column(key).label}:") for text in entry.problems):
                entry.refuse(_("is missing"), self.kind.column(key))
        else:
            entry.key = self.kind.key_of(entry)
        for name in (key, *self.kind.unique):
            value = self.kind.folded(entry.key) if name == key else str(entry.values.get(name, "")).casefold()
            first = self.seen[name].setdefault(value, entry.line) if value else entry.line
            if first != entry.line:
                entry.refuse(_("stands on line %(line)s already", line=first), self.kind.column(name))


def is_open(entry: Entry) -> bool:
    """Whether the feature still has to decide about it."""
    return entry.outcome is not Outcome.wrong
