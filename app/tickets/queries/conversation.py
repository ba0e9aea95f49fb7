"""What was said and done on a ticket, as far as the reader may know."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import User
from app.core.db import MAX_ID
from app.core.errors import NotFound
from app.extensions import db
from app.tickets import policies
from app.tickets.models import (
    Attachment,
    Message,
    MessageType,
    Ticket,
    TicketLink,
    TimelineEntry,
    Watcher,
)
from app.tickets.queries.tickets import PEOPLE, visible_to

# What every ticket page asks; making a question anew would cost as much as asking it.
HERE: sa.BindParameter[int] = sa.bindparam("ticket_id", type_=sa.BigInteger)
MESSAGES = (
    sa.select(Message)
    .where(Message.ticket_id == HERE)
    .order_by(Message.id)
    .options(joinedload(Message.author).load_only(*PEOPLE), selectinload(Message.attachments))
)
PUBLIC_MESSAGES = MESSAGES.where(Message.message_type != MessageType.internal)
ENTRIES = (
    sa.select(TimelineEntry)
    .where(TimelineEntry.ticket_id == HERE)
    .order_by(TimelineEntry.id)
    .options(joinedload(TimelineEntry.actor).load_only(*PEOPLE))
)
PUBLIC_ENTRIES = ENTRIES.where(TimelineEntry.is_internal.is_(False))
FILES = (
    sa.select(Attachment).where(Attachment.ticket_id == HERE, Attachment.message_id.is_(None)).order_by(Attachment.id)
)
WATCHERS = (
    sa.select(Watcher)
    .where(Watcher.ticket_id == HERE)
    .order_by(Watcher.id)
    .options(joinedload(Watcher.user).load_only(*PEOPLE))
)
LINKS = (
    sa.select(TicketLink)
    .where(sa.or_(TicketLink.ticket_id == HERE, TicketLink.other_id == HERE))
    .order_by(TicketLink.id)
    .options(
        joinedload(TicketLink.ticket).load_only(Ticket.subject, Ticket.status, Ticket.version),
        joinedload(TicketLink.other).load_only(Ticket.subject, Ticket.status, Ticket.version),
    )
)


def conversation(ticket: Ticket, actor: User) -> Sequence[Message]:
    """The messages that the actor may read, oldest first, with authors and files."""
    rows = MESSAGES if policies.sees_internal(actor, ticket) else PUBLIC_MESSAGES
    return db.session.scalars(rows, {"ticket_id": ticket.id}).all()


def message_of(ticket: Ticket, message_id: int, actor: User) -> Message:
    """One message of the ticket that the actor may read, else `NotFound`."""
    message = db.session.get(Message, message_id) if 0 < message_id <= MAX_ID else None
    hidden = message and message.message_type is MessageType.internal and not policies.sees_internal(actor, ticket)
    if message is None or message.ticket_id != ticket.id or hidden:
        raise NotFound
    return message


def timeline(ticket: Ticket, actor: User) -> Sequence[TimelineEntry]:
    """The changes that the actor may see, oldest first."""
    rows = ENTRIES if policies.sees_internal(actor, ticket) else PUBLIC_ENTRIES
    return db.session.scalars(rows, {"ticket_id": ticket.id}).all()


def description_files(ticket: Ticket) -> Sequence[Attachment]:
    """The files that came with the description."""
    return db.session.scalars(FILES, {"ticket_id": ticket.id}).all()


def attachment_of(ticket: Ticket, attachment_id: int, actor: User) -> Attachment:
    """A file of the ticket that the actor may open, else `NotFound`."""
    file = db.session.get(Attachment, attachment_id) if 0 < attachment_id <= MAX_ID else None
    if file is None or file.ticket_id != ticket.id or file.redacted_at is not None:
        raise NotFound
    if file.message_id is not None:
        message_of(ticket, file.message_id, actor)
    return file


def watchers(ticket: Ticket) -> Sequence[Watcher]:
    """Who gets what the requester gets."""
    return db.session.scalars(WATCHERS, {"ticket_id": ticket.id}).all()


def watcher_of(ticket: Ticket, person_id: int) -> Watcher:
    """This person as a watcher of the ticket, else `NotFound`."""
    for row in watchers(ticket):
        if row.user_id == person_id:
            return row
    raise NotFound


def watches(actor: User, ticket: Ticket) -> bool:
    """Whether the actor watches the ticket."""
    here = sa.select(Watcher.id).where(Watcher.ticket_id == ticket.id, Watcher.user_id == actor.id)
    return db.session.scalar(here) is not None


def links(ticket: Ticket, actor: User) -> Sequence[TicketLink]:
    """The tickets that belong to this one, in both directions, as far as the actor may see them."""
    rows = LINKS
    if not policies.sees_all(actor):
        visible = visible_to(actor).with_only_columns(Ticket.id)
        rows = rows.where(TicketLink.ticket_id.in_(visible), TicketLink.other_id.in_(visible))
    return db.session.scalars(rows, {"ticket_id": ticket.id}).all()
