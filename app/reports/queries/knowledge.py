"""What readers found, and what they did not."""

from typing import Any

import sqlalchemy as sa

from app.extensions import db
from app.knowledge import queries as knowledge
from app.knowledge.models import Feedback, Item, Opening, SearchNote, Solution
from app.reports.asked import Asked
from app.reports.dimensions import DIMENSIONS, moment_text
from app.reports.periods import Bucket, Period
from app.reports.queries.dashboard import grain_for
from app.reports.queries.tables import field_table
from app.reports.tables import Row, Table
from app.tickets import queries as tickets
from app.tickets.models import Ticket

MOST = 5_001


def knowledge_table(asked: Asked) -> Table:
    """Items that somebody read, rated or was helped by in the period, the most read first."""
    period = asked.period
    read = _per_item(Opening, sa.func.count(), Opening.opened_on.between(period.first, period.last))
    solved = _per_item(Solution, sa.func.count(), *_within(Solution.created_at, period))
    said = _within(Feedback.updated_at, period)
    helped = _per_item(Feedback, sa.func.sum(sa.case((Feedback.is_helpful, 1), else_=0)), *said)
    rated = _per_item(Feedback, sa.func.count(), *said)
    wanted = knowledge.visible_to(asked.actor).with_only_columns(Item.id, Item.title, maintain_column_froms=True)
    rows = [
        Row(str(key), title, {"title": title, "read": read.get(key, 0), "solved": solved.get(key, 0),
                              "helpful": helped.get(key, 0), "unhelpful": rated.get(key, 0) - helped.get(key, 0)},
            {"title": f"/staff/knowledge/show/{key}"})
        for key, title in db.session.execute(wanted)
        if key in read or key in solved or key in rated
    ]  # fmt: skip
    return field_table(asked, sorted(rows, key=lambda row: (-row.values["read"], row.label)))


def search_table(asked: Asked) -> Table:
    """Words for which nothing was found in the period, the most frequent first."""
    nothing = sa.and_(SearchNote.total == 0, *_within(SearchNote.created_at, asked.period))
    times, people = sa.func.count(), sa.func.count(sa.distinct(SearchNote.user_id))
    last = sa.func.max(SearchNote.created_at)
    question = sa.select(SearchNote.folded, times, people, sa.type_coerce(last, SearchNote.created_at.type))
    question = question.where(nothing).group_by(SearchNote.folded).order_by(times.desc(), SearchNote.folded).limit(MOST)
    rows = [
        Row(words, words, {"words": words, "times": number, "people": who, "last": when})
        for words, number, who, when in db.session.execute(question)
    ]
    return field_table(asked, rows)


def deflection_table(asked: Asked) -> Table:
    """How often people searched and needed no ticket, over time."""
    period = asked.period
    grain = grain_for(period)
    searched = over_time(period, SearchNote.created_at, sa.select(SearchNote.id))
    failed = over_time(period, SearchNote.created_at, sa.select(SearchNote.id).where(SearchNote.total == 0))
    solved = over_time(period, Solution.created_at, sa.select(Solution.id))
    filed = over_time(period, Ticket.created_at, tickets.matching(asked.actor, asked.narrowing.filters()))
    labels = DIMENSIONS[grain.value].labels([bucket.key for bucket in period.buckets(grain)])
    rows = [
        Row(str(bucket.key), labels[bucket.key], {
            "period": labels[bucket.key], "searches": searched.get(bucket.key, 0),
            "without_result": failed.get(bucket.key, 0), "solved": (done := solved.get(bucket.key, 0)),
            "filed": (asked_for := filed.get(bucket.key, 0)),
            "share": done / (done + asked_for) if done + asked_for else None,
        }, _links(bucket) if asked_for else {})
        for bucket in period.buckets(grain)
    ]  # fmt: skip
    return field_table(asked, rows)


def _links(bucket: Bucket) -> dict[str, str]:
    since, until = moment_text(bucket.start), moment_text(bucket.end)
    return {"filed": f"/staff/tickets?created_from={since}&created_to={until}"}


def _within(column: Any, period: Period) -> tuple[Any, Any]:
    return column >= period.start, column < period.end


def _per_item(kind: Any, number: Any, *where: Any) -> dict[int, int]:
    rows = sa.select(kind.item_id, number).where(*where).group_by(kind.item_id)
    return dict(tuple(row) for row in db.session.execute(rows))


def over_time(period: Period, moment: Any, rows: sa.Select[Any]) -> dict[int, int]:
    """How many rows lie in each day, week or month of the period, by its key."""
    key = period.bucket_of(moment, grain_for(period)).label("key")
    question = rows.with_only_columns(key, sa.func.count(), maintain_column_froms=True)
    question = question.where(*_within(moment, period)).group_by(sa.text("1"))
    return dict(tuple(row) for row in db.session.execute(question))
