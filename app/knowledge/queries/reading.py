"""What readers did with items and said of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.core import clock
from app.extensions import db
from app.knowledge.models import Evidence, Feedback, Item, Opening, SearchNote, Solution

ONE_SEARCH = timedelta(hours=1)  # who asks the same within this still looks for the same


@dataclass(frozen=True)
class Usage:
    """How often an item was read, solved something, and was called helpful or not."""

    readers: int = 0
    solved: int = 0
    helpful: int = 0
    unhelpful: int = 0


def feedback_of(item: Item, actor: User) -> Feedback | None:
    """What the actor said of an item."""
    mine = sa.and_(Feedback.item_id == item.id, Feedback.user_id == actor.id)
    return db.session.scalar(sa.select(Feedback).where(mine))


def feedback_totals(items: Iterable[Item]) -> dict[int, tuple[int, int]]:
    """How many found each item helpful, and how many not."""
    ids = [item.id for item in items]
    helpful = sa.func.sum(sa.case((Feedback.is_helpful, 1), else_=0))
    rows = sa.select(Feedback.item_id, helpful, sa.func.count()).where(Feedback.item_id.in_(ids))
    counted = {row[0]: (row[1], row[2] - row[1]) for row in db.session.execute(rows.group_by(Feedback.item_id))}
    return {item_id: counted.get(item_id, (0, 0)) for item_id in ids}


def comments_on(item: Item, most: int = 50) -> Sequence[Feedback]:
    """What readers wrote about an item, newest first."""
    rows = sa.select(Feedback).where(Feedback.item_id == item.id, Feedback.comment != "")
    rows = rows.options(joinedload(Feedback.user).load_only(User.id, User.first_name))
    return db.session.scalars(rows.order_by(Feedback.updated_at.desc(), Feedback.id.desc()).limit(most)).all()


def usage_of(items: Iterable[Item]) -> dict[int, Usage]:
    """What became of each item."""
    items = list(items)
    read, solved, said = _counted(Opening, items), _counted(Solution, items), feedback_totals(items)
    return {item.id: Usage(read.get(item.id, 0), solved.get(item.id, 0), *said[item.id]) for item in items}


def recent_search(actor: User, folded: str) -> SearchNote | None:
    """The actor's own search for these words within the last hour."""
    mine = sa.and_(SearchNote.user_id == actor.id, SearchNote.folded == folded)
    rows = sa.select(SearchNote).where(mine, SearchNote.created_at > clock.now() - ONE_SEARCH)
    return db.session.scalar(rows.order_by(SearchNote.id.desc()).limit(1))


def deflections(since: datetime) -> int:
    """How many problems were solved by an item since then, so that no ticket was needed."""
    rows = sa.select(sa.func.count()).select_from(Solution).where(Solution.created_at >= since)
    return db.session.scalar(rows) or 0


def evidence_of(item_ids: Iterable[int]) -> dict[int, list[Evidence]]:
    """The words that led people to each item, the most frequent first."""
    rows = sa.select(Evidence).where(Evidence.item_id.in_(list(item_ids)))
    found: dict[int, list[Evidence]] = {}
    for row in db.session.scalars(rows.order_by(Evidence.times.desc(), Evidence.id)):
        found.setdefault(row.item_id, []).append(row)
    return found


def _counted(kind: type[Opening] | type[Solution], items: list[Item]) -> dict[int, int]:
    rows = sa.select(kind.item_id, sa.func.count()).where(kind.item_id.in_([item.id for item in items]))
    return {row[0]: row[1] for row in db.session.execute(rows.group_by(kind.item_id))}
