"""Tickets counted by SQL: one statement for each fact and grouping, never a row of a ticket itself."""

from array import array
from collections.abc import Iterable, Mapping
from datetime import timedelta
from itertools import chain
from typing import Any

import sqlalchemy as sa

from app.core.localtime import seconds_between
from app.extensions import db
from app.reports.asked import Asked
from app.reports.dimensions import DIMENSIONS
from app.reports.periods import Grain
from app.reports.registry import Fact, Measure
from app.reports.tables import Kind
from app.tickets import queries as tickets
from app.tickets.happened import reassignment, reopening
from app.tickets.models import Ticket, TimelineEntry

MOMENTS: Mapping[Fact, Any] = {
    Fact.created: Ticket.created_at,
    Fact.resolved: Ticket.resolved_at,
    Fact.responded: Ticket.first_responded_at,
    Fact.reopened: TimelineEntry.created_at,
    Fact.reassigned: TimelineEntry.created_at,
}
DURATIONS: Mapping[str, tuple[Any, Any]] = {
    "response": (Ticket.created_at, Ticket.first_responded_at),
    "response_allowed": (Ticket.created_at, Ticket.response_due_at),
    "resolution": (Ticket.created_at, Ticket.resolved_at),
    "resolution_allowed": (Ticket.created_at, Ticket.resolution_due_at),
}
TOLD = {Fact.reopened: reopening, Fact.reassigned: reassignment}  # by the timeline, perhaps more than once a ticket
EVERYTHING = "everything"  # the key when nothing is grouped
AT_ONCE = 5_000  # rows in memory at a time
A_DAY = timedelta(days=1)
Counted = dict[Any, dict[str, Any]]  # key of a group -> value by name of the measure
FIRST_COLUMN = sa.text("1")  # PostgreSQL does not see that a key with parameters is the same key


def counted(
    asked: Asked, measures: Iterable[Measure], group_by: str = "", whole: dict[str, Any] | None = None
) -> Counted:
    """The measures by group; a group without any row is left out.

    `whole` takes what the same rows say of everything together, so that percentiles and shares are not read again.
    """
    found: Counted = {}
    wanted = list(measures)
    for fact in dict.fromkeys(measure.fact for measure in wanted if measure.fact is not Fact.backlog):
        of_fact = [measure for measure in wanted if measure.fact is fact]
        plain = [measure for measure in of_fact if measure.percent is None]
        if plain:
            _merge(found, _sums(asked, fact, plain, group_by, whole))
        if timed := [measure for measure in of_fact if measure.percent is not None]:
            _merge(found, _percentiles(asked, fact, timed, group_by, whole))
    if stands := [measure for measure in wanted if measure.fact is Fact.backlog]:
        _merge(found, _backlog(asked, stands[0], group_by, _plain_counts(wanted, found)))
    return found


def _plain_counts(wanted: list[Measure], found: Counted) -> dict[Fact, dict[Any, int]]:
    """What was counted already of those facts on which the backlog rests."""
    plain = [each for each in wanted if each.percent is None and each.part is None]
    return {
        each.fact: {key: values[each.name] for key, values in found.items() if each.name in values} for each in plain
    }


def _merge(found: Counted, more: Counted) -> None:
    for key, values in more.items():
        found.setdefault(key, {}).update(values)


def _rows(asked: Asked, fact: Fact, group_by: str, start: Any, end: Any) -> tuple[sa.Select[Any], Any]:
    """The tickets to which the fact happened in that time, and by what they are grouped."""
    rows = tickets.matching(asked.actor, asked.narrowing.filters())
    if fact in TOLD:
        rows = rows.join(TimelineEntry, TimelineEntry.ticket_id == Ticket.id).where(TOLD[fact]())
    if fact is Fact.open:
        rows = rows.where(Ticket.is_active.is_(True))
    else:
        moment = MOMENTS[fact]
        rows = rows.where(moment >= start, moment < end)
    return _grouped(asked, rows, fact, group_by)


def _grouped(asked: Asked, rows: sa.Select[Any], fact: Fact, group_by: str) -> tuple[sa.Select[Any], Any]:
    if not group_by:
        return rows, sa.literal(EVERYTHING)
    dimension = DIMENSIONS[group_by]
    if dimension.joins_requester:
        rows = rows.join(Ticket.requester)
    if dimension.joins is not None:
        table, condition = dimension.joins
        rows = rows.outerjoin(table, condition())
    if dimension.key is None:
        return rows, asked.period.bucket_of(MOMENTS[fact], Grain(group_by))
    return rows, dimension.key(asked)


def _sums(asked: Asked, fact: Fact, measures: list[Measure], group_by: str, whole: dict[str, Any] | None) -> Counted:
    rows = list(_summed(asked, fact, measures, group_by))
    shares = [measure for measure in measures if measure.kind is Kind.share]
    if whole is not None and rows:
        whole.update({measure.name: _share_of(measure, rows) for measure in shares})
    return {row[0]: {measure.name: _value(measure, row) for measure in measures} for row in rows}


def _share_of(measure: Measure, rows: list[Any]) -> float | None:
    of = sum(int(getattr(row, f"{measure.name}_of")) for row in rows)
    return sum(int(getattr(row, measure.name)) for row in rows) / of if of else None


def _summed(asked: Asked, fact: Fact, measures: list[Measure], group_by: str) -> Iterable[Any]:
    rows, key = _rows(asked, fact, group_by, asked.period.start, asked.period.end)
    columns = [column for measure in measures for column in _columns(measure)]
    question = rows.with_only_columns(key.label("key"), *columns, maintain_column_froms=True)
    return db.session.execute(question.group_by(FIRST_COLUMN) if group_by else question)


