"""How items come before readers, and how they go."""

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from app.accounts.models import User
from app.core import clock
from app.core.audit import audit
from app.core.db import lock
from app.core.errors import Conflict, require
from app.core.outbox import record
from app.core.transaction import transaction
from app.extensions import db
from app.knowledge import policies
from app.knowledge.events import FilesDropped
from app.knowledge.models import Item, ItemImage, ItemStatus, ItemVersion, KnowledgeFile
from app.knowledge.services.indexing import reindex

ACTS = {
    ItemStatus.draft: "knowledge.withdrawn",
    ItemStatus.published: "knowledge.published",
    ItemStatus.archived: "knowledge.archived",
}


@transaction()
def move_item(item: Item, status: ItemStatus, *, actor: User) -> Item:
    """Go where the table of moves leads; `IllegalMove` names the legal ones."""
    require(policies.can_write(actor))
    lock(item)
    if item.status is not status:
        go(item, status, actor)
    return item


def publish_item(item: Item, *, actor: User) -> Item:
    """Show an item to its readers; nothing happens when they see it already."""
    return move_item(item, ItemStatus.published, actor=actor)


def unpublish_item(item: Item, *, actor: User) -> Item:
    """Make a draft of it again."""
    return move_item(item, ItemStatus.draft, actor=actor)


def archive_item(item: Item, *, actor: User) -> Item:
    """Keep an item that is not true any more away from readers."""
    return move_item(item, ItemStatus.archived, actor=actor)


def go(item: Item, status: ItemStatus, actor: User) -> None:
    """The move itself, as part of the caller's transaction."""
    item.move(status, clock.now())
    item.updated_at, item.updated_by = clock.now(), actor
    audit(ACTS[status], item, actor=actor)
    reindex([item.id])


@transaction()
def remove_item(item: Item, *, actor: User) -> None:
    """Delete an item with its versions and files; `Conflict` when a ticket names it."""
    require(policies.can_write(actor))
    in_use = _("A ticket names this item, so it cannot be deleted. Archive it instead.")  # worded before writing
    lock(item)
    audit("knowledge.removed", item, actor=actor, title=item.title[:200])
    reindex([item.id])
    files = _own_files(item)
    db.session.delete(item)
    try:
        db.session.flush()
    except IntegrityError as problem:
        raise Conflict(in_use) from problem
    if files:
        record(FilesDropped(tuple(file.storage_key for file in files)))
        db.session.execute(sa.delete(KnowledgeFile).where(KnowledgeFile.id.in_([file.id for file in files])))


def _own_files(item: Item) -> list[KnowledgeFile]:
    """The files that nothing but this item has."""
    others = (
        sa.select(ItemImage.file_id).where(ItemImage.item_id != item.id),
        sa.select(ItemVersion.file_id).where(ItemVersion.item_id != item.id, ItemVersion.file_id.is_not(None)),
        sa.select(Item.file_id).where(Item.id != item.id, Item.file_id.is_not(None)),
    )
    free = [KnowledgeFile.id.not_in(rows) for rows in others]
    return list(db.session.scalars(sa.select(KnowledgeFile).where(KnowledgeFile.item_id == item.id, *free)))
