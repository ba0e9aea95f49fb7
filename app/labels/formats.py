"""The sheets and rolls that labels are printed on, in millimetres, as their makers state them."""

from collections.abc import Mapping
from dataclasses import dataclass

A4 = (210.0, 297.0)
LETTER = (215.9, 279.4)


@dataclass(frozen=True)
class LabelFormat:
    """A sheet of equal labels, or a roll, whose every page is one label. All lengths are millimetres."""

    key: str
    name: str  # size, count and well-known numbers; the same in every language
    page: tuple[float, float]
    label: tuple[float, float]
    columns: int = 1
    rows: int = 1
    margin: tuple[float, float] = (0.0, 0.0)  # from the left and the upper edge to the first label
    pitch: tuple[float, float] = (0.0, 0.0)  # from one label to the next

    @property
    def per_page(self) -> int:
        """How many labels a page holds."""
        return self.columns * self.rows

    @property
    def is_roll(self) -> bool:
        """Whether a printer for single labels takes it: there is no used sheet to begin in the middle of."""
        return self.per_page == 1

    def place(self, number: int) -> tuple[float, float]:
        """The upper left corner of a page's label, counted from 0, row by row; from the page's upper left corner."""
        row, column = divmod(number % self.per_page, self.columns)
        return self.margin[0] + column * self.pitch[0], self.margin[1] + row * self.pitch[1]


def _a4(size: tuple[float, float], grid: tuple[int, int], gap: float, makers: str) -> LabelFormat:
    """A sheet whose labels stand in its middle with `gap` between columns and none between rows."""
    (width, height), (columns, rows) = size, grid
    pitch = (width + gap, height)
    margin = ((A4[0] - columns * width - (columns - 1) * gap) / 2, (A4[1] - rows * height) / 2)
    name = f"A4, {width:g} × {height:g} mm, {columns} × {rows} ({makers})"
    return LabelFormat(f"a4-{width:g}x{height:g}", name, A4, size, columns, rows, margin, pitch)


def _letter(number: str, size: tuple[float, float], grid: tuple[int, int], left: float, step: float) -> LabelFormat:
    """A sheet measured in inches; all begin half an inch below the upper edge and leave nothing between rows."""
    inch = 25.4
    (width, height), (columns, rows) = size, grid
    name = f"Letter, {width:g} × {height:g} in, {columns} × {rows} (Avery {number})"
    return LabelFormat(
        f"letter-{number}", name, LETTER, (width * inch, height * inch), columns, rows,
        (left * inch, 0.5 * inch), (step * inch, height * inch),
    )  # fmt: skip


def _roll(width: float, height: float, makers: str) -> LabelFormat:
    return LabelFormat(
        f"roll-{width:g}x{height:g}", f"{width:g} × {height:g} mm ({makers})", (width, height), (width, height)
    )


FORMATS: Mapping[str, LabelFormat] = {
    kind.key: kind
    for kind in (
        _a4((70, 37), (3, 8), 0, "Avery 3474, Herma 4464"),
        _a4((63.5, 38.1), (3, 7), 2.5, "Avery L7160"),
        _a4((52.5, 29.7), (4, 10), 0, "Avery 3651, Herma 4461"),
        _a4((48.5, 25.4), (4, 10), 0, "Avery 3657"),
        _a4((45.7, 21.2), (4, 12), 2.5, "Avery L4778"),
        _a4((38.1, 21.2), (5, 13), 2.5, "Avery L7651"),
        _a4((99.1, 38.1), (2, 7), 2.5, "Avery L7163"),
        _letter("5160", (2.625, 1), (3, 10), 0.1875, 2.75),
        _letter("5163", (4, 2), (2, 5), 0.15625, 4.1875),
        _letter("5167", (1.75, 0.5), (4, 20), 0.28125, 2.0625),
        _roll(62, 29, "Brother DK-11209"),
        _roll(54, 25, "Dymo 11352"),
        _roll(50.8, 25.4, "Zebra 2 × 1 in"),
    )
}
DEFAULT = "a4-70x37"
