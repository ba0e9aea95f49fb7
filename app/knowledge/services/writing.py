"""How items are written: every save is a version."""

from datetime import date
from typing import Any

from flask_babel import gettext as _

from app.accounts.models import User
from app.core import clock
from app.core.audit import audit
from app.core.company import CompanySettings
from app.core.db import lock
from app.core.errors import Invalid, Stale, require
from app.core.transaction import transaction
from app.extensions import db
from app.knowledge import policies, queries
from app.knowledge.models import Item, ItemStatus, ItemType, ItemVersion, KnowledgeCategory, Tag
from app.knowledge.schemas import Chapter, ItemChange, ItemDraft
from app.knowledge.services import naming
from app.knowledge.services.indexing import reindex
from app.knowledge.services.moving import go

CONTENT = ("title", "summary", "body_html", "link_url", "file_id", "chapters")  # what a version keeps
PLAIN = ("title", "summary", "audience", "language", "review_on", "body_html", "link_url")  # taken over as they come


@transaction()
def write_item(draft: ItemDraft, *, actor: User) -> Item:
    """Begin an item; published at once when the draft says so."""
    require(policies.can_write(actor))
    item = Item(
        type=draft.type,
        title=" ".join(draft.title.split()),
        summary=draft.summary,
        body_html=draft.body_html or "",
        link_url=draft.link_url,
        chapters=_chapters(draft.chapters),
        audience=draft.audience,
        language=draft.language or CompanySettings.current().language,
        category=_category(draft.category_id),
        tags=_tags(draft.tag_ids),
        owner=_writer(draft.owner_id) if draft.owner_id else actor,
        updated_by=actor,
        review_on=draft.review_on,
        status=ItemStatus.draft,
        version=1,
        updated_at=clock.now(),
    )
    db.session.add(item)
    db.session.flush()  # versions, files and the event carry the new id
    naming.name_files(item, storage_key=draft.storage_key, captions_key=draft.captions_key, actor=actor)
    _keep_version(item, actor)
    audit("knowledge.written", item, actor=actor, title=item.title[:200])
    reindex([item.id])
    if draft.status is ItemStatus.published:
        go(item, ItemStatus.published, actor)
    return item


@transaction()
def save_item(item: Item, change: ItemChange, *, actor: User, seen: int | None = None) -> Item:
    """Change what was sent and keep a version of it; `Stale` when the version that the actor saw is not in force."""
    require(policies.can_write(actor))
    lock(item)
    if seen is not None and seen != item.version:
        raise Stale
    _check_type(item, change)
    if _write(item, change, actor):
        _settle(item, actor)
    return item


@transaction()
def restore_version(item: Item, number: int, *, actor: User) -> Item:
    """Let an item say again what it said once; that is a version of its own."""
    require(policies.can_write(actor))
    lock(item)
    old = queries.version_of(item, number)
    for name in CONTENT:
        setattr(item, name, getattr(old, name))
    _settle(item, actor, restored_from=number)
    return item


@transaction()
def confirm_item(item: Item, review_on: date | None, *, actor: User) -> Item:
    """Say that an item is still true, and when to look again; writes no version."""
    require(policies.can_write(actor))
    lock(item)
    item.review_on = review_on
    audit("knowledge.confirmed", item, actor=actor)
    reindex([item.id])
    return item


def _write(item: Item, change: ItemChange, actor: User) -> bool:
    """Whether anything became different."""
    sent, before = change.model_fields_set, _said(item)  # the session cannot tell: a question in between writes
    for name in PLAIN:
        if name in sent:
            setattr(item, name, getattr(change, name))
    item.title = " ".join(item.title.split())
    if change.category_id is not None:
        item.category = _category(change.category_id)
    if change.tag_ids is not None:
        item.tags = _tags(change.tag_ids)
    if change.owner_id is not None:
        item.owner = _writer(change.owner_id)
    if change.chapters is not None:
        item.chapters = _chapters(change.chapters)
    if change.link_url and item.file_id is not None:
        item.file = None
    naming.name_files(item, storage_key=change.storage_key, captions_key=change.captions_key, actor=actor)
    return _said(item) != before or change.captions_key is not None


def _said(item: Item) -> list[Any]:
    """Everything that a save can change."""
    related = (item.category.id, item.owner.id, item.file.id if item.file else None, {tag.id for tag in item.tags})
    return [*(getattr(item, name) for name in PLAIN), item.chapters, *related]


def _settle(item: Item, actor: User, *, restored_from: int | None = None) -> None:
    item.version += 1
    item.updated_at, item.updated_by = clock.now(), actor
    _keep_version(item, actor, restored_from=restored_from)
    audit("knowledge.saved", item, actor=actor, version=item.version)
    reindex([item.id])


def _keep_version(item: Item, actor: User, *, restored_from: int | None = None) -> None:
    db.session.flush()  # the file's id is known
    content: dict[str, Any] = {name: getattr(item, name) for name in CONTENT}
    db.session.add(ItemVersion(item_id=item.id, number=item.version, author_id=actor.id, restored_from=restored_from,
                               created_at=item.updated_at, **content))  # fmt: skip


def _check_type(item: Item, change: ItemChange) -> None:
    """`Invalid` for what an item of this type does not have."""
    wrong = _("Items of this type do not have this.")
    if change.body_html is not None and item.type is not ItemType.article:
        raise Invalid.for_field("bodyHtml", wrong)
    if change.storage_key is not None and item.type is ItemType.article:
        raise Invalid.for_field("storageKey", wrong)
    for name in ("link_url", "captions_key", "chapters"):
        if getattr(change, name) is not None and item.type is not ItemType.video:
            raise Invalid.for_field(name, wrong)


def _category(category_id: int) -> KnowledgeCategory:
    found = db.session.get(KnowledgeCategory, category_id)
    if found is None:
        raise Invalid.for_field("categoryId", _("There is no such category."))
    return found


def _tags(ids: list[int]) -> list[Tag]:
    known = queries.tags_by_id(ids)
    if len(known) != len(set(ids)):
        raise Invalid.for_field("tagIds", _("One of the tags is unknown."))
    return [known[tag_id] for tag_id in dict.fromkeys(ids)]


def _writer(person_id: int) -> User:
    person = db.session.get(User, person_id)
    if person is None or not person.is_active or not policies.can_write(person):
        raise Invalid.for_field("ownerId", _("Only IT staff can own an item."))
    return person


def _chapters(chapters: list[Chapter]) -> list[dict[str, Any]]:
    return [chapter.model_dump() for chapter in sorted(chapters, key=lambda chapter: chapter.seconds)]
