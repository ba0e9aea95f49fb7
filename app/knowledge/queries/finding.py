"""Search and suggestions as one person may see them: `app.search` proposes, the gates of items decide."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app import search as engine
from app.accounts.models import User
from app.core.slugs import slug
from app.extensions import db
from app.knowledge import policies
from app.knowledge.models import Audience, Item, KnowledgeCategory, SynonymGroup, Tag
from app.knowledge.queries.items import is_named, items_by_id, readable_by
from app.knowledge.schemas import SearchFilters

MOST_SUGGESTED = 5


@dataclass(frozen=True)
class FoundItem:
    """An item that answers a search; title and snippet are HTML with nothing but <mark>."""

    item: Item
    title: str
    snippet: str
    score: float
    heading: str | None
    anchor: str | None
    moment: int | None  # seconds into a video
    why: Sequence[str]

    @property
    def address(self) -> str:
        """Where it is read: the page, at the heading or second that matched."""
        page = f"/kb/{self.item.id}"
        if self.moment is not None:
            return f"{page}?t={self.moment}"
        return f"{page}#{self.anchor}" if self.anchor else page


@dataclass(frozen=True)
class Found:
    """The answers of a search that the actor may see, and how they divide."""

    hits: list[FoundItem]
    total: int
    counts: Mapping[str, Mapping[str, int]]
    suggestion: str | None


def search(actor: User, filters: SearchFilters, page: int = 1, size: int = 20) -> Found:
    """A page of the published items that answer the words; totals and counts know of nothing else."""
    found = engine.find(_wish(actor, filters.q, filters=filters, limit=size, offset=(page - 1) * size))
    return Found(_items(actor, found.hits), found.total, _counts(found.counts), found.did_you_mean)


def suggest(actor: User, words: str, most: int = MOST_SUGGESTED, *, context: str = "") -> list[FoundItem]:
    """At most five items for the subject of a ticket that is being written; `context` is its description."""
    return _items(actor, engine.suggest(_wish(actor, words, context=context, limit=most)))


def related_items(actor: User, item: Item, most: int = 5) -> list[Item]:
    """Other items about the same."""
    alike = suggest(actor, item.title, most + 1, context=item.summary)
    return [hit.item for hit in alike if hit.item.id != item.id][:most]


def synonym_groups() -> list[tuple[str, ...]]:
    """Words and phrases that staff say mean the same, always in the same order."""
    rows = db.session.scalars(sa.select(SynonymGroup.words).order_by(SynonymGroup.id))
    return [tuple(words.split(", ")) for words in rows]


def _wish(
    actor: User, words: str, *, limit: int, offset: int = 0, context: str = "", filters: SearchFilters | None = None
) -> engine.Wish:
    filters = filters or SearchFilters()

    def visible(keys: Collection[str]) -> set[str]:
        ids = {int(key.partition(":")[2]): key for key in keys}
        rows = readable_by(actor).with_only_columns(Item.id).where(Item.id.in_(ids))
        return {ids[item_id] for item_id in db.session.scalars(rows)}

    return engine.Wish(
        words,
        context=context,
        audience=Audience.staff if policies.sees_staff_items(actor) else Audience.everyone,
        kinds=[str(kind) for kind in filters.type],
        categories=[str(row) for row in _named(KnowledgeCategory, KnowledgeCategory.id, filters.category)],
        tags=[str(row) for row in _named(Tag, Tag.name, filters.tag)],
        language=actor.locale or None,
        synonyms=synonym_groups(),
        visible=visible,
        limit=limit,
        offset=offset,
    )


def _named(label: type[KnowledgeCategory] | type[Tag], column: Any, names: list[str]) -> list[Any]:
    """What search knows the named labels by; an unknown name finds nothing."""
    if not names:
        return []
    return list(db.session.scalars(sa.select(column).where(is_named(label, names)))) or ["-"]


def _counts(counts: Mapping[str, Mapping[str, int]]) -> dict[str, dict[str, int]]:
    """How many answers there are of each type, and of each category and tag by its slug."""
    slugs: dict[str, str] = {}
    if counts["category"]:
        rows = db.session.execute(sa.select(KnowledgeCategory.id, KnowledgeCategory.slug))
        slugs = {str(category_id): name for category_id, name in rows}
    return {
        "type": {str(kind): times for kind, times in counts["kind"].items()},
        "category": {slugs[key]: times for key, times in counts["category"].items() if key in slugs},
        "tag": {slug(name): times for name, times in counts["tag"].items()},
    }


def _items(actor: User, hits: Sequence[engine.Hit]) -> list[FoundItem]:
    """The hits with their items; one that was withdrawn a moment ago is left out."""
    ids = [int(hit.key.partition(":")[2]) for hit in hits]
    items = items_by_id(actor, ids) if ids else {}
    return [
        FoundItem(items[item_id], hit.title, hit.snippet, hit.score, hit.heading or None, hit.anchor,
                  None if hit.second is None else int(hit.second), hit.why)
        for item_id, hit in zip(ids, hits, strict=True)
        if item_id in items
    ]  # fmt: skip
