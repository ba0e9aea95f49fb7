"""XLSX (ECMA-376), written as it is read: no row stays in memory, and the first bytes leave at once.

Texts stand in cells of the type "inlineStr", which no spreadsheet runs; numbers, dates, durations and shares are typed.
"""

import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import chain, islice
from typing import Any
from xml.sax.saxutils import escape

from app.reports.exports.sheet import Sheet
from app.reports.tables import Kind

AT_ONCE = 500  # rows in one piece
MOST_ROWS = 1_048_576  # of one sheet; what is beyond stands on further ones
MOST_LETTERS = 32_767  # of one cell
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
FIRST_DAY = date(1899, 12, 30)
SECONDS_A_DAY = 86_400
STYLE = {Kind.number: 0, Kind.duration: 2, Kind.share: 3, Kind.date: 4, Kind.moment: 5, Kind.money: 6, Kind.text: 0}
BOLD = 1
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
FORMATS = (0, 0, 164, 10, 14, 22, 4)  # of the styles above; 164 is ours
STYLES = (
    f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="[h]:mm:ss"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    f'<cellXfs count="{len(FORMATS)}">'
    + "".join(
        f'<xf numFmtId="{number}" fontId="{int(at == BOLD)}" applyNumberFormat="1" applyFont="1"/>'
        for at, number in enumerate(FORMATS)
    )
    + "</cellXfs></styleSheet>"
)


class _Pieces:
    """What the archive wrote since it was last asked; it cannot be sought in, so sizes follow their data."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, part: bytes) -> int:
        self._parts.append(bytes(part))
        return len(part)

    def flush(self) -> None:
        """Nothing waits anywhere else."""

    def take(self) -> bytes:
        parts, self._parts = b"".join(self._parts), []
        return parts


def xlsx_rows(sheet: Sheet) -> Iterator[bytes]:
    """The workbook in pieces."""
    pieces, number = _Pieces(), 0
    with zipfile.ZipFile(pieces, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as book:  # type: ignore[type-var]  # it only writes
        rows = iter(chain(sheet.rows, sheet.totals))
        following = list(islice(rows, AT_ONCE))
        while number == 0 or following:
            number += 1
            with book.open(f"xl/worksheets/sheet{number}.xml", "w", force_zip64=True) as part:
                part.write(_begin(sheet).encode())
                yield pieces.take()
                written = 1
                while following and written + len(following) <= MOST_ROWS:
                    part.write("".join(_row(row, sheet) for row in following).encode())
                    written += len(following)
                    yield pieces.take()
                    following = list(islice(rows, AT_ONCE))
                part.write(b"</sheetData></worksheet>")
        for name, text in _frame(sheet.title, number):
            book.writestr(name, text)
    yield pieces.take()


def _begin(sheet: Sheet) -> str:
    widths = "".join(
        f'<col min="{at}" max="{at}" width="{34 if column.kind is Kind.text else 18}" customWidth="1"/>'
        for at, column in enumerate(sheet.columns, 1)
    )
    pane = '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
    titles = "".join(_text(column.title, BOLD) for column in sheet.columns)
    return f'{HEAD}<worksheet xmlns="{MAIN}">{pane}<cols>{widths}</cols><sheetData><row>{titles}</row>'


def _row(row: Sequence[Any], sheet: Sheet) -> str:
    cells = (_cell(value, column.kind, sheet) for value, column in zip(row, sheet.columns, strict=True))
    return f"<row>{''.join(cells)}</row>"


def _cell(value: Any, kind: Kind, sheet: Sheet) -> str:
    if value is None:
        return "<c/>"
    if isinstance(value, datetime):
        local = value.astimezone(sheet.zone).replace(tzinfo=None)
        since = local - datetime(FIRST_DAY.year, FIRST_DAY.month, FIRST_DAY.day)  # noqa: DTZ001  spreadsheets know no zones
        return _number(since.days + since.seconds / SECONDS_A_DAY, STYLE[Kind.moment])
    if isinstance(value, date):
        return _number((value - FIRST_DAY).days, STYLE[Kind.date])
    if isinstance(value, str):
        return _text(value)
    return _number(value / SECONDS_A_DAY if kind is Kind.duration else value, STYLE[kind])


def _number(value: Any, style: int) -> str:
    return f'<c s="{style}"><v>{value}</v></c>'


def _text(value: str, style: int = 0) -> str:
    plain = escape(NOT_XML.sub("", value)[:MOST_LETTERS])
    return f'<c t="inlineStr" s="{style}"><is><t xml:space="preserve">{plain}</t></is></c>'


def _frame(title: str, sheets: int) -> Iterator[tuple[str, str]]:
    """The parts that say what the other parts are."""
    numbers = range(1, sheets + 1)
    name = re.sub(r"[\[\]:*?/\\']", " ", title)[:25].strip() or "Sheet"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = "".join(
        f'<Override PartName="/xl/worksheets/sheet{at}.xml" ContentType="{kind}.worksheet+xml"/>' for at in numbers
    )
    yield (
        "[Content_Types].xml",
        (
            f'{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="{kind}.styles+xml"/>{parts}</Types>'
        ),
    )
    yield (
        "_rels/.rels",
        (
            f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
    )
    named = "".join(f'<sheet name="{escape(name)} {at}" sheetId="{at}" r:id="rId{at}"/>' for at in numbers)
    yield "xl/workbook.xml", f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{named}</sheets></workbook>'
    targets = "".join(
        f'<Relationship Id="rId{at}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{at}.xml"/>' for at in numbers
    )
    styles = f'<Relationship Id="rId{sheets + 1}" Type="{RELATIONS}/styles" Target="styles.xml"/>'
    yield (
        "xl/_rels/workbook.xml.rels",
        f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{targets}{styles}</Relationships>',
    )
    yield "xl/styles.xml", STYLES
