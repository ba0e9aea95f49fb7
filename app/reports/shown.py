"""Reports as REST shows them."""

from collections.abc import Sequence
from fractions import Fraction

from app.core.links import absolute
from app.reports.asked import Asked
from app.reports.dimensions import DIMENSIONS
from app.reports.queries.shifts import Explained
from app.reports.queries.tables import column_of
from app.reports.registry import Dimension, Report
from app.reports.schemas import ColumnOut, DimensionOut, GroupShiftOut, ReportOut, RowOut, ShiftOut, TableOut
from app.reports.tables import Column, Row, Table


def report_out(report: Report) -> ReportOut:
    """What a report is, with every definition."""
    return ReportOut(
        name=report.name, title=str(report.title), definition=str(report.definition), group=report.group,
        columns=[_column(column_of(measure)) for measure in report.columns],
        group_by=[_dimension(DIMENSIONS[name]) for name in report.dimensions if name in DIMENSIONS],
        filters=list(report.filters), has_period=report.has_period,
    )  # fmt: skip


def table_out(asked: Asked, table: Table, explained: Sequence[Explained] = ()) -> TableOut:
    """A report that was read."""
    report, period = asked.report, asked.period
    return TableOut.model_construct(
        name=report.name, title=str(report.title), definition=str(report.definition),
        from_=period.first if report.has_period else None, to=period.last if report.has_period else None,
        timezone=str(period.zone), group_by=asked.group_by, columns=[_column(each) for each in table.columns],
        rows=[_row(row) for row in table.rows], total=_row(table.total),
        before=dict(table.before) if table.before is not None else None,
        shifts=[_shift(each) for each in explained], is_cut=table.is_cut, read_at=asked.now,
    )  # fmt: skip


def _column(column: Column) -> ColumnOut:
    return ColumnOut(name=column.name, title=column.title, kind=column.kind, definition=column.definition)


def _dimension(dimension: Dimension) -> DimensionOut:
    return DimensionOut(name=dimension.name, title=str(dimension.title), definition=str(dimension.definition))


def _row(row: Row) -> RowOut:
    links = {name: absolute(address) for name, address in row.links.items()}
    return RowOut(key=row.key, label=row.label, values=row.values, links=links)


def _shift(explained: Explained) -> ShiftOut:
    shift = explained.shift
    groups = [
        GroupShiftOut(
            label=label, weight_before=float(group.weights[0]), weight=float(group.weights[1]),
            share_before=_float(group.means[0]), share=_float(group.means[1]), within=float(group.within),
            mix=float(group.mix),
        )
        for label, group in explained.groups
    ]  # fmt: skip
    return ShiftOut(
        name=explained.column.name, before=float(shift.before), now=float(shift.now), change=float(shift.change),
        within=float(shift.within), mix=float(shift.mix), groups=groups,
    )  # fmt: skip


def _float(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
