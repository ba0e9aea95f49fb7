"""What knowledge does after the commit: check uploads, remove dropped files, keep the search index true."""

from io import BytesIO
from typing import Any

import sqlalchemy as sa

from app.accounts.queries import system_user
from app.core import filetypes, images, virus
from app.core.errors import DomainError, Unavailable
from app.core.storage import new_key, storage
from app.extensions import db
from app.knowledge import documents, filekinds, queries, services
from app.knowledge.models import FilePurpose, FileState, KnowledgeFile

MOST_CAPTIONS = filekinds.CAPTIONS_MB * filekinds.MEGABYTE


def check_files(event: dict[str, Any]) -> None:
    """Look into the uploads that an item named; each becomes ready, unreadable or refused."""
    waiting = sa.and_(KnowledgeFile.id.in_(event["file_ids"]), KnowledgeFile.state == FileState.checking)
    files = db.session.scalars(sa.select(KnowledgeFile).where(waiting)).all()
    for file in files:
        try:
            _check(file)
        except Unavailable:
            raise  # the storage or the scanner is down: the relay tries again
        except DomainError as refusal:
            services.refuse_file(file, refusal.message, actor=system_user())
    if files:
        services.announce_checked(event["item_id"], actor=system_user())


def remove_bytes(event: dict[str, Any]) -> None:
    """Delete dropped files from the storage."""
    for key in event["storage_keys"]:
        storage().delete(key)


def _check(file: KnowledgeFile) -> None:
    name = filetypes.check_name(file.filename, filekinds.KINDS[file.purpose])
    with storage().open(file.storage_key) as stream:
        virus.scan(stream)
        filetypes.check_content(name, stream)
        LOOKS[file.purpose](file, name, stream)


def _look_at_picture(file: KnowledgeFile, _name: filetypes.CheckedName, stream: Any) -> None:
    picture = images.clean(stream)
    # under a new key: told again after a crash, the check meets the file as it was sent
    key = new_key(filekinds.FOLDERS[FilePurpose.image], picture.extension)
    storage().save(key, BytesIO(picture.content), picture.content_type)
    services.accept_picture(file, picture, key=key, actor=system_user())


def _look_at_video(file: KnowledgeFile, _name: filetypes.CheckedName, _stream: Any) -> None:
    services.accept_video(file, size=storage().size(file.storage_key), actor=system_user())


def _look_at_document(file: KnowledgeFile, name: filetypes.CheckedName, stream: Any) -> None:
    found = documents.extract(name.extension, stream)
    services.accept_document(file, size=storage().size(file.storage_key), text=found.text, problem=found.problem,
                             actor=system_user())  # fmt: skip


def _look_at_captions(file: KnowledgeFile, _name: filetypes.CheckedName, stream: Any) -> None:
    item = queries.item_by_id(file.item_id or 0)
    text = stream.read(MOST_CAPTIONS).decode("utf-8-sig", "replace")
    services.add_captions(item, text, item.language, actor=system_user())
    services.accept_video(file, size=storage().size(file.storage_key), actor=system_user())


LOOKS = {
    FilePurpose.image: _look_at_picture,
    FilePurpose.video: _look_at_video,
    FilePurpose.document: _look_at_document,
    FilePurpose.captions: _look_at_captions,
}
