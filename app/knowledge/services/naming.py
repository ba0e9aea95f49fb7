"""How uploads become part of an item, in the caller's transaction; their check starts after the commit."""

from flask_babel import gettext as _

from app.accounts.models import User
from app.core.errors import Invalid
from app.core.outbox import record
from app.extensions import db
from app.knowledge import policies, queries
from app.knowledge.events import FilesNamed
from app.knowledge.models import FilePurpose, FileState, Item, ItemImage, ItemType, KnowledgeFile

PURPOSES = {ItemType.video: FilePurpose.video, ItemType.document: FilePurpose.document}


def name_files(item: Item, *, storage_key: str | None, captions_key: str | None, actor: User) -> None:
    """Make the uploads that an item names its own; `Invalid` for one that is unknown, another's, or taken."""
    named = name_images(item, actor=actor)
    if storage_key and (item.file is None or item.file.storage_key != storage_key):
        item.file, item.link_url = _upload(storage_key, PURPOSES[item.type], "storageKey", item, actor), None
        named.append(item.file)
    if captions_key:
        named.append(_upload(captions_key, FilePurpose.captions, "captionsKey", item, actor))
    fresh = [file for file in named if file.state is FileState.awaiting]
    for file in fresh:
        file.item_id, file.state = item.id, FileState.checking
    if fresh:
        record(FilesNamed(item.id, tuple(file.id for file in fresh)))


def name_images(item: Item, *, actor: User) -> list[KnowledgeFile]:
    """Let an item's readers see the pictures that stand in its text; answers those that it did not have before."""
    wanted = queries.images_in(item.body_html)
    known = set(queries.image_ids_of(item)) if wanted else set()
    new = [_image(file_id, actor) for file_id in wanted if file_id not in known]
    db.session.add_all(ItemImage(item_id=item.id, file_id=file.id) for file in new)
    return new


def _image(file_id: int, actor: User) -> KnowledgeFile:
    file = db.session.get(KnowledgeFile, file_id)
    is_usable = file is not None and (file.is_served or policies.can_see_upload(actor, file))
    if file is None or file.purpose is not FilePurpose.image or not is_usable:
        raise Invalid.for_field("bodyHtml", _("One of the pictures is not there any more. Please insert it anew."))
    return file


def _upload(key: str, purpose: FilePurpose, field: str, item: Item, actor: User) -> KnowledgeFile:
    file = queries.file_by_key(key)
    is_own = file is not None and (file.item_id == item.id or (file.item_id is None and file.uploader_id == actor.id))
    if file is None or file.purpose is not purpose or not is_own:
        raise Invalid.for_field(field, _("This file is unknown, meant for something else, or used already."))
    return file
