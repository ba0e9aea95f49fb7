"""The address of the tickets behind a number."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any
from urllib.parse import quote_plus

from app.reports.asked import Asked
from app.reports.dimensions import DIMENSIONS, moment_text
from app.reports.periods import Bucket, Grain, Period
from app.reports.registry import Fact, Measure
from app.tickets.happened import joined

QUEUE = "/staff/tickets"
WITHIN: Mapping[Fact, tuple[str, str]] = {
    Fact.created: ("created_from", "created_to"),
    Fact.resolved: ("resolved_from", "resolved_to"),
    Fact.responded: ("responded_from", "responded_to"),
    Fact.reopened: ("reopened_from", "reopened_to"),
    Fact.reassigned: ("reassigned_from", "reassigned_to"),
}


def link_to(asked: Asked, measure: Measure, group_by: str = "", key: Any = None, label: str = "") -> str:
    """The queue, narrowed to what this number counts."""
    start, end, dimension = asked.period.start, asked.period.end, DIMENSIONS.get(group_by)
    given = {name: _text(value) for name, value in asked.given().items()}
    if dimension is not None and dimension.key is None:
        bucket = _bucket(asked.period, Grain(group_by), key)
        start, end = bucket.start, bucket.end
    elif dimension is not None:
        given |= dimension.link(asked, key, label)
    given |= _when(measure.fact, start, end)
    named = {**given, **measure.link} or {"view": "all"}
    return f"{QUEUE}?{'&'.join(f'{name}={_quoted(value)}' for name, value in named.items())}"


@lru_cache(maxsize=4_000)
def _quoted(value: str) -> str:
    """As in an address; a page says the same few moments and keys in hundreds of links."""
    return quote_plus(value, safe=":,")


@lru_cache(maxsize=4_000)
def _bucket(period: Period, grain: Grain, key: int) -> Bucket:
    return next(each for each in period.buckets(grain) if each.key == key)


def _when(fact: Fact, start: datetime, end: datetime) -> dict[str, str]:
    if fact is Fact.backlog:
        return {"open_at": moment_text(end)}
    if fact not in WITHIN:
        return {}
    since, until = WITHIN[fact]
    return {since: moment_text(start), until: moment_text(end)}


def _text(value: Any) -> str:
    return joined(value) if isinstance(value, list) else str(value)
