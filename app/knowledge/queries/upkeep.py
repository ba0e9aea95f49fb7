"""What staff should look after: old, unread, unhelpful and missing items."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from app.accounts.models import User
from app.core import clock
from app.extensions import db
from app.knowledge.models import Feedback, Item, ItemStatus, Opening, SearchNote
from app.knowledge.queries.items import listed, readable_by, visible_to

SETTLED = timedelta(days=14)  # a younger item had no time to be found
MOST = 100


@dataclass(frozen=True)
class UnansweredSearch:
    """Words that found nothing: how often, by how many people, and when last."""

    words: str
    times: int
    people: int
    last_at: datetime


def to_review(actor: User, today: date, most: int = MOST) -> Sequence[Item]:
    """Items whose review date has come, the oldest first."""
    due = visible_to(actor).where(Item.review_on <= today, Item.status != ItemStatus.archived)
    return db.session.scalars(listed(due.order_by(Item.review_on, Item.id).limit(most))).all()


def never_found(actor: User, most: int = MOST) -> Sequence[Item]:
    """Published items that nobody opened in all the time since, the oldest first."""
    unread = ~sa.exists().where(Opening.item_id == Item.id)
    rows = readable_by(actor).where(Item.published_at < clock.now() - SETTLED, unread)
    return db.session.scalars(listed(rows.order_by(Item.published_at, Item.id).limit(most))).all()


def unanswered_searches(since: datetime, most: int = MOST) -> list[UnansweredSearch]:
    """What was searched for since then without any result, the most frequent first."""
    times, last = sa.func.count().label("times"), sa.func.max(SearchNote.created_at, type_=SearchNote.created_at.type)
    people = sa.func.count(SearchNote.user_id.distinct())
    rows = sa.select(sa.func.min(SearchNote.words), times, people, last)
    rows = rows.where(SearchNote.created_at >= since, SearchNote.total == 0, SearchNote.has_solved.is_(False))
    rows = rows.group_by(SearchNote.folded).order_by(times.desc(), last.desc()).limit(most)
    return [UnansweredSearch(*row) for row in db.session.execute(rows)]


def unhelpful(actor: User, most: int = MOST) -> Sequence[Item]:
    """Published items that helped no more people than they did not, the worst first."""
    balance: Any = sa.func.sum(sa.case((Feedback.is_helpful, -1), else_=1))
    said = sa.select(Feedback.item_id, balance.label("balance")).group_by(Feedback.item_id).subquery()
    rows = readable_by(actor).join(said, said.c.item_id == Item.id).where(said.c.balance >= 0)
    return db.session.scalars(listed(rows.order_by(said.c.balance.desc(), Item.id).limit(most))).all()
