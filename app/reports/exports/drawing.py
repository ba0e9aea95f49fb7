"""Charts of a report in a PDF, drawn with lines and boxes: sharp at every size, readable in grey."""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from app.core.lettering import REGULAR, Line, shortened
from app.reports import wording
from app.reports.exports.sheet import Sheet
from app.reports.tables import Kind

COLOURS = [HexColor(colour) for colour in ("#2458c9", "#d9822b", "#0f766e", "#9d3ba8")]
DASHES: list[list[int]] = [[], [], [5, 3], [1, 2]]
LINE, GREY, INK = HexColor("#e4e7ec"), HexColor("#5f6978"), HexColor("#151a23")
SIZE, STEPS, MOST_SERIES, MOST_BARS = 7.0, 4, 3, 9
LABELS, LEGEND = 110.0, 16.0


Box = tuple[float, float, float, float]  # left, below, width, height


def draw_chart(canvas: Canvas, sheet: Sheet, rows: Sequence[Sequence[Any]], box: Box) -> None:
    """Draw up to three columns of one kind into the box."""
    (x, y, width, height), at = box, _columns(sheet)
    if not at:
        return
    _legend(canvas, sheet, at, x, y + height - SIZE)
    draw = _lines if sheet.chart == "lines" else _bars
    draw(canvas, sheet, at, rows, (x, y, width, height - LEGEND))


def _columns(sheet: Sheet) -> list[int]:
    numbers = [at for at, column in enumerate(sheet.columns) if column.kind in (Kind.number, Kind.duration, Kind.share)]
    kinds = [sheet.columns[at].kind for at in numbers]
    if not kinds:
        return []
    kind = Kind.duration if sheet.chart == "lines" and Kind.duration in kinds else kinds[0]
    return [at for at in numbers if sheet.columns[at].kind is kind][:MOST_SERIES]


def _legend(canvas: Canvas, sheet: Sheet, at: list[int], x: float, y: float) -> None:
    for order, column in enumerate(at):
        canvas.setFillColor(COLOURS[order])
        canvas.rect(x, y, 10, 5, stroke=0, fill=1)
        canvas.setFillColor(GREY)
        line = Line(sheet.columns[column].title, REGULAR, SIZE)
        line.draw(canvas, x + 14, y)
        x += line.width + 30


def _top(values: list[float]) -> float:
    """A round number that no value exceeds."""
    most = max([*values, 1.0])
    unit = 10 ** math.floor(math.log10(most))
    return next(step * unit for step in (1, 2, 4, 5, 10) if step * unit >= most)


def _said(sheet: Sheet, at: list[int], value: float) -> str:
    kind = sheet.columns[at[0]].kind
    return wording.said(kind, int(value) if kind is Kind.duration else value)


def _lines(canvas: Canvas, sheet: Sheet, at: list[int], rows: Sequence[Sequence[Any]], box: Box) -> None:
    x, y, width, height = box
    left, bottom = x + 50, y + 14
    top = _top([row[column] for row in rows for column in at if row[column] is not None])
    across, up = (width - 60) / max(1, len(rows) - 1), (height - 24) / top
    canvas.setLineWidth(0.5)
    for step in range(STEPS + 1):
        level = bottom + (height - 24) * step / STEPS
        canvas.setStrokeColor(LINE)
        canvas.line(left, level, x + width, level)
        _right(canvas, _said(sheet, at, top * step / STEPS), left - 4, level - 2)
    for place in sorted({0, (len(rows) - 1) // 2, len(rows) - 1}):
        label = Line(str(rows[place][0]), REGULAR, SIZE)
        label.draw(canvas, min(left + across * place, x + width - label.width), y)
    for order, column in enumerate(at):
        points = [
            (left + across * place, bottom + up * row[column])
            for place, row in enumerate(rows)
            if row[column] is not None
        ]
        canvas.setStrokeColor(COLOURS[order])
        canvas.setLineWidth(1.3)
        canvas.setDash(DASHES[order])
        for start, end in pairwise(points):
            canvas.line(*start, *end)
    canvas.setDash([])
    canvas.setLineWidth(0.5)


def _bars(canvas: Canvas, sheet: Sheet, at: list[int], rows: Sequence[Sequence[Any]], box: Box) -> None:
    x, y, width, height = box
    shown = rows[:MOST_BARS]
    top = _top([row[column] for row in shown for column in at if row[column] is not None])
    room = height / len(shown)
    thick = min(9.0, room * 0.8 / len(at))
    for place, row in enumerate(shown):
        middle = y + height - room * (place + 0.5)
        canvas.setFillColor(INK)
        label = shortened(Line(str(row[0]), REGULAR, SIZE), LABELS - 8)
        label.draw(canvas, x + LABELS - 6 - label.width, middle - 2)
        for order, column in enumerate(at):
            value = row[column] or 0
            long = (width - LABELS - 50) * value / top
            below = middle + (len(at) / 2 - order - 1) * thick
            canvas.setFillColor(COLOURS[order])
            canvas.rect(x + LABELS, below, long, thick - 1, stroke=0, fill=1)
            canvas.setFillColor(GREY)
            Line(_said(sheet, at, value), REGULAR, min(SIZE, thick)).draw(canvas, x + LABELS + long + 4, below + 1)


def _right(canvas: Canvas, text: str, x: float, y: float) -> None:
    canvas.setFillColor(GREY)
    line = Line(text, REGULAR, SIZE)
    line.draw(canvas, x - line.width, y)
