"""What stands in a cell: texts, days, sums, numbers, yes and no, as spreadsheets of many countries write them."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import gettext as _
from pydantic import TypeAdapter, ValidationError

from app.core.imports.columns import Reader
from app.core.imports.delimited import Format
from app.core.schemas import UNSTORABLE
from app.core.sentences import sentences

DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\d{1,2}:\d{2}.*)?")
SHORT_DAY = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?: \d{1,2}:\d{2}.*)?")
GUARDED = re.compile(r"'+[=+\-@\t\r]")
YES = {"yes", "y", "true", "1", "ja", "wahr", "x", "oui", "si"}
NO = {"no", "n", "false", "0", "nein", "falsch", "non"}
MOST_DIGITS = 10


def unguarded(cell: str) -> str:
    """The cell without the quote that an export puts before what a spreadsheet would run."""
    return (cell[1:] if GUARDED.match(cell) else cell).strip()


def text(most: int, *, is_one_line: bool = True) -> Reader:
    """Text of at most so many letters; blanks and line ends are joined unless the lines matter."""

    def read(cell: str, _format: Format) -> str:
        if UNSTORABLE.search(cell):
            raise ValueError(_("contains characters that cannot be read or stored; is the encoding right?"))
        found = " ".join(cell.split()) if is_one_line else cell.replace("\r\n", "\n").replace("\r", "\n")
        if len(found) > most:
            raise ValueError(_("is longer than %(most)s letters", most=most))
        return found

    return read


def day(cell: str, form: Format) -> date:
    """2026-03-02, 2.3.2026, and 3/2/26 or 2/3/26 as the file has it."""
    if found := DAY.fullmatch(cell):
        year, month, number = int(found[1]), int(found[2]), int(found[3])
    elif found := SHORT_DAY.fullmatch(cell):
        first, second, year = int(found[1]), int(found[3]), int(found[4])
        is_day_first = form.day_first or found[2] != "/"
        number, month = (first, second) if is_day_first else (second, first)
        year += (2000 if year < 70 else 1900) if year < 100 else 0
    else:
        raise ValueError(_("%(cell)s is no date such as 2026-03-02", cell=_short(cell)))
    try:
        found_day = date(year, month, number)
    except ValueError as error:
        raise ValueError(_("%(cell)s is no day of the calendar", cell=_short(cell))) from error
    if not 1950 <= found_day.year <= 2150:
        raise ValueError(_("%(cell)s is too long ago or too far away", cell=_short(cell)))
    return found_day


def money(cell: str, _format: Format) -> Decimal:
    """A sum with at most two decimals: 1,234.50 and 1.234,50 and € 1 234,50 are one."""
    digits = re.sub(r"[^\d.,-]", "", re.sub(r"(?i)\b(eur|usd|chf|gbp)\b", "", cell))
    whole, mark, rest = _parts(digits)
    try:
        if not re.search(r"\d", digits) or re.search(r"[^\d\s.,'’\-–€$£]|(?i:[a-z])", _without_currency(cell)):
            raise InvalidOperation
        found = Decimal(re.sub(r"[.,]", "", whole) + (f".{rest}" if mark else ""))
    except InvalidOperation as error:
        raise ValueError(_("%(cell)s is no sum such as 1299.00", cell=_short(cell))) from error
    if found < 0 or found >= Decimal(10) ** MOST_DIGITS:
        raise ValueError(_("%(cell)s is less than nothing, or too much", cell=_short(cell)))
    if found != round(found, 2):
        raise ValueError(_("%(cell)s has more than two decimals", cell=_short(cell)))
    return round(found, 2)


def whole(least: int, most: int) -> Reader:
    """A whole number within these bounds; 30.0 is 30."""

    def read(cell: str, _format: Format) -> int:
        found = re.fullmatch(r"(-?\d{1,9})(?:[.,]0+)?", cell)
        if not found or not least <= int(found[1]) <= most:
            raise ValueError(_("is no whole number from %(least)s to %(most)s", least=least, most=most))
        return int(found[1])

    return read


def yes_no(cell: str, _format: Format) -> bool:
    """Yes or no, in a few languages."""
    if cell.casefold() in YES | NO:
        return cell.casefold() in YES
    raise ValueError(_("say yes or no"))


def one_of(words: Mapping[str, Any]) -> Reader:
    """One of these words, whatever its case."""
    known = {word.casefold(): value for word, value in words.items()}

    def read(cell: str, _format: Format) -> Any:
        if cell.casefold() not in known:
            raise ValueError(_("is none of these: %(words)s", words=", ".join(words)))
        return known[cell.casefold()]

    return read


def _parts(digits: str) -> tuple[str, str, str]:
    """What stands before and after the mark of the decimals. One mark with three digits after it parts thousands."""
    place = max(digits.rfind("."), digits.rfind(","))
    if place < 0:
        return digits, "", ""
    before, mark, rest = digits[:place], digits[place], digits[place + 1 :]
    is_thousands = len(rest) == 3 and before.lstrip("-") not in ("", "0") and not re.search(r"[.,]", before)
    if is_thousands or mark in before:
        return digits, "", ""
    return before, mark, rest


def _without_currency(cell: str) -> str:
    return re.sub(r"(?i)\b(eur|usd|chf|gbp)\b|[\u00a0\u202f]", "", cell)


def _short(cell: str) -> str:
    return cell if len(cell) <= 40 else f"{cell[:39]}…"


def typed(annotation: Any) -> Reader:
    """What a schema's type makes of the cell, in the schema's words where it refuses."""
    adapter = TypeAdapter(annotation)

    def read(cell: str, _format: Format) -> Any:
        try:
            return adapter.validate_python(cell)
        except ValidationError as error:
            raise ValueError(next(iter(sentences(error).values()))[0]) from error

    return read
