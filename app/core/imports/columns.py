"""The columns that an import knows, and which of a file's columns is which."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.core.imports.delimited import Format

Reader = Callable[[str, Format], Any]  # the value of a cell; ValueError says in words what is wrong


@dataclass(frozen=True)
class Column:
    """A column of an import: its name in templates and exports, its label, what it is called elsewhere."""

    name: str
    label: Any
    read: Reader
    synonyms: tuple[str, ...] = ()
    help: Any = ""
    example: str = ""
    is_needed: bool = False  # without a column for it, nothing can come in


Mapped = Mapping[str, int]  # the name of a column of ours -> the place of the file's column


def plain(header: str) -> str:
    """A header without case, accents and marks: "Asset-Tag" and "asset_tag" are one."""
    letters = unicodedata.normalize("NFKD", header.casefold())
    return "".join(letter for letter in letters if letter.isalnum())


def guessed(columns: Sequence[Column], header: Sequence[str]) -> dict[str, int]:
    """Which of the file's columns is which of ours: own names first, then labels and synonyms; each used once."""
    places: dict[str, int] = {}
    for place, name in enumerate(header):
        places.setdefault(plain(re.sub(r" #\d+$", "", name)), place)
    found: dict[str, int] = {}
    wanted = [(column, column.name) for column in columns] + [(column, str(column.label)) for column in columns]
    wanted += [(column, word) for column in columns for word in column.synonyms]
    for column, word in wanted:
        at = places.get(plain(word))
        if at is not None and column.name not in found and at not in found.values():
            found[column.name] = at
    return found


def missing(columns: Sequence[Column], mapped: Mapped) -> list[Column]:
    """The needed columns that nothing stands for."""
    return [column for column in columns if column.is_needed and column.name not in mapped]
