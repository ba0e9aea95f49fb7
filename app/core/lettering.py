"""Text in PDFs in any script: which font draws it, how wide it is, how it is shortened.

FiraGO draws Latin, Greek, Cyrillic, Georgian and more as outlines. Scripts whose letters join, stack or run from the
right are shaped by Pillow's layout engine and set as a fine picture. Chinese, Japanese and Korean use the fonts that
PDF readers bring for them: one of theirs here would be larger than the rest of the product.
"""

import io
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby

import pymupdf_fonts
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

REGULAR, BOLD = "figo", "figbo"
HAN, KANA, HANGUL = "STSong-Light", "HeiseiKakuGo-W5", "HYSMyeongJo-Medium"
ELLIPSIS = "…"
UNKNOWN = "·"  # a letter that no font of ours has
NEARLY = 0.999  # so that rounding does not push the last letter out
# Hebrew and Arabic run from the right; the marks of Indic and Thai scripts stack and change places.
SHAPED = (("\u0590", "\u08ff"), ("\u0900", "\u0dff"), ("\u0e00", "\u0eff"), ("\ufb1d", "\ufdff"), ("\ufe70", "\ufeff"))


SHAPED_SIZE = 100  # at which shaped text is drawn; it is scaled to its place


@cache
def _fonts() -> bool:
    for name in (REGULAR, BOLD):
        pdfmetrics.registerFont(TTFont(name, io.BytesIO(pymupdf_fonts.myfont(name))))
    for name in (HAN, KANA, HANGUL):
        pdfmetrics.registerFont(UnicodeCIDFont(name))
    return True


@dataclass(frozen=True)
class Line:
    """One line of text, ready to be drawn; lengths are points."""

    text: str
    font: str
    size: float

    @property
    def width(self) -> float:
        """How wide it will be."""
        return sum(_width(part, font, self.size) for font, part in runs(self.text, self.font))

    def draw(self, canvas: Canvas, x: float, y: float) -> None:
        """Draw it from `x` on the baseline `y`."""
        for font, part in runs(self.text, self.font):
            if font is None:
                _draw_shaped(canvas, part, self.font, self.size, x, y)
            else:
                canvas.setFont(font, self.size)
                canvas.drawString(x, y, part)
            x += _width(part, font, self.size)


def fitted(text: str, font: str, size: float, width: float, smallest: float) -> Line:
    """The text on one line: a little smaller if that makes it fit, else shortened."""
    line = Line(text, font, size)
    if line.width > width:
        line = Line(text, font, max(smallest, size * width / line.width * NEARLY))
    return shortened(line, width)


def wrapped(text: str, font: str, size: float, width: float, most: int) -> list[Line]:
    """The text on at most so many lines, broken between words; what is too long ends in an ellipsis."""
    lines: list[str] = []
    for word in text.split():
        both = f"{lines[-1]} {word}" if lines else word
        if lines and Line(both, font, size).width <= width:
            lines[-1] = both
        else:
            lines.append(word)
    kept = [*lines[: most - 1], " ".join(lines[most - 1 :])] if len(lines) > most else lines
    return [shortened(Line(line, font, size), width) for line in kept]


def shortened(line: Line, width: float) -> Line:
    """The line itself when it fits, else as much of it as fits and an ellipsis."""
    if line.width <= width:
        return line
    low, high = 0, len(line.text)
    while low < high:
        middle = (low + high + 1) // 2
        if Line(line.text[:middle].rstrip() + ELLIPSIS, line.font, line.size).width <= width:
            low = middle
        else:
            high = middle - 1
    return Line(line.text[:low].rstrip() + ELLIPSIS, line.font, line.size)


def runs(text: str, font: str) -> Iterator[tuple[str | None, str]]:
    """The text in parts that one font draws; None for parts that must be shaped."""
    _fonts()
    plain = unicodedata.normalize("NFC", text)
    if any(_is_shaped(letter) for letter in plain):
        yield None, plain  # as a whole: directions must not be torn apart
        return
    drawn = (_font_and_letter(letter, font) for letter in plain)
    for name, part in groupby(drawn, key=lambda pair: pair[0]):
        yield name, "".join(letter for _font, letter in part)


def _is_shaped(letter: str) -> bool:
    return any(first <= letter <= last for first, last in SHAPED)


def _font_and_letter(letter: str, font: str) -> tuple[str, str]:
    if ord(letter) in pdfmetrics.getFont(font).face.charToGlyph:
        return font, letter
    name = unicodedata.name(letter, "")
    for start, other in (("HANGUL", HANGUL), ("HIRAGANA", KANA), ("KATAKANA", KANA), ("CJK", HAN), ("FULLWIDTH", HAN)):
        if name.startswith(start):
            return other, letter
    return font, UNKNOWN


def _width(text: str, font: str | None, size: float) -> float:
    if font is None:
        return _shaped_font(REGULAR).getlength(text) * size / SHAPED_SIZE
    return pdfmetrics.stringWidth(text, font, size)


@cache
def _shaped_font(name: str) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(io.BytesIO(pymupdf_fonts.myfont(name)), SHAPED_SIZE)


def _draw_shaped(canvas: Canvas, text: str, font: str, size: float, x: float, y: float) -> None:
    drawn = _shaped_font(font)
    ascent, descent = drawn.getmetrics()
    picture = Image.new("L", (max(1, round(drawn.getlength(text))), ascent + descent), 255)
    ImageDraw.Draw(picture).text((0, 0), text, font=drawn, fill=0)
    scale = size / SHAPED_SIZE
    canvas.drawImage(ImageReader(picture), x, y - descent * scale, picture.width * scale, picture.height * scale)
