"""Who may do what with a ticket."""

from datetime import datetime, timedelta

from app.accounts.models import User
from app.accounts.policies import can_administer
from app.tickets.models import Message, MessageType, SavedReply, SavedView, Ticket

EDIT_WITHIN = timedelta(minutes=15)


def can_file(actor: User) -> bool:
    """Everybody who may sign in."""
    return actor.is_active


def can_file_for_others(actor: User) -> bool:
    """The IT staff who handle tickets."""
    return actor.is_agent


def can_import(actor: User) -> bool:
    """Whoever administers, and the product itself when a command asks."""
    return can_administer(actor)


def sees_all(actor: User) -> bool:
    """All staff, managers included."""
    return actor.is_staff


def sees_internal(actor: User, ticket: Ticket) -> bool:
    """Staff; but what is hidden from the requester is hidden from staff who are the requester."""
    return actor.is_staff and ticket.requester_id != actor.id


def can_handle(actor: User, ticket: Ticket) -> bool:
    """Agents and administrators change tickets; managers only look."""
    return actor.is_agent


def is_requester(actor: User, ticket: Ticket) -> bool:
    """Whether it is the actor's own ticket."""
    return ticket.requester_id == actor.id


def default_message_type(actor: User, ticket: Ticket) -> MessageType:
    """`user` on one's own ticket and from employees, else `admin`; never `internal` by default."""
    return MessageType.user if is_requester(actor, ticket) or not actor.is_staff else MessageType.admin


def can_say(actor: User, ticket: Ticket, kind: MessageType, *, watches: bool) -> bool:
    """The requester and watchers speak as users; agents answer and leave notes on the tickets of others."""
    if kind is MessageType.user:
        return is_requester(actor, ticket) or watches
    return can_handle(actor, ticket) and not is_requester(actor, ticket)


def can_edit(actor: User, message: Message, now: datetime) -> bool:
    """The author, within 15 minutes, unless it was redacted."""
    return message.author_id == actor.id and now - message.created_at <= EDIT_WITHIN and message.redacted_at is None


def can_redact(actor: User) -> bool:
    """Administrators only."""
    return actor.is_admin


def can_change_watchers(actor: User, ticket: Ticket) -> bool:
    """The requester and the agents."""
    return is_requester(actor, ticket) or can_handle(actor, ticket)


def can_keep_known_problems(actor: User) -> bool:
    """Agents and administrators."""
    return actor.is_agent


def can_keep_categories(actor: User) -> bool:
    """Staff to whom an administrator gave that right; no role but the administrator's has it from the start."""
    return actor.is_staff


def can_use_reply(actor: User, reply: SavedReply) -> bool:
    """Shared ones and one's own."""
    return actor.is_agent and reply.owner_id in {None, actor.id}


def can_change_reply(actor: User, reply: SavedReply) -> bool:
    """One's own; shared ones by any agent."""
    return can_use_reply(actor, reply)


def can_change_view(actor: User, view: SavedView) -> bool:
    """One's own only."""
    return view.owner_id == actor.id
