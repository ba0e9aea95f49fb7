"""What is said on a ticket: replies, notes, edits, redaction."""

import re

import sqlalchemy as sa
from flask_babel import gettext as _

from app.accounts.models import Role, User
from app.core import clock
from app.core.audit import audit
from app.core.db import lock
from app.core.errors import Conflict, NotAllowed, Stale, require
from app.core.outbox import record
from app.core.transaction import transaction
from app.extensions import db
from app.tickets import policies, queries, search, targets
from app.tickets.events import FilesRedacted, MessageChanged, MessagePosted
from app.tickets.models import Attachment, Message, MessageRevision, MessageType, Ticket, TicketStatus
from app.tickets.schemas import MessageChange, MessageDraft
from app.tickets.services import filing, states
from app.tickets.services.answers import remember_sent_items
from app.tickets.services.files import name_files
from app.tickets.services.timeline import note

MENTION = re.compile(r"(?<![\w.])@([\w.+-]+(?:@[\w.-]+\w)?)")


@transaction()
def post_message(ticket: Ticket, draft: MessageDraft, *, actor: User, seen: int | None = None) -> Message:
    """Say something. `seen` is the version that the writer had before them: `Stale` when more has happened since.

    A requester's word on a ticket closed too long ago files a new, linked one; the message is then on that one.
    """
    lock(ticket)
    kind = draft.message_type or policies.default_message_type(actor, ticket)
    require(policies.can_say(actor, ticket, kind, watches=queries.watches(actor, ticket)))
    if seen is not None and seen != queries.seen_version(ticket, actor):
        raise Stale
    if kind is not MessageType.internal and ticket.status is TicketStatus.closed and not ticket.can_reopen(clock.now()):
        ticket = filing.file_again(ticket, draft.body, actor=actor)
    message = _say(ticket, draft, kind, actor)
    remember_sent_items(ticket, message, actor=actor)
    if kind is MessageType.user:
        _requester_spoke(ticket, actor)
    elif kind is MessageType.admin:
        _staff_answered(ticket, actor)
    search.write_texts(ticket)
    return message


@transaction()
def answer(ticket: Ticket, draft: MessageDraft, *, then: str = "", actor: User, seen: int | None = None) -> Message:
    """Say something and, with it, `wait` for the employee or `resolve`: the reply is then what fixed it."""
    message = post_message(ticket, draft, actor=actor, seen=seen)
    if message.message_type is not MessageType.admin:
        return message
    if then == "wait":
        states.go(ticket, TicketStatus.waiting_on_employee, actor)
    elif then == "resolve":
        ticket.resolution = draft.body[:5_000]
        states.go(ticket, TicketStatus.resolved, actor)
    return message


def _say(ticket: Ticket, draft: MessageDraft, kind: MessageType, actor: User) -> Message:
    is_internal = kind is MessageType.internal
    message = Message(
        ticket_id=ticket.id, author_id=actor.id, message_type=kind, body=draft.body, body_html=draft.body_html
    )
    db.session.add(message)
    db.session.flush()  # the files and the event carry its id
    name_files(draft.attachment_ids, ticket, message, actor=actor)
    if is_internal:
        ticket.staff_version += 1
    else:
        ticket.touch(clock.now())
        ticket.last_word_at, ticket.last_word_by_id = message.created_at, actor.id
        ticket.is_our_turn = kind is MessageType.user
    record(MessagePosted(ticket.id, message.id, actor.id, is_internal, _mentioned(draft.body, actor)))
    return message


def add_comment(ticket: Ticket, comment: str, *, actor: User) -> Message:
    """Keep the requester's parting words without moving the ticket again."""
    message = _say(ticket, MessageDraft(body=comment), MessageType.user, actor)
    ticket.is_our_turn = False
    search.write_texts(ticket)
    return message


def _requester_spoke(ticket: Ticket, actor: User) -> None:
    if ticket.status in {TicketStatus.waiting_on_employee, TicketStatus.resolved}:
        states.go(ticket, TicketStatus.in_progress if ticket.assignee_id else TicketStatus.open, actor)
    elif ticket.status is TicketStatus.closed:
        states.go(ticket, TicketStatus.open, actor)


def _staff_answered(ticket: Ticket, actor: User) -> None:
    if ticket.first_responded_at is None:
        ticket.first_responded_at = clock.now()
        targets.set_next_due(ticket)
    if ticket.status is TicketStatus.open and ticket.assignee_id == actor.id:
        states.go(ticket, TicketStatus.in_progress, actor)


def _mentioned(body: str, actor: User) -> tuple[int, ...]:
    """Ids of the staff named as @name, where the name is an e-mail address or the part before its @."""
    names = {name.lower() for name in MENTION.findall(body)}
    if not names or not actor.is_staff:
        return ()
    full = [name for name in names if "@" in name]
    local = [User.email.istartswith(f"{name}@", autoescape=True) for name in names if "@" not in name]
    named = sa.or_(sa.func.lower(User.email).in_(full), *local[:20])
    staff = sa.select(User.id).where(User.active.is_(True), User.roles.any(Role.name != "Employee"), named).limit(20)
    return tuple(db.session.scalars(staff))


@transaction()
def edit_message(ticket: Ticket, message: Message, change: MessageChange, *, actor: User) -> Message:
    """Put new words in place of the old, which are kept; the author may do so within 15 minutes."""
    lock(ticket)
    if message.author_id != actor.id:
        raise NotAllowed
    if not policies.can_edit(actor, message, clock.now()):
        raise Conflict(_("A message can be changed within 15 minutes only. Please write a new one."))
    db.session.add(MessageRevision(message_id=message.id, body=message.body, body_html=message.body_html))
    message.body, message.body_html, message.edited_at = change.body, change.body_html, clock.now()
    _message_changed(ticket, message, "edited", actor)
    return message


@transaction()
def redact_message(ticket: Ticket, message: Message, *, actor: User) -> None:
    """Take the text and files of a message away for good; a mark, the timeline and the audit line stay."""
    require(policies.can_redact(actor))
    lock(ticket)
    message.body, message.body_html, message.redacted_at = "", None, clock.now()
    db.session.execute(sa.delete(MessageRevision).where(MessageRevision.message_id == message.id))
    files = db.session.scalars(sa.select(Attachment).where(Attachment.message_id == message.id)).all()
    for file in files:
        _redact(file)
    audit("message.redacted", message, actor=actor, ticket=ticket.id)
    _message_changed(ticket, message, "redacted", actor)


@transaction()
def redact_file(ticket: Ticket, file: Attachment, *, actor: User) -> None:
    """Take one file away for good."""
    require(policies.can_redact(actor))
    lock(ticket)
    _redact(file)
    audit("attachment.redacted", file, actor=actor, ticket=ticket.id)
    note(ticket, actor, "file_redacted", is_internal=_is_internal(file.message))
    ticket.touch(clock.now())


def _redact(file: Attachment) -> None:
    keys = tuple(key for key in (file.storage_key, file.thumbnail_key) if key)
    file.redacted_at, file.filename, file.thumbnail_key = clock.now(), "", None
    record(FilesRedacted(keys))


def _message_changed(ticket: Ticket, message: Message, what: str, actor: User) -> None:
    internal = _is_internal(message)
    note(ticket, actor, f"message_{what}", is_internal=internal)
    if internal:
        ticket.staff_version += 1
    else:
        ticket.touch(clock.now())
    search.write_texts(ticket)
    record(MessageChanged(ticket.id, message.id, actor.id, internal))


def _is_internal(message: Message | None) -> bool:
    return message is not None and message.message_type is MessageType.internal
