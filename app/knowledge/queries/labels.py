"""Categories, tags and synonyms."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

import sqlalchemy as sa

from app.accounts.models import User
from app.core.errors import NotFound
from app.extensions import db
from app.knowledge import policies
from app.knowledge.models import Item, KnowledgeCategory, SynonymGroup, Tag, item_tags
from app.knowledge.queries.items import readable_by

Row = TypeVar("Row")


def categories() -> Sequence[KnowledgeCategory]:
    """All shelves by name."""
    return db.session.scalars(sa.select(KnowledgeCategory).order_by(KnowledgeCategory.name)).all()


def category(category_id: int) -> KnowledgeCategory:
    """A shelf, else `NotFound`."""
    return _found(db.session.get(KnowledgeCategory, category_id))


def category_by_slug(slug: str) -> KnowledgeCategory:
    """The shelf of this address, else `NotFound`."""
    return _found(db.session.scalar(sa.select(KnowledgeCategory).where(KnowledgeCategory.slug == slug)))


def category_counts(actor: User) -> dict[int, int]:
    """How many items the actor may read on each shelf that has any."""
    rows = readable_by(actor).with_only_columns(Item.category_id, sa.func.count()).group_by(Item.category_id)
    return {row[0]: row[1] for row in db.session.execute(rows)}


def tags(actor: User) -> Sequence[Tag]:
    """The tags by name: all for staff, else those of an item that the actor may read."""
    rows = sa.select(Tag).order_by(Tag.name)
    if not policies.sees_unpublished(actor):
        readable = readable_by(actor).with_only_columns(Item.id)
        rows = rows.where(Tag.id.in_(sa.select(item_tags.c.tag_id).where(item_tags.c.item_id.in_(readable))))
    return db.session.scalars(rows).all()


def tag(tag_id: int) -> Tag:
    """A tag, else `NotFound`."""
    return _found(db.session.get(Tag, tag_id))


def tag_by_slug(slug: str) -> Tag:
    """The tag of this address, else `NotFound`."""
    return _found(db.session.scalar(sa.select(Tag).where(Tag.slug == slug)))


def tags_by_id(ids: Iterable[int]) -> dict[int, Tag]:
    """The known ones of these tags."""
    return {row.id: row for row in db.session.scalars(sa.select(Tag).where(Tag.id.in_(list(ids))))}


def synonyms() -> Sequence[SynonymGroup]:
    """All groups of words that mean the same."""
    return db.session.scalars(sa.select(SynonymGroup).order_by(SynonymGroup.words)).all()


def synonym(group_id: int) -> SynonymGroup:
    """A group of synonyms, else `NotFound`."""
    return _found(db.session.get(SynonymGroup, group_id))


def item_ids_of_category(category_id: int) -> list[int]:
    """The items of a shelf."""
    return list(db.session.scalars(sa.select(Item.id).where(Item.category_id == category_id)))


def item_ids_of_tag(tag_id: int) -> list[int]:
    """The items that have a tag."""
    return list(db.session.scalars(sa.select(item_tags.c.item_id).where(item_tags.c.tag_id == tag_id)))


def _found(row: Row | None) -> Row:
    if row is None:
        raise NotFound
    return row
