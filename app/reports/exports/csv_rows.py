"""CSV (RFC 4180, UTF-8 with a mark for spreadsheets); no cell can be run as a formula."""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import chain, islice
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from app.reports.exports.sheet import Sheet
from app.reports.tables import Column, Kind

AT_ONCE = 500  # rows in one piece
RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # what spreadsheets take for a formula


def csv_rows(sheet: Sheet) -> Iterator[bytes]:
    """The rows in pieces, under a line of titles; durations in seconds, shares from 0 to 1, moments with their zone."""
    yield "\ufeff".encode() + _packed([[_title(column) for column in sheet.columns]])
    rows = iter(chain(sheet.rows, sheet.totals))
    while piece := list(islice(rows, AT_ONCE)):
        yield _packed([[_cell(value, sheet.zone) for value in row] for row in piece])


def neutral(text: str) -> str:
    """A text that a spreadsheet shows and never runs."""
    return f"'{text}" if text.startswith(RUNS) else text


def _title(column: Column) -> str:
    return _("%(title)s (seconds)", title=column.title) if column.kind is Kind.duration else neutral(column.title)


def _cell(value: Any, zone: ZoneInfo) -> Any:
    if isinstance(value, str):
        return neutral(value)
    if isinstance(value, datetime):
        return value.astimezone(zone).isoformat(timespec="seconds")
    if isinstance(value, float):
        return round(value, 6)
    return value


def _packed(rows: Sequence[Sequence[Any]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()
