"""Files of items, and who may have them."""

import re
from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from app.accounts.models import User
from app.core.db import MAX_ID
from app.core.errors import NotFound
from app.extensions import db
from app.knowledge import policies
from app.knowledge.models import CaptionTrack, FilePurpose, FileState, Item, ItemImage, KnowledgeFile
from app.knowledge.queries.items import visible_to

IMAGE_ADDRESS = re.compile(r'src="/kb/images/(\d{1,18})"')


def images_in(html: str) -> list[int]:
    """Ids of the pictures that stand in an article, each once."""
    return sorted({int(number) for number in IMAGE_ADDRESS.findall(html)})


def image_ids_of(item: Item) -> Sequence[int]:
    """Ids of the pictures that stand in any version of an item."""
    return db.session.scalars(sa.select(ItemImage.file_id).where(ItemImage.item_id == item.id)).all()


def image_file(actor: User, file_id: int) -> KnowledgeFile:
    """A picture of an item that the actor may see, or of an own upload; else `NotFound`."""
    file = db.session.get(KnowledgeFile, file_id) if 0 < file_id <= MAX_ID else None
    if file is None or file.purpose is not FilePurpose.image or file.state is FileState.refused:
        raise NotFound
    if policies.can_see_upload(actor, file):
        return file
    shown = visible_to(actor).with_only_columns(Item.id).join(ItemImage, ItemImage.item_id == Item.id)
    if not file.is_served or db.session.scalar(shown.where(ItemImage.file_id == file.id).limit(1)) is None:
        raise NotFound
    return file


def file_by_key(storage_key: str) -> KnowledgeFile | None:
    """The upload of this key."""
    return db.session.scalar(sa.select(KnowledgeFile).where(KnowledgeFile.storage_key == storage_key))


def captions_of(item: Item) -> Sequence[CaptionTrack]:
    """The captions of a video by language."""
    rows = sa.select(CaptionTrack).where(CaptionTrack.item_id == item.id)
    return db.session.scalars(rows.order_by(CaptionTrack.language)).all()


def caption_track(item: Item, language: str) -> CaptionTrack:
    """The captions in one language, else `NotFound`."""
    mine = sa.and_(CaptionTrack.item_id == item.id, CaptionTrack.language == language)
    track = db.session.scalar(sa.select(CaptionTrack).where(mine))
    if track is None:
        raise NotFound
    return track


def unnamed_files(before: datetime) -> list[int]:
    """Ids of the uploads announced before that moment that no item ever named."""
    rows = sa.select(KnowledgeFile.id).where(KnowledgeFile.item_id.is_(None), KnowledgeFile.created_at < before)
    return list(db.session.scalars(rows.order_by(KnowledgeFile.id).limit(1000)))
