"""A report or list as a file to be sent, piece by piece."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from app.core import clock
from app.reports.exports.csv_rows import csv_rows
from app.reports.exports.pdf_pages import pdf_pages
from app.reports.exports.sheet import Sheet
from app.reports.exports.workbook import xlsx_rows
from app.reports.tables import FileFormat

TYPES: Mapping[FileFormat, str] = {
    FileFormat.csv: "text/csv",
    FileFormat.xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileFormat.pdf: "application/pdf",
}
WRITERS: Mapping[FileFormat, Callable[[Sheet], Iterator[bytes]]] = {
    FileFormat.csv: csv_rows,
    FileFormat.xlsx: xlsx_rows,
    FileFormat.pdf: pdf_pages,
}


@dataclass(frozen=True)
class Export:
    """A file under way: its name, what it is, and its bytes as they are made."""

    filename: str
    content_type: str
    pieces: Iterator[bytes]


def export_of(sheet: Sheet, file_format: FileFormat) -> Export:
    """The sheet as a file of this format."""
    day = clock.now().astimezone(sheet.zone).date().isoformat()
    name = re.sub(r"[^\w.-]+", "-", sheet.name)
    return Export(f"{name}-{day}.{file_format}", TYPES[file_format], WRITERS[file_format](sheet))
