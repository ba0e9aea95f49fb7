"""Files of items: announced, uploaded to the storage, named by an item, checked, and given out again."""

from datetime import timedelta
from typing import BinaryIO

from flask_babel import gettext as _

from app.accounts.models import User
from app.core import filetypes
from app.core.errors import NotFound, TooLarge, require
from app.core.images import CleanImage
from app.core.outbox import record
from app.core.storage import new_key, storage
from app.core.storage.base import SignedUpload
from app.core.transaction import transaction
from app.extensions import db
from app.knowledge import filekinds, policies
from app.knowledge.events import FilesDropped
from app.knowledge.models import FilePurpose, FileState, Item, ItemType, KnowledgeFile
from app.knowledge.schemas import UploadDraft
from app.knowledge.services.indexing import reindex

UPLOAD_WITHIN = timedelta(hours=1)
DOWNLOAD_WITHIN = timedelta(hours=1)


@transaction()
def announce_upload(draft: UploadDraft, *, actor: User) -> tuple[KnowledgeFile, SignedUpload]:
    """Take note of a file to come; answers where to put its bytes. `TooLarge` or `WrongType` when it is not taken."""
    require(policies.can_write(actor))
    file = _announced(draft.filename, draft.size, draft.purpose, actor)
    upload = storage().upload_url(
        file.storage_key, content_type=file.content_type, size=file.size, expires_in=UPLOAD_WITHIN
    )
    return file, upload


@transaction()
def receive_file(filename: str, stream: BinaryIO, size: int, purpose: FilePurpose, *, actor: User) -> KnowledgeFile:
    """Take a file that came with a form or a command; the browser's own upload is the other road."""
    require(policies.can_write(actor))
    file = _announced(filename, size, purpose, actor)
    storage().save(file.storage_key, stream, file.content_type)
    return file


def _announced(filename: str, size: int, purpose: FilePurpose, actor: User) -> KnowledgeFile:
    checked = filetypes.check_name(filename, filekinds.KINDS[purpose])
    limit = filekinds.largest(purpose)
    if size > limit * filekinds.MEGABYTE:
        raise TooLarge(_("%(name)s is larger than %(limit)d MB.", name=checked.filename, limit=limit))
    file = KnowledgeFile(
        uploader_id=actor.id,
        filename=checked.filename,
        content_type=checked.type.content_type,
        size=size,
        purpose=purpose,
        storage_key=new_key(filekinds.FOLDERS[purpose], checked.extension),
        state=FileState.awaiting,
    )
    db.session.add(file)
    db.session.flush()
    return file


@transaction()
def accept_video(file: KnowledgeFile, *, size: int, actor: User) -> None:
    """The check found a video: it can be played. `size` in bytes, as it was stored."""
    file.state, file.size = FileState.ready, size


@transaction()
def accept_document(file: KnowledgeFile, *, size: int, text: str | None, problem: str | None, actor: User) -> None:
    """The check found a document; without its text it is kept, marked with the reason, and found by its title."""
    file.size, file.text, file.problem = size, text, problem
    file.state = FileState.ready if problem is None else FileState.unreadable


@transaction()
def accept_picture(file: KnowledgeFile, picture: CleanImage, *, key: str, actor: User) -> None:
    """Take our own rendering of a picture in place of what was sent, which goes after the commit."""
    record(FilesDropped((file.storage_key,)))
    file.state, file.size, file.content_type = FileState.ready, len(picture.content), picture.content_type
    file.storage_key, file.filename = key, f"{file.filename.rpartition('.')[0]}.{picture.extension}"


@transaction()
def refuse_file(file: KnowledgeFile, reason: str, *, actor: User) -> None:
    """The check found something: the file stays away, with the reason."""
    file.state, file.problem = FileState.refused, reason[:300]


@transaction()
def announce_checked(item_id: int, *, actor: User) -> None:
    """Say that an item's uploads were looked into; search reads them then."""
    reindex([item_id])


@transaction()
def forget_upload(file_id: int, *, actor: User) -> None:
    """Drop an upload that no item named; its bytes go after the commit."""
    file = db.session.get(KnowledgeFile, file_id)
    if file is not None and file.item_id is None:
        record(FilesDropped((file.storage_key,)))
        db.session.delete(file)


def image_address(file: KnowledgeFile) -> str:
    """The stable address of a picture, for the text of an article."""
    return f"/kb/images/{file.id}"


def image_address_for(file: KnowledgeFile, *, actor: User) -> str:
    """Where to fetch a picture that `queries.image_file` let through; signed, good for an hour."""
    return storage().download_url(
        file.storage_key,
        filename=file.filename,
        content_type=file.content_type,
        expires_in=DOWNLOAD_WITHIN,
        inline=True,
    )


def download_address(item: Item, *, actor: User) -> str:
    """A signed address of a video's or document's file, good for an hour; `NotFound` when there is none to give."""
    require(policies.can_see(actor, item))
    file = item.file
    if file is None or not file.is_served:
        raise NotFound
    return storage().download_url(
        file.storage_key, filename=file.filename, content_type=file.content_type, expires_in=DOWNLOAD_WITHIN
    )


def playing_address(item: Item, *, actor: User) -> str:
    """A signed address for a player, which asks for ranges; `NotFound` for what is no video here."""
    if item.type is not ItemType.video:
        raise NotFound
    return download_address(item, actor=actor)
