"""What readers do and say, noted for writers and for search; part of no reader's waiting."""

from typing import Any

import sqlalchemy as sa

from app.accounts.models import User
from app.core import clock
from app.core.db import Model, insert_into
from app.core.errors import NotFound, require
from app.core.transaction import transaction
from app.extensions import db
from app.knowledge import policies, queries
from app.knowledge.models import Evidence, EvidenceKind, Feedback, Item, Opening, Road, SearchNote, Solution
from app.knowledge.models.reading import WORDS_LENGTH
from app.knowledge.schemas import FeedbackDraft
from app.knowledge.services.indexing import reindex


def folded(words: str) -> str:
    """What counts as the same search: letters' case and blanks do not."""
    return " ".join(words.casefold().split())[:WORDS_LENGTH]


@transaction()
def note_search(words: str, total: int, *, actor: User, road: Road = Road.search) -> SearchNote | None:
    """Note what was searched for and how many answers there were; the same within minutes is one search."""
    if not folded(words):
        return None
    note = queries.recent_search(actor, folded(words)) or _note(words, road, actor)
    note.total = total
    return note


@transaction()
def note_opening(item: Item, *, actor: User, words: str | None = None) -> None:
    """Note that somebody reads a published item, and which words led there."""
    if not item.is_published:
        return
    now = clock.now()
    _insert_once(Opening, {"item_id": item.id, "user_id": actor.id, "opened_on": now.date(), "created_at": now})
    if not words or not folded(words):
        return
    note = queries.recent_search(actor, folded(words)) or _note(words, Road.suggestion, actor)
    if note.opened_item_id != item.id:
        note.opened_item_id = item.id
        _learn(item.id, words, EvidenceKind.opened)


@transaction()
def note_solved(item: Item, words: str | None, *, actor: User) -> None:
    """Count that an item solved somebody's problem; `NotFound` when it is not published."""
    if not item.is_published:
        raise NotFound
    now, words = clock.now(), (words or "").strip()[:WORDS_LENGTH] or None
    day = {"item_id": item.id, "user_id": actor.id, "solved_on": now.date()}
    if not _insert_once(Solution, {**day, "words": words, "created_at": now}) or words is None:
        return
    if note := queries.recent_search(actor, folded(words)):
        note.opened_item_id, note.has_solved = item.id, True
    _learn(item.id, words, EvidenceKind.solved)


@transaction()
def give_feedback(item: Item, draft: FeedbackDraft, *, actor: User) -> Feedback:
    """Say whether an item helped, or change what one said; `NotFound` when it is not published."""
    require(policies.can_say(actor))
    if not item.is_published:
        raise NotFound
    said = {"is_helpful": draft.helpful, "comment": draft.comment, "item_version": item.version}
    said["updated_at"] = clock.now()
    if not _insert_once(Feedback, {"item_id": item.id, "user_id": actor.id, "created_at": clock.now(), **said}):
        mine = sa.and_(Feedback.item_id == item.id, Feedback.user_id == actor.id)
        db.session.execute(sa.update(Feedback).where(mine).values(said))
    feedback = queries.feedback_of(item, actor)
    assert feedback is not None, "written above"
    return feedback


@transaction()
def learn_words(item_id: int, words: str, kind: EvidenceKind, *, actor: User) -> None:
    """Remember that words ask for an item (a solved ticket's subject, for example)."""
    if folded(words) and db.session.get(Item, item_id) is not None:
        _learn(item_id, words, kind)


def _note(words: str, road: Road, actor: User) -> SearchNote:
    """A new note; a suggestion that was opened had one answer at least."""
    note = SearchNote(words=words.strip()[:WORDS_LENGTH], folded=folded(words), total=1, road=road, user_id=actor.id,
                      is_staff=actor.is_staff, has_solved=False)  # fmt: skip
    db.session.add(note)
    return note


def _learn(item_id: int, words: str, kind: EvidenceKind) -> None:
    """Count the words; search hears of the 1st, 2nd, 4th, 8th ... time, since more of the same tells ever less."""
    now = clock.now()
    values = {"item_id": item_id, "kind": kind, "words": folded(words), "times": 1, "last_at": now, "created_at": now}
    again = {"times": Evidence.times + 1, "last_at": now}
    row = insert_into(Evidence).values(values)
    row = row.on_conflict_do_update(index_elements=["item_id", "kind", "words"], set_=again)
    times = db.session.scalar(row.returning(Evidence.times))
    if times is not None and times & (times - 1) == 0:
        reindex([item_id])


def _insert_once(model: type[Model], values: dict[str, Any]) -> bool:
    """Whether the row is new; PostgreSQL waits for another who is about to write the same."""
    row = insert_into(model).values(values).on_conflict_do_nothing().returning(model.id)
    return db.session.scalar(row) is not None
