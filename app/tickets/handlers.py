"""What tickets do after the commit: check uploads, remove redacted files, hand over what leavers had."""

from io import BytesIO
from typing import Any

import sqlalchemy as sa

from app.accounts.models import User
from app.accounts.queries import system_user
from app.core import filetypes, images, virus
from app.core.errors import DomainError, Unavailable
from app.core.storage import new_key, storage
from app.extensions import db
from app.tickets import queries, services
from app.tickets.models import Attachment, AttachmentState, MessageType, TicketStatus
from app.tickets.services.files import FOLDER


def check_files(event: dict[str, Any]) -> None:
    """Look into the uploads that a ticket or message named; each becomes ready or refused."""
    waiting = sa.and_(Attachment.id.in_(event["attachment_ids"]), Attachment.state == AttachmentState.checking)
    files = db.session.scalars(sa.select(Attachment).where(waiting)).all()
    for file in files:
        try:
            _check(file)
        except Unavailable:
            raise  # the storage or the scanner is down: the relay tries again
        except DomainError as refusal:
            services.refuse_file(file, refusal.message, actor=system_user())
    if files:
        message = files[0].message
        is_internal = message is not None and message.message_type is MessageType.internal
        services.announce_checked(event["ticket_id"], is_internal=is_internal, actor=system_user())


def remove_bytes(event: dict[str, Any]) -> None:
    """Delete redacted and forgotten files from the storage."""
    for key in event["storage_keys"]:
        storage().delete(key)


def _check(file: Attachment) -> None:
    name = filetypes.check_name(file.filename)
    with storage().open(file.storage_key) as stream:
        virus.scan(stream)
        filetypes.check_content(name, stream)
        picture = images.clean(stream) if name.type.is_image else None
    if picture is None:
        services.accept_file(file, size=storage().size(file.storage_key), actor=system_user())
    else:
        # under new keys: told again after a crash, the check meets the file as it was sent
        key, thumbnail_key = new_key(FOLDER, picture.extension), new_key(FOLDER, "webp")
        storage().save(key, BytesIO(picture.content), picture.content_type)
        storage().save(thumbnail_key, BytesIO(picture.thumbnail), picture.thumbnail_type)
        services.accept_picture(file, picture, key=key, thumbnail_key=thumbnail_key, actor=system_user())


def learn_from_solved(event: dict[str, Any]) -> None:
    """Once a ticket is solved, what was sent on it counts as an answer to its subject."""
    if event["new"] in {TicketStatus.resolved, TicketStatus.closed}:
        services.learn_from_solved(event["ticket_id"], actor=system_user())


def hand_over(event: dict[str, Any]) -> None:
    """Give the open tickets of a person who left to the successor, or back to the queue."""
    successor = db.session.get(User, event["successor_id"]) if event["successor_id"] else None
    actor = db.session.get(User, event["actor_id"]) or system_user()
    for ticket_id in queries.ids_assigned_to(event["person_id"]):
        services.assign_ticket(queries.ticket_by_id(ticket_id), successor, actor=actor)
