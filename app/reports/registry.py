"""What reports are made of. Page, REST, export and mail read these definitions; nothing else defines a number."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from app.reports.tables import Kind

if TYPE_CHECKING:
    from app.reports.asked import Asked
    from app.reports.tables import Table

READ = "can_read"


class Fact(StrEnum):
    """What is counted: something that happened in the period, or how things stand."""

    created = "created"
    resolved = "resolved"
    responded = "responded"
    reopened = "reopened"
    reassigned = "reassigned"
    open = "open"  # now
    backlog = "backlog"  # at the end


@dataclass(frozen=True)
class Measure:
    """One number over tickets. Of a duration it is a percentile, of a share parts of a whole, else a count."""

    name: str
    title: Any
    definition: Any
    fact: Fact
    kind: Kind = Kind.number
    percent: int | None = None  # which percentile of `duration`
    duration: str = ""
    part: Callable[[], Any] | None = None  # the condition that is counted; without one, every row
    whole: Callable[[], Any] | None = None  # of a share: the condition that makes up the whole
    link: Mapping[str, str] = field(default_factory=dict)  # what opens the tickets behind it, beside the period
    better: str = ""


@dataclass(frozen=True)
class Field:
    """One column of a report that is no count of tickets."""

    name: str
    title: Any
    definition: Any
    kind: Kind = Kind.number
    better: str = ""


@dataclass(frozen=True)
class Dimension:
    """One way to group. `key` is the column, None where time is; `label` turns keys into words."""

    name: str
    title: Any
    definition: Any
    key: Callable[[Any], Any] | None
    labels: Callable[[list[Any]], Mapping[Any, str]]
    link: Callable[[Any, Any, str], Mapping[str, str]]  # (asked, key, label) -> filters of the queue
    joins_requester: bool = False
    joins: tuple[Any, Callable[[], Any]] | None = None  # a table that holds the key, and on what; perhaps no row of it
    order: Callable[[list[Any]], list[Any]] | None = None  # known keys in their own order; else the largest first


@dataclass(frozen=True)
class Report:
    """A report that can be opened, exported and mailed; `needs` are the views that its reader must be able to read."""

    name: str
    title: Any
    definition: Any
    group: str
    needs: tuple[str, ...]
    read: Callable[["Asked"], "Table"]
    measures: tuple[Measure, ...] = ()
    dimensions: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()
    chart: str = "bars"  # lines, bars, heat or none
    has_period: bool = True
    fields: tuple[Field, ...] = ()  # in place of measures, where it is not about tickets

    @property
    def columns(self) -> tuple["Measure | Field", ...]:
        """What its columns are."""
        return self.measures or self.fields

    @property
    def permissions(self) -> frozenset[tuple[str, str]]:
        """What a reader must have, as roles give it."""
        return frozenset((READ, view) for view in ("Report", *self.needs))


REPORTS: dict[str, Report] = {}


def enrol(*reports: Report) -> None:
    """Offer reports, in this order."""
    REPORTS.update({report.name: report for report in reports})
