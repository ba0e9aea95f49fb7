"""The receipt of a hand-over as a PDF: who accepted which device when, under which terms."""

import io
from collections.abc import Iterator
from itertools import chain

from flask_babel import format_date
from flask_babel import gettext as _
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from app.core import lettering
from app.core.lettering import BOLD, REGULAR, Line
from app.equipment.models import Custody
from app.web.filters import exact_time

LEFT, TOP, BOTTOM = 25 * mm, A4[1] - 30 * mm, 30 * mm
WIDTH = A4[0] - 2 * LEFT
LABELS = 45 * mm  # how wide the column of labels is
MOST_LINES = 400  # of one paragraph; terms are shorter


def pdf(custody: Custody, company: str) -> bytes:
    """The receipt of an accepted custody, in the reader's language and zone."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4, pageCompression=1)
    canvas.setTitle(_("Receipt for %(device)s", device=str(custody.equipment)))
    y = _draw(canvas, lettering.fitted(company, REGULAR, 10, WIDTH, 8), TOP)
    y = _draw(canvas, Line(_("Receipt"), BOLD, 20), y - 10)
    y -= 10
    for label, value in _facts(custody):
        y = _fact(canvas, label, value, y)
    if custody.terms is not None:
        heading = _("What was agreed (version %(number)s)", number=custody.terms_id)
        y = _draw(canvas, Line(heading, BOLD, 11), y - 14)
        paragraphs = (lettering.wrapped(text, REGULAR, 10, WIDTH, MOST_LINES) or [Line("", REGULAR, 10)]
                      for text in custody.terms.text.splitlines())  # fmt: skip
        for line in chain.from_iterable(paragraphs):
            y = _draw(canvas, line, y)
    _sign(canvas, custody, y)
    canvas.save()
    return target.getvalue()


def _facts(custody: Custody) -> Iterator[tuple[str, str]]:
    device = custody.equipment
    yield _("Device"), device.name
    yield _("Model"), str(device.model)
    yield _("Tag"), device.tag
    yield _("Serial number"), device.serial_number or "–"
    yield _("Accepted by"), f"{custody.holder.name}, {custody.holder.email}"
    yield _("Handed over"), exact_time(custody.began_at)
    yield _("Accepted"), exact_time(custody.accepted_at)
    if custody.due_on:
        yield _("Until"), format_date(custody.due_on, "long")


def _fact(canvas: Canvas, label: str, value: str, y: float) -> float:
    Line(label, REGULAR, 10).draw(canvas, LEFT, y - 10)
    for line in lettering.wrapped(value, BOLD, 10, WIDTH - LABELS, 4):
        line.draw(canvas, LEFT + LABELS, y - 10)
        y -= line.size * 1.5
    return y


def _draw(canvas: Canvas, line: Line, y: float) -> float:
    """The line at the left margin, on a new page where this one is full; answers where the next begins."""
    if y - line.size < BOTTOM:
        canvas.showPage()
        y = TOP
    line.draw(canvas, LEFT, y - line.size)
    return y - line.size * 1.45


def _sign(canvas: Canvas, custody: Custody, y: float) -> None:
    said = _("Accepted in the portal by %(name)s, signed in with the own account.", name=custody.holder.name)
    for line in lettering.wrapped(said, REGULAR, 9, WIDTH, 3):
        y = _draw(canvas, line, y - 8)
