"""A report on tickets as a table: every group, the whole, and the whole of the period before."""

from collections.abc import Iterable
from typing import Any

from app.reports.asked import Asked
from app.reports.dimensions import DIMENSIONS
from app.reports.periods import Grain
from app.reports.queries.counting import EVERYTHING, Counted, counted
from app.reports.queries.links import link_to
from app.reports.registry import Fact, Field, Measure
from app.reports.tables import Column, Kind, Row, Table
from app.tickets.models import Ticket

MOST_ROWS = 5_000


def column_of(measure: Measure | Field) -> Column:
    """The measure in the reader's words."""
    return Column(measure.name, str(measure.title), measure.kind, str(measure.definition), measure.better)


def ticket_table(asked: Asked) -> Table:
    """The measures of the report by the groups asked for."""
    measures, by = asked.report.measures, asked.group_by
    together: dict[str, Any] = {}
    groups = counted(asked, measures, by, together) if by else {}
    rows = [_row(asked, measures, key, label, groups) for key, label in _keys(asked, groups)[: asked.most]]
    total = whole(asked, measures, groups, together)
    return Table([column_of(measure) for measure in measures], rows, total, earlier(asked))


def earlier(asked: Asked) -> dict[str, Any] | None:
    """The measures over the period before; nothing where there is none, or where now is all that counts."""
    measures = [measure for measure in asked.report.measures if measure.fact is not Fact.open]
    if not (asked.compares and asked.report.has_period and measures):
        return None
    return filled(measures, counted(asked.before(), measures).get(EVERYTHING, {}))


def whole(asked: Asked, measures: Iterable[Measure], groups: Counted, together: dict[str, Any] | None = None) -> Row:
    """The measures over everything; what adds up is added up, what is known `together` already is not read again."""
    measures, by = list(measures), asked.group_by
    added = [measure for measure in measures if groups and _adds_up(measure, by)]
    values = dict(together or {})
    values |= {each.name: sum(group.get(each.name, 0) for group in groups.values()) for each in added}
    if groups and DIMENSIONS[by].key is None:  # what stands at the end of the last bucket stands at the end
        last = groups.get(asked.period.buckets(Grain(by))[-1].key, {})
        values |= {each.name: last[each.name] for each in measures if each.fact is Fact.backlog}
    if asked_again := [measure for measure in measures if measure.name not in values]:
        values |= counted(asked, asked_again).get(EVERYTHING, {})
    return Row(EVERYTHING, "", filled(measures, values), _links(asked, measures, values))


def filled(measures: Iterable[Measure], values: dict[str, Any]) -> dict[str, Any]:
    """Every measure's value: what was not found is none of it, or no duration and no share."""
    return {each.name: values.get(each.name, 0 if each.kind is Kind.number else None) for each in measures}


def _adds_up(measure: Measure, by: str) -> bool:
    is_state = measure.fact is Fact.backlog and DIMENSIONS[by].key is None
    is_distinct = measure.part is not None and measure.part() is Ticket.id
    return measure.kind is Kind.number and not is_state and not is_distinct


def _keys(asked: Asked, groups: Counted) -> list[tuple[Any, str]]:
    """The groups in their order with their names; of time, also those in which nothing happened."""
    if not asked.group_by:
        return []
    dimension = DIMENSIONS[asked.group_by]
    if dimension.key is None:
        keys: list[Any] = [bucket.key for bucket in asked.period.buckets(Grain(asked.group_by))]
        labels = dimension.labels(keys)
    else:
        keys = list(groups)
        labels = dimension.labels(keys)
        keys = dimension.order(keys) if dimension.order else _largest_first(asked, groups, labels)
    return [(key, labels[key]) for key in keys]


def _largest_first(asked: Asked, groups: Counted, labels: Any) -> list[Any]:
    first = next((measure.name for measure in asked.report.measures if measure.kind is Kind.number), "")
    return sorted(groups, key=lambda key: (-groups[key].get(first, 0), str(labels[key])))


def _row(asked: Asked, measures: Iterable[Measure], key: Any, label: str, groups: Counted) -> Row:
    values = groups.get(key, {})
    links = _links(asked, measures, values, asked.group_by, key, label)
    return Row("none" if key is None else str(key), label, filled(measures, values), links)


def _links(
    asked: Asked, measures: Iterable[Measure], values: dict[str, Any], by: str = "", key: Any = None, label: str = ""
) -> dict[str, str]:
    return {each.name: link_to(asked, each, by, key, label) for each in measures if values.get(each.name)}


def field_table(asked: Asked, rows: list[Row], most: int = MOST_ROWS) -> Table:
    """A report whose rows are made already, under its own fields; a page shows the first ones."""
    columns = [column_of(each) for each in asked.report.fields]
    return Table(columns, rows[:most], Row(EVERYTHING, ""), is_cut=len(rows) > most)
