"""Tickets and what hangs on them; a row's own transitions."""

from app.tickets.models.answers import TicketItem
from app.tickets.models.conversation import Attachment, Message, MessageRevision
from app.tickets.models.keeping import KnownProblem, ProblemReport, SavedReply, SavedView
from app.tickets.models.ticket import Category, Ticket, TicketLink, TimelineEntry, Watcher
from app.tickets.models.vocabulary import (
    ACTIVE,
    MOVES,
    NEVER,
    REOPEN_WITHIN,
    SOON,
    STATE_WORDS,
    AttachmentState,
    IllegalMove,
    ItemUse,
    LinkKind,
    MessageType,
    Priority,
    ProblemState,
    S,
    Source,
    TicketStatus,
    enum_of,
)

__all__ = [
    "ACTIVE",
    "MOVES",
    "NEVER",
    "REOPEN_WITHIN",
    "SOON",
    "STATE_WORDS",
    "Attachment",
    "AttachmentState",
    "Category",
    "IllegalMove",
    "ItemUse",
    "KnownProblem",
    "LinkKind",
    "Message",
    "MessageRevision",
    "MessageType",
    "Priority",
    "ProblemReport",
    "ProblemState",
    "S",
    "SavedReply",
    "SavedView",
    "Source",
    "Ticket",
    "TicketItem",
    "TicketLink",
    "TicketStatus",
    "TimelineEntry",
    "Watcher",
    "enum_of",
]
