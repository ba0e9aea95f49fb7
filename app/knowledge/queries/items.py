"""The gates that every road uses, and lists of items."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload, undefer

from app.accounts.models import User
from app.core import clock
from app.core.db import MAX_ID
from app.core.errors import NotFound
from app.core.paging import Page, Paging, page_of
from app.extensions import db
from app.knowledge import policies
from app.knowledge.models import Audience, Item, ItemStatus, KnowledgeCategory, Opening, Tag
from app.knowledge.schemas import ItemFilters, StaffItemFilters

SORT_KEYS = {"id": Item.id, "title": Item.title, "updatedAt": Item.updated_at}
PUBLISHED_KEYS = {**SORT_KEYS, "publishedAt": Item.published_at}
STAFF_KEYS = {**SORT_KEYS, "reviewOn": Item.review_on}
PEOPLE = [User.id, User.first_name]  # what pages show of a person


def readable_by(actor: User) -> sa.Select[Any]:
    """The published items that the actor may read: those meant for staff are for staff only."""
    rows = sa.select(Item).where(Item.status == ItemStatus.published)
    return rows if policies.sees_staff_items(actor) else rows.where(Item.audience == Audience.everyone)


def visible_to(actor: User) -> sa.Select[Any]:
    """The items that the actor may see: drafts and archived ones too for staff, else what can be read."""
    return sa.select(Item) if policies.sees_unpublished(actor) else readable_by(actor)


def item_for(actor: User, item_id: int) -> Item:
    """The item with its text, if the actor may see it; else `NotFound`, as for one that does not exist."""
    if not 0 < item_id <= MAX_ID:
        raise NotFound
    wanted = listed(visible_to(actor).where(Item.id == item_id)).options(undefer(Item.body_html))
    item: Item | None = db.session.scalar(wanted)
    if item is None:
        raise NotFound
    return item


def item_by_id(item_id: int) -> Item:
    """The item, for work that nobody asked for in person (jobs, handlers); else `NotFound`."""
    item = db.session.get(Item, item_id)
    if item is None:
        raise NotFound
    return item


def items_by_id(actor: User, ids: Iterable[int]) -> dict[int, Item]:
    """Those of the items that the actor may read, by id."""
    rows = listed(readable_by(actor).where(Item.id.in_(list(ids))))
    return {item.id: item for item in db.session.scalars(rows)}


def published_items(actor: User, filters: ItemFilters, paging: Paging) -> Page:
    """A page of what the actor may read."""
    return page_of(listed(narrowed(readable_by(actor), filters)), paging, keys=PUBLISHED_KEYS, tie=Item.id)


def staff_items(actor: User, filters: StaffItemFilters, paging: Paging) -> Page:
    """A page of the items as writers see them, drafts and archived ones too."""
    rows = narrowed(visible_to(actor), filters)
    if filters.status:
        rows = rows.where(Item.status.in_(filters.status))
    if filters.audience:
        rows = rows.where(Item.audience.in_(filters.audience))
    if filters.language:
        rows = rows.where(Item.language.in_(filters.language))
    if filters.owner:
        mine = [str(actor.id) if owner == "me" else owner for owner in filters.owner]
        rows = rows.where(Item.owner_id.in_([int(owner) for owner in mine if owner.isdecimal()]))
    if filters.q:
        rows = rows.where(Item.title.icontains(filters.q, autoescape=True))
    people = [joinedload(way).load_only(*PEOPLE) for way in (Item.owner, Item.updated_by)]
    return page_of(listed(rows).options(*people), paging, keys=STAFF_KEYS, tie=Item.id)


def newest_items(actor: User, most: int = 6) -> Sequence[Item]:
    """What was published last."""
    rows = readable_by(actor).order_by(Item.published_at.desc(), Item.id.desc()).limit(most)
    return db.session.scalars(listed(rows)).all()


def most_read(actor: User, most: int = 6, days: int = 90) -> Sequence[Item]:
    """What most people opened lately."""
    since = (clock.now() - timedelta(days=days)).date()
    read = sa.select(Opening.item_id, sa.func.count().label("times")).where(Opening.opened_on >= since)
    counted = read.group_by(Opening.item_id).subquery()
    rows = readable_by(actor).join(counted, counted.c.item_id == Item.id)
    return db.session.scalars(listed(rows.order_by(counted.c.times.desc(), Item.id).limit(most))).all()


def narrowed(rows: sa.Select[Any], filters: ItemFilters) -> sa.Select[Any]:
    """The rows of these types, categories and tags, which are named by id or slug."""
    if filters.type:
        rows = rows.where(Item.type.in_(filters.type))
    if filters.category:
        named = sa.select(KnowledgeCategory.id).where(is_named(KnowledgeCategory, filters.category))
        rows = rows.where(Item.category_id.in_(named))
    if filters.tag:
        rows = rows.where(Item.tags.any(is_named(Tag, filters.tag)))
    return rows


def listed(rows: sa.Select[Any]) -> sa.Select[Any]:
    """What a list row needs, in two queries."""
    return rows.options(joinedload(Item.category), joinedload(Item.file), selectinload(Item.tags))


def is_named(label: type[KnowledgeCategory] | type[Tag], names: list[str]) -> sa.ColumnElement[bool]:
    """Whether a category or tag is one of these ids or slugs."""
    ids = [int(name) for name in names if name.isascii() and name.isdecimal() and int(name) <= MAX_ID]
    return sa.or_(label.slug.in_(names), label.id.in_(ids))
