"""What a file is made of: columns that know what they hold, and rows that come one by one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from app.reports import wording
from app.reports.asked import Asked
from app.reports.dimensions import DIMENSIONS
from app.reports.tables import Column, Kind, Table


@dataclass
class Sheet:
    """A title, lines below it, columns, rows of plain values in the columns' order, and how they are drawn."""

    name: str
    title: str
    lines: list[str]
    columns: list[Column]
    rows: Iterable[Sequence[Any]]
    zone: ZoneInfo
    totals: list[Sequence[Any]] = field(default_factory=list)
    chart: str = "none"


def sheet_of(asked: Asked, table: Table) -> Sheet:
    """A report that was read, as a file shows it: groups first, then all of them together and the period before."""
    grouping = DIMENSIONS.get(asked.group_by)
    first = [Column("group", str(grouping.title), Kind.text)] if grouping else []
    lead = [[row.label] if grouping else [] for row in table.rows]
    rows = [before + [row.values.get(column.name) for column in table.columns]
            for before, row in zip(lead, table.rows, strict=True)]  # fmt: skip
    lines = [str(asked.report.definition)]
    if asked.report.has_period:
        lines.append(_days(asked))
    if table.is_cut:
        number = wording.said(Kind.number, len(table.rows))
        lines.append(_("Only the first %(number)s rows are shown, in files and mails too.", number=number))
    totals = _totals(table, has_label=bool(first)) if asked.report.measures else []
    chart = "bars" if asked.report.chart == "lines" and grouping and grouping.key else asked.report.chart
    columns = [*first, *table.columns]
    if not grouping and totals:  # nothing is grouped: what is compared is the rows
        columns, rows, totals = [Column("period", _("Period"), Kind.text), *columns], totals_named(totals), []
    return Sheet(asked.report.name, str(asked.report.title), lines, columns, rows, asked.period.zone, totals, chart)


def _days(asked: Asked) -> str:
    first, last = wording.day(asked.period.first), wording.day(asked.period.last)
    return _("%(first)s to %(last)s, %(zone)s", first=first, last=last, zone=str(asked.period.zone))


def _totals(table: Table, *, has_label: bool) -> list[Sequence[Any]]:
    lines = [(_("All"), table.total.values)] + ([(_("The period before"), table.before)] if table.before else [])
    return [[label, *(values.get(column.name) for column in table.columns)] for label, values in lines]


def totals_named(totals: list[Sequence[Any]]) -> list[Sequence[Any]]:
    """The same lines as rows of their own."""
    return [[_("This period"), *totals[0][1:]], *totals[1:]]
