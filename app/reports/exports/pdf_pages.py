"""PDF on A4: letterhead, the chart as vectors, the rows under repeated titles, page numbers."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import Any

from flask_babel import gettext as _
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from app.core import clock
from app.core.company import CompanySettings
from app.core.lettering import BOLD, REGULAR, Line, shortened, wrapped
from app.reports import wording
from app.reports.exports.drawing import draw_chart
from app.reports.exports.sheet import Sheet
from app.reports.tables import Kind

MOST_ROWS = 5_000  # more is for a spreadsheet; the last page says so
MARGIN, ROW, SIZE, SMALL = 40.0, 17.0, 8.5, 7.5
WIDE = 6  # columns from which the page lies on its side
INK, GREY, LINE = HexColor("#151a23"), HexColor("#5f6978"), HexColor("#d2d7df")
CHART_HEIGHT = 180.0
TEXT_SHARE = 2.0  # how much wider a column of text is than one of numbers


def pdf_pages(sheet: Sheet) -> Iterator[bytes]:
    """The whole document; it is written at once, since its numbers of pages stand on every page."""
    yield _Document(sheet).written()


class _Document:
    """One document under the pen: `y` goes down as it is filled."""

    def __init__(self, whole: Sheet) -> None:
        self.sheet = sheet = _on_paper(whole)
        self.rows = list(islice(sheet.rows, MOST_ROWS + 1))
        self.is_cut = len(self.rows) > MOST_ROWS
        self.width, self.height = landscape(A4) if len(sheet.columns) > WIDE else A4
        self.stream = io.BytesIO()
        self.canvas = Canvas(self.stream, pagesize=(self.width, self.height), invariant=0)
        self.canvas.setTitle(sheet.title)
        self.canvas.setAuthor(CompanySettings.current().name)
        self.y = 0.0
        usual = [TEXT_SHARE if column.kind is Kind.text else 1.0 for column in sheet.columns]
        shares = [column.weight or share for column, share in zip(sheet.columns, usual, strict=True)]
        self.widths = [share / sum(shares) * (self.width - 2 * MARGIN) for share in shares]

    def written(self) -> bytes:
        """Draw everything."""
        pages = self._pages()
        for number, rows in enumerate(pages, 1):
            self._letterhead(is_first=number == 1)
            if number == 1:
                self._chart()
            self._titles()
            for row in rows:
                self._row(row, REGULAR)
            if number == len(pages):
                self._end()
            self._foot(number, len(pages))
            self.canvas.showPage()
        self.canvas.save()
        return self.stream.getvalue()

    def _pages(self) -> list[list[Sequence[Any]]]:
        """The rows by page: the first page has room for the head and the chart too."""
        rows, ends = self.rows[:MOST_ROWS], ROW * (len(self.sheet.totals) + 1)
        used = 100.0 + 12 * len(self._lines()) + (CHART_HEIGHT if self._has_chart() else 0)
        pages, at = [], 0
        while at < len(rows) or not pages:
            room = max(1, int((self.height - (used if not pages else 90.0) - MARGIN - ends - ROW) / ROW))
            pages.append(rows[at : at + room])
            at += room
        return pages

    def _lines(self) -> list[Line]:
        return [part for text in self.sheet.lines for part in wrapped(text, REGULAR, SIZE, self.width - 2 * MARGIN, 4)]

    def _has_chart(self) -> bool:
        return self.sheet.chart in ("lines", "bars") and len(self.rows) > 1

    def _letterhead(self, *, is_first: bool) -> None:
        company, top = CompanySettings.current().name, self.height - MARGIN
        self.canvas.setFillColor(GREY)
        shortened(Line(company, BOLD, SMALL), self.width / 2).draw(self.canvas, MARGIN, top)
        made = Line(wording.moment(clock.now(), self.sheet.zone), REGULAR, SMALL)
        made.draw(self.canvas, self.width - MARGIN - made.width, top)
        self.canvas.setStrokeColor(LINE)
        self.canvas.line(MARGIN, top - 6, self.width - MARGIN, top - 6)
        self.y = top - 26
        self.canvas.setFillColor(INK)
        size = 16.0 if is_first else 9.0
        shortened(Line(self.sheet.title, BOLD, size), self.width - 2 * MARGIN).draw(self.canvas, MARGIN, self.y)
        self.y -= 14
        self.canvas.setFillColor(GREY)
        for line in self._lines() if is_first else []:
            line.draw(self.canvas, MARGIN, self.y)
            self.y -= 12
        self.y -= 8

    def _chart(self) -> None:
        if self._has_chart():
            box = (MARGIN, self.y - CHART_HEIGHT + 20, self.width - 2 * MARGIN, CHART_HEIGHT - 30)
            draw_chart(self.canvas, self.sheet, self.rows, box)
            self.y -= CHART_HEIGHT

    def _titles(self) -> None:
        self._row([column.title for column in self.sheet.columns], BOLD, is_title=True)
        self.canvas.line(MARGIN, self.y + ROW - 6, self.width - MARGIN, self.y + ROW - 6)

    def _row(self, row: Sequence[Any], font: str, *, is_title: bool = False) -> None:
        x = MARGIN
        self.canvas.setFillColor(GREY if is_title else INK)
        for value, column, width in zip(row, self.sheet.columns, self.widths, strict=True):
            text = value if is_title else self._said(value, column.kind)
            line = shortened(Line(" ".join(text.split()), font, SMALL if is_title else SIZE), width - 8)
            is_left = column.kind in (Kind.text, Kind.date, Kind.moment)
            line.draw(self.canvas, x if is_left else x + width - 4 - line.width, self.y)
            x += width
        self.y -= ROW
        self.canvas.setStrokeColor(LINE)
        self.canvas.line(MARGIN, self.y + ROW - 6, self.width - MARGIN, self.y + ROW - 6)

    def _said(self, value: Any, kind: Kind) -> str:
        if isinstance(value, str):
            return value
        return wording.moment(value, self.sheet.zone) if isinstance(value, datetime) else wording.said(kind, value)

    def _end(self) -> None:
        for row in self.sheet.totals:
            self._row(row, BOLD)
        if self.is_cut:
            text = _(
                "The first %(number)s rows; a CSV or Excel file holds all.", number=wording.said(Kind.number, MOST_ROWS)
            )
            Line(text, REGULAR, SMALL).draw(self.canvas, MARGIN, self.y)

    def _foot(self, number: int, of: int) -> None:
        self.canvas.setFillColor(GREY)
        line = Line(_("Page %(number)d of %(of)d", number=number, of=of), REGULAR, SMALL)
        line.draw(self.canvas, self.width - MARGIN - line.width, MARGIN - 16)


def _on_paper(sheet: Sheet) -> Sheet:
    """The sheet without the columns for which paper has no room."""
    kept = [at for at, column in enumerate(sheet.columns) if column.weight != 0]
    rows = ([row[at] for at in kept] for row in sheet.rows)
    return replace(sheet, columns=[sheet.columns[at] for at in kept], rows=rows)
