"""The words of tickets: states, priorities, roads, and the table of moves."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core.errors import Conflict

NEVER = datetime(9999, 12, 31, tzinfo=UTC)  # "nothing is due": sorts last, without NULLs in the keyset
SOON = timedelta(hours=4)  # what is due within this is marked
REOPEN_WITHIN = timedelta(days=30)


class TicketStatus(StrEnum):
    """Where the handling stands. Names equal values: Flask-AppBuilder looks members up by name."""

    open = "open"
    in_progress = "in_progress"
    waiting_on_employee = "waiting_on_employee"
    resolved = "resolved"
    closed = "closed"


class Priority(StrEnum):
    """How much the problem stops people."""

    low = "low"
    medium = "medium"
    high = "high"
    urgent = "urgent"


class Source(StrEnum):
    """The road by which a ticket came."""

    portal = "portal"
    desk = "desk"
    phone = "phone"
    walk_in = "walk_in"
    mail = "mail"
    api = "api"
    scan = "scan"


class MessageType(StrEnum):
    """Who speaks to whom: the requester, IT to the requester, or IT among itself."""

    user = "user"
    admin = "admin"
    internal = "internal"


class AttachmentState(StrEnum):
    """How far an upload has come; only `ready` can be downloaded."""

    awaiting = "awaiting"
    checking = "checking"
    ready = "ready"
    refused = "refused"


class LinkKind(StrEnum):
    """How two tickets belong together."""

    duplicate_of = "duplicate_of"
    related = "related"
    caused_by = "caused_by"


class ProblemState(StrEnum):
    """How far IT is with a known problem."""

    looking = "looking"
    workaround = "workaround"
    fixed = "fixed"


class ItemUse(StrEnum):
    """What a knowledge item has to do with a ticket."""

    shown = "shown"  # suggested while the ticket was typed
    opened = "opened"  # read while the ticket was typed
    sent = "sent"  # by staff, as an answer
    written = "written"  # from the ticket


S = TicketStatus
MOVES: Mapping[TicketStatus, frozenset[TicketStatus]] = {
    S.open: frozenset({S.in_progress, S.waiting_on_employee, S.resolved, S.closed}),
    S.in_progress: frozenset({S.open, S.waiting_on_employee, S.resolved, S.closed}),
    S.waiting_on_employee: frozenset({S.open, S.in_progress, S.resolved, S.closed}),
    S.resolved: frozenset({S.open, S.in_progress, S.closed}),
    S.closed: frozenset({S.open}),
}
ACTIVE = frozenset({S.open, S.in_progress, S.waiting_on_employee})


STATE_WORDS: Mapping[TicketStatus, Any] = {  # in the desk's words
    S.open: _l("Open"),
    S.in_progress: _l("In progress"),
    S.waiting_on_employee: _l("Waiting on employee"),
    S.resolved: _l("Resolved"),
    S.closed: _l("Closed"),
}

SOURCE_WORDS: Mapping[Source, Any] = {  # how a ticket came in
    Source.portal: _l("Portal"),
    Source.desk: _l("Noticed by IT"),
    Source.phone: _l("Phone"),
    Source.walk_in: _l("Came by"),
    Source.mail: _l("Mail"),
    Source.api: _l("Program"),
    Source.scan: _l("Scanned label"),
}


class IllegalMove(Conflict):
    """The table of moves does not allow this; `legal` names what it does allow."""

    code = "illegal_move"

    def __init__(self, status: TicketStatus, legal: list[TicketStatus]) -> None:
        names = ", ".join(str(STATE_WORDS[state]) for state in legal)
        message = _(
            "A ticket in the state “%(status)s” cannot go there. Possible: %(legal)s.",
            status=STATE_WORDS[status],
            legal=names,
        )
        super().__init__(message, legal=[str(name) for name in legal])


def enum_of(kind: type[StrEnum]) -> sa.Enum:
    """A column of words, checked by us, not by the database."""
    return sa.Enum(kind, native_enum=False, length=20)
