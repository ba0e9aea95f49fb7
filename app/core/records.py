"""Rows of a file to be taken over: JSON lines or CSV, read one at a time, each with the line it began on."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, TextIO, TypeVar, cast

from pydantic import BaseModel, ValidationError

from app.core.errors import DomainError

LONGEST_CELL = 50_000_000  # letters; a conversation is one cell of a CSV file
MOST_ERRORS = 100  # a file with more is another kind of file

PLAINER = {  # where pydantic's own words speak to programmers
    "missing": "is missing", "too_short": "is empty or too short", "extra_forbidden": "is no field of this format",
    "too_long": "is longer than {max_length} letters", "string_too_long": "is longer than {max_length} letters",
    "model_attributes_type": "is no object with fields", "string_unicode": "contains characters that cannot be stored",
}  # fmt: skip

Shape = TypeVar("Shape", bound=BaseModel)


@dataclass(frozen=True)
class Record:
    """One row: the line it began on, and its values, or why it cannot be read."""

    line: int
    values: dict[str, Any] = field(default_factory=dict)
    problem: str | None = None


@dataclass(frozen=True)
class RowError:
    """What is wrong, and on which line."""

    line: int
    text: str


class BadRows(DomainError):
    """Some rows cannot be taken, so none was; `rows` says which and why."""

    code = "validation_failed"

    def __init__(self, rows: list[RowError]) -> None:
        super().__init__("The file has rows that cannot be taken over. Nothing was changed.")
        self.rows = rows


class RecordFile:
    """A file of rows that can be read as often as needed; `on_progress` hears how many more bytes were read."""

    def __init__(self, path: Path, *, json_columns: Iterable[str] = (), longest_cell: int = LONGEST_CELL) -> None:
        self.path = path
        self.size = path.stat().st_size
        self.json_columns = frozenset(json_columns)
        self.longest_cell = longest_cell
        self.rows = 0  # of the last reading
        self.on_progress: Callable[[int], None] | None = None

    def __iter__(self) -> Iterator[Record]:
        self.rows = 0
        # What is no UTF-8 arrives as lone surrogates, which the schemas refuse by line and field.
        with self.path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
            read = _json_lines if _begins_with_brace(file) else self._csv
            before, bytes_read = 0, cast(BinaryIO, file.buffer)
            for record in read(file):
                self.rows += 1
                yield record
                now = bytes_read.tell()
                if self.on_progress and now > before:
                    self.on_progress(now - before)
                    before = now

    def _csv(self, file: TextIO) -> Iterator[Record]:
        csv.field_size_limit(self.longest_cell)
        header = file.readline()
        names = [name.strip() for name in next(csv.reader([header], delimiter=_delimiter(header)), [])]
        rows = csv.reader(file, delimiter=_delimiter(header))
        line = 2
        while True:
            try:
                cells = next(rows)
            except StopIteration:
                return
            except csv.Error as error:
                yield Record(line, problem=f"is no CSV: {error}")
                return
            if any(cells):
                yield self._row(line, names, cells)
            line = rows.line_num + 2

    def _row(self, line: int, names: list[str], cells: list[str]) -> Record:
        if len(cells) > len(names):
            return Record(line, problem=f"has {len(cells)} cells, the header names {len(names)}")
        values: dict[str, Any] = {}
        for name, cell in zip(names, cells, strict=False):
            if not cell.strip():
                continue
            group, _, part = name.partition(".")
            try:
                value = json.loads(cell) if name in self.json_columns else cell
            except (ValueError, RecursionError):
                return Record(line, problem=f"{name}: is no JSON")
            if part:
                values.setdefault(group, {})[part] = value
            else:
                values[name] = value
        return Record(line, values)


def valid(records: Iterable[Record], schema: type[Shape]) -> Iterator[tuple[Record, Shape]]:
    """Each row as the schema reads it. `BadRows` with all that is wrong, once the good ones before it were answered."""
    errors: list[RowError] = []
    for record in records:
        try:
            if record.problem:
                raise ValueError(record.problem)
            yield record, schema.model_validate(record.values)
        except ValidationError as error:
            errors += [RowError(record.line, _words(each)) for each in error.errors(include_url=False)]
        except ValueError as error:
            errors.append(RowError(record.line, str(error)))
        if len(errors) >= MOST_ERRORS:
            errors = [*errors[:MOST_ERRORS], RowError(record.line, "... and so on; reading stopped here")]
            break
    if errors:
        raise BadRows(errors)


def _begins_with_brace(file: TextIO) -> bool:
    """Whether these are JSON lines; leaves the file at its beginning."""
    begin = file.tell()
    first = next((line for line in file if line.strip()), "")
    file.seek(begin)
    return first.lstrip().startswith("{")


def _json_lines(file: TextIO) -> Iterator[Record]:
    for line, text in enumerate(file, 1):
        if not text.strip():
            continue
        try:
            values = json.loads(text)
        except (ValueError, RecursionError):
            yield Record(line, problem="is no JSON")
            continue
        yield Record(line, values) if isinstance(values, dict) else Record(line, problem="is no JSON object")


def _delimiter(header: str) -> str:
    """Spreadsheets of some countries write semicolons."""
    return max(",;\t", key=header.count)


def _words(error: Any) -> str:
    """Which field, and what is the matter with it."""
    place = ".".join(str(part) for part in error["loc"])
    plainer = PLAINER.get(error["type"], "").format(**error.get("ctx", {}))
    text = plainer or error["msg"].removeprefix("Value error, ")
    return f"{place}: {text}" if place else text
