"""Files on tickets: announced, uploaded to the storage, named in a ticket or message, checked, ready or refused."""

from collections.abc import Sequence
from datetime import timedelta
from typing import BinaryIO

import sqlalchemy as sa
from flask_babel import gettext as _

from app.accounts.models import User
from app.core import filetypes
from app.core.errors import Invalid, NotFound, TooLarge, require
from app.core.images import CleanImage
from app.core.outbox import record
from app.core.storage import new_key, storage
from app.core.storage.base import SignedUpload
from app.core.transaction import transaction
from app.extensions import db
from app.tickets import policies, queries
from app.tickets.events import AttachmentsNamed, FilesChecked, FilesRedacted
from app.tickets.models import Attachment, AttachmentState, Message, Ticket
from app.tickets.schemas import FILES_PER_MESSAGE, UploadDraft

FOLDER = "tickets/attachments"
MOST_PER_TICKET = 100 * 1024 * 1024  # bytes
UPLOAD_WITHIN = timedelta(hours=1)
DOWNLOAD_WITHIN = timedelta(minutes=5)


@transaction()
def announce_upload(draft: UploadDraft, *, actor: User) -> tuple[Attachment, SignedUpload]:
    """Take note of a file to come; answers where to put its bytes. `TooLarge` or `WrongType` when it is not taken."""
    require(policies.can_file(actor))
    file = _announced(draft.filename, draft.size, actor)
    upload = storage().upload_url(
        file.storage_key, content_type=file.content_type, size=file.size, expires_in=UPLOAD_WITHIN
    )
    return file, upload


@transaction()
def receive_file(filename: str, stream: BinaryIO, size: int, *, actor: User) -> Attachment:
    """Take a file that came with a form; the browser's own upload is the other road."""
    require(policies.can_file(actor))
    file = _announced(filename, size, actor)
    storage().save(file.storage_key, stream, file.content_type)
    return file


def _announced(filename: str, size: int, actor: User) -> Attachment:
    checked = filetypes.check_name(filename)
    limit = filetypes.largest_upload()
    if size > limit * 1024 * 1024:
        raise TooLarge(_("%(name)s is larger than %(limit)d MB.", name=checked.filename, limit=limit))
    file = Attachment(
        uploader_id=actor.id,
        filename=checked.filename,
        content_type=checked.type.content_type,
        size=size,
        storage_key=new_key(FOLDER, checked.extension),
        state=AttachmentState.awaiting,
    )
    db.session.add(file)
    db.session.flush()
    return file


def name_files(ids: Sequence[int], ticket: Ticket, message: Message | None = None, *, actor: User) -> None:
    """Attach the actor's own uploads, in the caller's transaction; their check starts after the commit."""
    if not ids:
        return
    if len(set(ids)) > FILES_PER_MESSAGE:
        raise Invalid.for_field("attachmentIds", _("At most %(most)d files at once.", most=FILES_PER_MESSAGE))
    files = [_own_upload(file_id, actor) for file_id in sorted(set(ids))]
    _refuse_over_limit(ticket, files)
    for file in files:
        file.ticket_id, file.message_id = ticket.id, message.id if message else None
        file.state = AttachmentState.checking
    record(AttachmentsNamed(ticket.id, tuple(file.id for file in files)))


def _own_upload(file_id: int, actor: User) -> Attachment:
    file = db.session.get(Attachment, file_id)
    if file is None or file.uploader_id != actor.id or file.ticket_id is not None:
        raise Invalid.for_field("attachmentIds", _("One of the files is unknown or attached already."))
    return file


def _refuse_over_limit(ticket: Ticket, files: Sequence[Attachment]) -> None:
    here = sa.select(sa.func.coalesce(sa.func.sum(Attachment.size), 0)).where(Attachment.ticket_id == ticket.id)
    if (db.session.scalar(here) or 0) + sum(file.size for file in files) > MOST_PER_TICKET:
        raise Invalid.for_field("attachmentIds", _("A ticket holds at most 100 MB of files."))


@transaction()
def announce_checked(ticket_id: int, *, is_internal: bool, actor: User) -> None:
    """Say that a ticket's uploads were looked into; open pages show them then."""
    record(FilesChecked(ticket_id, is_internal))


@transaction()
def accept_file(file: Attachment, *, size: int, actor: User) -> None:
    """The check found nothing wrong: the file can be downloaded. `size` in bytes, as it was stored."""
    file.state, file.size = AttachmentState.ready, size


@transaction()
def accept_picture(file: Attachment, picture: CleanImage, *, key: str, thumbnail_key: str, actor: User) -> None:
    """Take our own rendering of a picture in place of what was sent, which goes after the commit."""
    record(FilesRedacted((file.storage_key,)))
    file.state, file.size, file.content_type = AttachmentState.ready, len(picture.content), picture.content_type
    file.storage_key, file.thumbnail_key = key, thumbnail_key
    file.filename = f"{file.filename.rpartition('.')[0]}.{picture.extension}"


@transaction()
def refuse_file(file: Attachment, reason: str, *, actor: User) -> None:
    """The check found something: the file stays away, with the reason."""
    file.state, file.refusal = AttachmentState.refused, reason[:300]


@transaction()
def forget_upload(file_id: int, *, actor: User) -> None:
    """Drop an upload that nobody named; its bytes go after the commit."""
    file = db.session.get(Attachment, file_id)
    if file is not None and file.ticket_id is None:
        record(FilesRedacted((file.storage_key,)))
        db.session.delete(file)


def download_address(ticket: Ticket, file_id: int, *, actor: User, thumbnail: bool = False) -> str:
    """A signed address of a ready file, good for five minutes; else `NotFound`."""
    file = queries.attachment_of(ticket, file_id, actor)
    if file.state is not AttachmentState.ready or (thumbnail and not file.thumbnail_key):
        raise NotFound
    if thumbnail:
        return storage().download_url(
            file.thumbnail_key or "",
            filename="thumbnail.webp",
            content_type="image/webp",
            inline=True,
            expires_in=DOWNLOAD_WITHIN,
        )
    return storage().download_url(
        file.storage_key,
        filename=file.filename,
        content_type=file.content_type,
        inline=file.content_type.startswith("image/"),
        expires_in=DOWNLOAD_WITHIN,
    )
