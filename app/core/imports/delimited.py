"""Delimited text from anywhere: its encoding, delimiter and header are found out; rows are read one at a time."""

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any, BinaryIO, TextIO

from flask_babel import gettext as _

from app.core.errors import Invalid

LONGEST_CELL = 20_000  # letters; a longer one is a quote that was never closed, or no table
MOST_COLUMNS = 500
LOOKED_AT = 2000  # rows by which the order of day and month is guessed
BLOCK = 1 << 20
DELIMITERS = ",;\t|"
ENCODINGS = {  # what a person may choose: Python's name, and how people call it
    "utf-8-sig": "UTF-8",
    "cp1252": "Windows-1252",
    "iso8859-15": "ISO 8859-15",
    "cp850": "DOS (850)",
    "mac-roman": "Mac OS Roman",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16 LE",
    "utf-16-be": "UTF-16 BE",
}
BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
SLASHED = re.compile(r"\s*(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})(\s|$)")

Opener = Callable[[], BinaryIO]


@dataclass(frozen=True)
class Format:
    """How a text is written; `day_first` is what 3/4/23 means."""

    encoding: str = "utf-8-sig"
    delimiter: str = ","
    day_first: bool = False

    def kept(self) -> dict[str, Any]:
        """As it is stored with a run."""
        return asdict(self)


@dataclass(frozen=True)
class Line:
    """A row as it stands in the file: the line it begins on, its cells, or why it cannot be read."""

    number: int
    cells: tuple[str, ...] = ()
    problem: str | None = None


class Table:
    """The rows of a delimited text, which can be read as often as needed. `Invalid` when there is no header."""

    def __init__(self, opens: Opener, form: Format) -> None:
        self.opens, self.form = opens, form
        with opens() as stream:
            first = next((line for line in _lines(stream, form) if not line.problem), None)
        if first is None:
            raise Invalid(_("The file is empty."))
        if len(first.cells) > MOST_COLUMNS:
            raise Invalid(_("The file has more than %(most)s columns.", most=MOST_COLUMNS))
        self.header = names_of(first.cells)

    def __iter__(self) -> Iterator[Line]:
        with self.opens() as stream:
            lines = _lines(stream, self.form)
            next((line for line in lines if not line.problem), None)  # the header
            for line in lines:
                yield self._fitting(line)

    def _fitting(self, line: Line) -> Line:
        """The row with as many cells as the header has; blank ones too many are nothing."""
        width = len(self.header)
        if line.problem or not any(cell.strip() for cell in line.cells[width:]):
            return Line(line.number, (*line.cells[:width], *("",) * (width - len(line.cells))), line.problem)
        text = _("has %(cells)s cells, the header names %(names)s", cells=len(line.cells), names=width)
        return Line(line.number, line.cells[:width], text)


def table_of(opens: Opener, form: Format | None = None) -> Table:
    """The table of a text; its way of writing is found out unless it is told."""
    return Table(opens, form or format_of(opens))


def format_of(opens: Opener) -> Format:
    """How the text seems to be written."""
    with opens() as stream:
        encoding = _encoding(stream)
    with opens() as stream:
        delimiter = _delimiter(stream, encoding)
    form = Format(encoding, delimiter)
    with opens() as stream:
        rows = (line.cells for line in islice(_lines(stream, form), LOOKED_AT))
        return Format(encoding, delimiter, day_first=_is_day_first(rows))


def names_of(cells: Iterable[str]) -> list[str]:
    """The names of the columns: one that is left blank or comes twice gets a number."""
    names: list[str] = []
    for number, cell in enumerate(cells, 1):
        name = " ".join(cell.replace("\x00", "").split())[:100] or f"#{number}"
        names.append(f"{name} #{number}" if name in names else name)
    while names and names[-1] == f"#{len(names)}":  # blanks at the end are no columns
        names.pop()
    return names or ["#1"]


def _encoding(stream: BinaryIO) -> str:
    """By its first bytes, else UTF-8 when all of it is, else what old Macs (lines end in CR alone) or Windows write."""
    first = head = stream.read(BLOCK)
    for mark, name in BOMS:
        if head.startswith(mark):
            return name
    if wide := _wide(head[:4000]):
        return wide
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while head:
            decoder.decode(head)
            head = stream.read(BLOCK)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "mac-roman" if b"\r" in first and b"\n" not in first else "cp1252"
    return "utf-8-sig"


def _wide(head: bytes) -> str | None:
    """UTF-16 without its mark: every second byte of Latin letters is zero."""
    half = max(len(head) // 2, 1)
    if head[1::2].count(0) > half * 0.4:
        return "utf-16-le"
    return "utf-16-be" if head[::2].count(0) > half * 0.4 else None


def _delimiter(stream: BinaryIO, encoding: str) -> str:
    """The one that cuts the header, and after it the rows, into the most cells."""
    with _text(stream, encoding) as text:
        head = list(islice((line[:LONGEST_CELL] for line in text if line.strip()), 20))
    if not head:
        return ","

    def cuts(delimiter: str) -> tuple[int, int]:
        rows = list(csv.reader(head, delimiter=delimiter))
        return len(rows[0]) if rows else 0, sum(len(row) for row in rows)

    return max(DELIMITERS, key=cuts)


def _is_day_first(rows: Iterable[tuple[str, ...]]) -> bool:
    """Whether some slashed date has a first number that can be no month, and none a second one."""
    is_first = False
    for cells in rows:
        for cell in cells:
            if found := SLASHED.match(cell):
                if int(found[2]) > 12:
                    return False
                is_first = is_first or int(found[1]) > 12
    return is_first


def _text(stream: BinaryIO, encoding: str) -> TextIO:
    # What does not fit the encoding arrives as a lone surrogate, which readers refuse by row and column.
    errors = "surrogateescape" if not encoding.startswith("utf-16") else "replace"
    return io.TextIOWrapper(stream, encoding=encoding, errors=errors, newline="")


def _lines(stream: BinaryIO, form: Format) -> Iterator[Line]:
    """Every row that is not blank, whatever ends its lines: LF, CR LF, or CR alone."""
    csv.field_size_limit(50_000_000)  # one limit for the whole process; ours is below
    with _text(stream, form.encoding) as text:
        rows = csv.reader(text, delimiter=form.delimiter)
        number = 1
        while True:
            try:
                cells = next(rows)
            except StopIteration:
                return
            except csv.Error as error:
                yield Line(number, problem=_("cannot be read: %(why)s", why=str(error)))
                return
            if any(cell.strip() for cell in cells):
                too_long = any(len(cell) > LONGEST_CELL for cell in cells)
                yield Line(number, problem=too_long_cell()) if too_long else Line(number, tuple(cells))
            number = rows.line_num + 1


def too_long_cell() -> str:
    """What is said of a cell that is longer than any."""
    return _("has a cell of more than %(most)s letters. Perhaps a quote is never closed.", most=LONGEST_CELL)
