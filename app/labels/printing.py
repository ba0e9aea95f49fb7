"""Labels as a PDF: each in its exact place on the sheet."""

import io
import threading
from collections.abc import Sequence
from dataclasses import dataclass

import pypdfium2
import segno
from PIL import ImageDraw
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from app.core import lettering
from app.labels.formats import LabelFormat

PREVIEW_WIDTH = 640  # pixels
EDGE = (190, 196, 206)
QUIET = 4  # modules of white around a code, as ISO 18004 asks for
PADDING = 1.5 * mm
SMALLEST = 4.5  # points; what is smaller nobody reads

_rendering = threading.Lock()


@dataclass(frozen=True)
class Sticker:
    """What one label says: the address in its code, and what people read."""

    address: str
    title: str  # a device's tag, a room's name
    name: str  # what it is, or where
    foot: str  # whose it is


def sheet(stickers: Sequence[Sticker], kind: LabelFormat, first: int = 1) -> bytes:
    """The labels as a PDF, beginning at place `first` of the first page (a used sheet)."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(kind.page[0] * mm, kind.page[1] * mm), pageCompression=1)
    canvas.setTitle("Labels")
    skipped = 0 if kind.is_roll else first - 1
    for number, sticker in enumerate(stickers, start=skipped):
        if number > skipped and number % kind.per_page == 0:
            canvas.showPage()
        _draw(canvas, sticker, kind, number)
    canvas.showPage()
    canvas.save()
    return target.getvalue()


def _draw(canvas: Canvas, sticker: Sticker, kind: LabelFormat, number: int) -> None:
    left, top = kind.place(number)
    width, height = kind.label[0] * mm, kind.label[1] * mm
    x, y = left * mm, (kind.page[1] - top) * mm - height
    side = min(height - PADDING, width * 0.48)
    _draw_code(canvas, sticker.address, x + PADDING / 2, y + (height - side) / 2, side)
    start = x + side + PADDING
    _draw_words(canvas, sticker, (start, y), (x + width - PADDING - start, height))


def _draw_words(canvas: Canvas, sticker: Sticker, corner: tuple[float, float], room: tuple[float, float]) -> None:
    """Title, name and foot beside the code, in the middle of the height that the label has."""
    width, height = room
    size = min(14.0, height / 4)
    title = lettering.fitted(sticker.title, lettering.BOLD, size, width, max(SMALLEST, size * 0.55))
    small = max(SMALLEST, min(8.0, height / 8))
    fits = max(1, int((height - 2 * PADDING - size * 1.2 - small * 1.3) / (small * 1.25)))
    names = lettering.wrapped(sticker.name, lettering.REGULAR, small, width, min(3, fits))
    foot = lettering.wrapped(sticker.foot, lettering.REGULAR, max(SMALLEST, small * 0.85), width, 1)
    lines = [title, *names, *foot]
    heights = [line.size * 1.25 for line in lines]
    y = corner[1] + (height + sum(heights)) / 2
    for line, taken in zip(lines, heights, strict=True):
        y -= taken
        line.draw(canvas, corner[0], y + line.size * 0.3)


def _draw_code(canvas: Canvas, address: str, x: float, y: float, side: float) -> None:
    """The QR code as outlines, so that it is sharp on every printer; runs of dark modules are one bar each."""
    matrix = segno.make_qr(address, error="m").matrix
    bars = canvas.beginPath()
    for row, modules in enumerate(matrix):
        column = 0
        while (column := modules.find(1, column)) >= 0:
            end = modules.find(0, column)
            end = len(modules) if end < 0 else end
            bars.rect(column + QUIET, len(matrix) + QUIET - row - 1, end - column, 1)
            column = end
    canvas.saveState()
    canvas.translate(x, y)
    canvas.scale(side / (len(matrix) + 2 * QUIET), side / (len(matrix) + 2 * QUIET))  # one module is one unit
    canvas.drawPath(bars, stroke=0, fill=1)
    canvas.restoreState()


def preview(stickers: Sequence[Sticker], kind: LabelFormat, first: int = 1) -> bytes:
    """The first page as a PNG: the very PDF, rendered, with the labels' edges drawn in."""
    shown = stickers[: kind.per_page - (0 if kind.is_roll else first - 1)]
    with _rendering:  # PDFium serves one thread at a time
        page = pypdfium2.PdfDocument(sheet(shown, kind, first))[0]
        picture = page.render(scale=_scale(kind) / mm).to_pil()
    pen = ImageDraw.Draw(picture)
    for number in range(kind.per_page):
        left, top = kind.place(number)
        edges = (left, top, left + kind.label[0], top + kind.label[1])
        pen.rounded_rectangle([edge * _scale(kind) for edge in edges], radius=4, outline=EDGE)
    target = io.BytesIO()
    picture.save(target, "PNG")
    return target.getvalue()


def _scale(kind: LabelFormat) -> float:
    """Dots per millimetre: a sheet fills a column of a page, a single label is shown larger than it is."""
    return PREVIEW_WIDTH / kind.page[0]