def parts_of_shares(asked: Asked, measures: Iterable[Measure], group_by: str) -> dict[str, dict[Any, tuple[int, int]]]:
    """By name of the measure: how many of each group fit, and of how many; one question for each fact."""
    wanted = list(measures)
    found: dict[str, dict[Any, tuple[int, int]]] = {measure.name: {} for measure in wanted}
    for fact in dict.fromkeys(measure.fact for measure in wanted):
        of_fact = [measure for measure in wanted if measure.fact is fact]
        for row in _summed(asked, fact, of_fact, group_by):
            for measure in of_fact:
                found[measure.name][row[0]] = int(getattr(row, measure.name)), int(getattr(row, f"{measure.name}_of"))
    return found


def _columns(measure: Measure) -> list[sa.ColumnElement[Any]]:
    if measure.kind is Kind.share:
        assert measure.part is not None
        assert measure.whole is not None
        part, whole = measure.part(), measure.whole()
        return [_number_of(sa.and_(part, whole)).label(measure.name), _number_of(whole).label(f"{measure.name}_of")]
    if measure.part is None:
        return [sa.func.count().label(measure.name)]
    part = measure.part()
    if part is Ticket.id:
        return [sa.func.count(sa.distinct(part)).label(measure.name)]
    return [_number_of(part).label(measure.name)]


def _number_of(condition: Any) -> sa.ColumnElement[int]:
    return sa.func.coalesce(sa.func.sum(sa.case((condition, 1), else_=0)), 0)


def _value(measure: Measure, row: Any) -> Any:
    return _share_of(measure, [row]) if measure.kind is Kind.share else int(getattr(row, measure.name))


def _percentiles(
    asked: Asked, fact: Fact, measures: list[Measure], group_by: str, whole: dict[str, Any] | None
) -> Counted:
    """By nearest rank: the smallest value that at least that many of a hundred do not exceed.

    The values are ordered here: SQLite takes several times as long for its window functions as for the rows.
    """
    rows, key = _rows(asked, fact, group_by, asked.period.start, asked.period.end)
    names = list(dict.fromkeys(measure.duration for measure in measures))
    lengths = [seconds_between(*DURATIONS[name]) for name in names]
    question = rows.with_only_columns(key, *lengths, maintain_column_froms=True)
    found: dict[Any, list[array[int]]] = {}
    for group, *values in db.session.execute(question.execution_options(yield_per=AT_ONCE)):
        kept = found.setdefault(group, [array("q") for _name in names])
        for place, value in enumerate(values):
            if value is not None:
                kept[place].append(value)
    if whole is not None and found:
        whole.update(_ranked(names, [chain(*lists) for lists in zip(*found.values(), strict=True)], measures))
    return {group: _ranked(names, kept, measures) for group, kept in found.items()}


def _ranked(names: list[str], kept: Iterable[Iterable[int]], measures: list[Measure]) -> dict[str, Any]:
    ordered = dict(zip(names, map(sorted, kept), strict=True))
    return {measure.name: _at(ordered[measure.duration], measure.percent or 0) for measure in measures}


def _at(ordered: list[int], percent: int) -> int | None:
    return ordered[-(-len(ordered) * percent // 100) - 1] if ordered else None


def _backlog(asked: Asked, measure: Measure, group_by: str, known: Mapping[Fact, dict[Any, int]]) -> Counted:
    """Counted backwards from what is open now, so that only what happened since is read."""
    is_time = bool(group_by) and DIMENSIONS[group_by].key is None
    by = "" if is_time else group_by
    later = {fact: _since(asked, fact, by) for fact in (Fact.created, Fact.resolved)}
    now = _count(asked, Fact.open, by, None, None)
    keys = now.keys() | later[Fact.created].keys() | later[Fact.resolved].keys()
    ends = {key: _at_end(key, now, later[Fact.created], later[Fact.resolved]) for key in keys}
    if is_time:
        ends = _ends_of_buckets(asked, group_by, ends.get(EVERYTHING, 0), known)
    return {key: {measure.name: number} for key, number in ends.items()}


def _since(asked: Asked, fact: Fact, group_by: str) -> dict[Any, int]:
    """What happened after the period; with an end, for SQLite reads the whole table where there is none."""
    soon = asked.now + A_DAY
    return _count(asked, fact, group_by, asked.period.end, soon) if asked.period.end < soon else {}


def _at_end(key: Any, now: Mapping[Any, int], created: Mapping[Any, int], resolved: Mapping[Any, int]) -> int:
    return now.get(key, 0) - created.get(key, 0) + resolved.get(key, 0)


def _ends_of_buckets(asked: Asked, group_by: str, at_end: int, known: Mapping[Fact, dict[Any, int]]) -> dict[Any, int]:
    period = asked.period
    created, resolved = (
        known[fact] if fact in known else _count(asked, fact, group_by, period.start, period.end)
        for fact in (Fact.created, Fact.resolved)
    )
    ends, number = {}, at_end
    for bucket in reversed(period.buckets(Grain(group_by))):
        ends[bucket.key] = number
        number += resolved.get(bucket.key, 0) - created.get(bucket.key, 0)
    return ends


def _count(asked: Asked, fact: Fact, group_by: str, start: Any, end: Any) -> dict[Any, int]:
    rows, key = _rows(asked, fact, group_by, start, end)
    question = rows.with_only_columns(key.label("key"), sa.func.count(), maintain_column_froms=True)
    question = question.group_by(FIRST_COLUMN) if group_by else question
    return dict(tuple(row) for row in db.session.execute(question))
