"""What a report answers: columns with definitions, rows, and for every number the address of what it counts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What the values of a column are; pages, files and programs show each in its own way."""

    text = "text"
    number = "number"
    duration = "duration"  # whole seconds
    share = "share"  # 0 to 1
    money = "money"
    date = "date"
    moment = "moment"


class FileFormat(StrEnum):
    """As what a report can be taken along."""

    csv = "csv"
    xlsx = "xlsx"
    pdf = "pdf"


@dataclass(frozen=True)
class Column:
    """One measure, or one field of a list."""

    name: str
    title: str
    kind: Kind
    definition: str = ""
    better: str = ""  # "low" or "high" where one of them is good news
    weight: float | None = None  # how wide on paper, beside the usual; 0 leaves it out there


@dataclass
class Row:
    """One line: what it is about, its values by column, and where each value's own rows are found."""

    key: str
    label: str
    values: dict[str, Any] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)


@dataclass
class Table:
    """The answer of a report; `before` are the totals of the period before, where they can be compared."""

    columns: list[Column]
    rows: list[Row]
    total: Row
    before: Mapping[str, Any] | None = None
    is_cut: bool = False  # there are more rows than a page holds

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing worth sending to anybody."""
        return not any(value for row in [*self.rows, self.total] for value in row.values.values())
