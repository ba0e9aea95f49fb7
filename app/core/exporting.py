"""Tables to take along as CSV: streamed, and nothing in a cell that a spreadsheet would run."""

import csv
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from io import StringIO
from typing import Any

RUNS = re.compile(r"'*[=+\-@\t\r]")  # OWASP: CSV injection
BUFFER = 64 * 1024
MARK = "\ufeff"  # by which Excel knows UTF-8


def guarded(value: Any) -> str:
    """The value as a cell; what a spreadsheet would run gets a quote before it, which imports take away again."""
    text = _text(value)
    return f"'{text}" if RUNS.match(text) else text


def csv_of(header: Iterable[str], rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """The table in pieces of some kilobytes."""
    buffer = StringIO()
    writer = csv.writer(buffer)
    buffer.write(MARK)
    writer.writerow([guarded(name) for name in header])
    for row in rows:
        writer.writerow([guarded(value) for value in row])
        if buffer.tell() > BUFFER:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Enum):
        return str(value.name)
    if isinstance(value, date | datetime):
        return value.isoformat()
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
