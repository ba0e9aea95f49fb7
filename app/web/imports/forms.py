"""What the page of columns shows and sends."""

from collections.abc import Mapping as Given
from dataclasses import dataclass
from itertools import islice
from typing import Any

from flask_babel import gettext as _

from app.core.imports.columns import Column
from app.core.imports.delimited import ENCODINGS, Format
from app.core.imports.kinds import ImportKind
from app.core.imports.options import Options
from app.core.imports.runs import ImportRun
from app.core.imports.tables import opener_of, table_in

SHOWN = 5  # rows of the file
LONGEST_SAMPLE = 40
DELIMITERS = {",": ",", ";": ";", "\t": "tab", "|": "|"}


@dataclass(frozen=True)
class Field:
    """One of our columns, the file's column that stands for it, and what a blank cell means."""

    column: Column
    place: int | None
    default: str


@dataclass(frozen=True)
class Mapping:
    """The page of columns: ours beside the file's, and how the file is read."""

    fields: list[Field]
    offered: list[tuple[int, str]]  # the file's columns with a sample
    left: list[str]  # those that nothing stands for
    header: list[str]
    rows: list[tuple[str, ...]]
    form: Format
    options: Options

    @classmethod
    def of(cls, kind: ImportKind, run: ImportRun, given: Given[str, str]) -> "Mapping":
        """As it was kept, or as it was just sent and refused."""
        options = options_from(given, run) if "sent" in given else Options.of(run.options)
        table = table_in(kind, opener_of(run), run.filename, options.form)
        rows = [line.cells for line in islice(table, SHOWN)]
        samples = [next((row[place] for row in rows if row[place].strip()), "") for place in range(len(table.header))]
        offered = [(place, _named(name, samples[place])) for place, name in enumerate(table.header)]
        places = options.columns
        fields = [
            Field(column, places.get(column.name), options.defaults.get(column.name, "")) for column in kind.columns
        ]
        left = [name for place, name in enumerate(table.header) if place not in places.values()]
        return cls(fields, offered, left, table.header, rows, options.form, options)

    @property
    def encodings(self) -> Given[str, str]:
        """What the file may be written in."""
        return ENCODINGS

    @property
    def delimiters(self) -> dict[str, Any]:
        """What may stand between cells."""
        return {**DELIMITERS, "\t": _("tab")}


def options_from(given: Given[str, str], run: ImportRun) -> Options:
    """What was chosen on the page of columns."""
    places, defaults = {}, {}
    for name, value in given.items():
        kind, _mark, column = name.partition(".")
        if kind == "column" and value.isascii() and value.isdigit() and len(value) < 4:
            places[column] = int(value)
        elif kind == "default" and value.strip():
            defaults[column] = value.strip()[:500]
    return Options(
        columns=places,
        form=Options.of(run.options).form,
        defaults=defaults,
        leaves_known=given.get("known") == "leave",
        leaves_unknown="leaves_unknown" in given,
    )


def format_from(given: Given[str, str]) -> dict[str, Any]:
    """How the file shall be read."""
    return {
        "encoding": given.get("encoding", ""),
        "delimiter": given.get("delimiter", ","),
        "day_first": given.get("day_first") == "yes",
    }


def _named(name: str, sample: str) -> str:
    text = " ".join(sample.split())
    short = text if len(text) <= LONGEST_SAMPLE else f"{text[:LONGEST_SAMPLE]}…"
    return f"{name} ({short})" if short else name
