"""Why the shares of a report changed since the period before."""

from collections.abc import Hashable
from dataclasses import dataclass

from app.reports.asked import Asked
from app.reports.dimensions import DIMENSIONS
from app.reports.queries.counting import parts_of_shares
from app.reports.queries.tables import column_of
from app.reports.registry import Measure
from app.reports.shifts import GroupShift, Shift, split
from app.reports.tables import Column, Kind

MOST = 8  # groups that are named, those first that moved the whole most


@dataclass(frozen=True)
class Explained:
    """The change of one column, split, with the groups that did most to it."""

    column: Column
    shift: Shift
    groups: list[tuple[str, GroupShift]]


def explained(asked: Asked) -> list[Explained]:
    """Every share of the report that moved; nothing where time is what is grouped by, or nothing is."""
    dimension = DIMENSIONS.get(asked.group_by)
    shares = [each for each in asked.report.measures if each.kind is Kind.share]
    if dimension is None or dimension.key is None or not (shares and asked.compares and asked.report.has_period):
        return []
    now, before = (parts_of_shares(each, shares, asked.group_by) for each in (asked, asked.before()))
    found = ((measure, split(before[measure.name], now[measure.name])) for measure in shares)
    return [_told(asked, measure, shift) for measure, shift in found if shift is not None and shift.change]


def _told(asked: Asked, measure: Measure, shift: Shift) -> Explained:
    first = sorted(shift.groups, key=lambda group: -abs(group.within + group.mix))[:MOST]
    keys: list[Hashable] = [group.key for group in first]
    labels = DIMENSIONS[asked.group_by].labels(keys)
    return Explained(column_of(measure), shift, [(labels[group.key], group) for group in first])
