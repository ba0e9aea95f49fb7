"""The words of knowledge: kinds, states, readers, and the table of moves."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core.errors import Conflict


class ItemType(StrEnum):
    """What an item is made of. Names equal values: Flask-AppBuilder looks members up by name."""

    article = "article"
    video = "video"
    document = "document"


class ItemStatus(StrEnum):
    """How far an item has come; readers see published ones only."""

    draft = "draft"
    published = "published"
    archived = "archived"


class Audience(StrEnum):
    """For whom an item is meant."""

    everyone = "everyone"
    staff = "staff"


class FilePurpose(StrEnum):
    """What a file is uploaded for."""

    image = "image"
    video = "video"
    document = "document"
    captions = "captions"


class FileState(StrEnum):
    """How far an upload has come; only `ready` and `unreadable` (kept, but its text is closed to us) are given out."""

    awaiting = "awaiting"
    checking = "checking"
    ready = "ready"
    unreadable = "unreadable"
    refused = "refused"


class EvidenceKind(StrEnum):
    """Why words are believed to ask for an item."""

    opened = "opened"
    solved = "solved"
    ticket = "ticket"


class Road(StrEnum):
    """Where somebody searched."""

    search = "search"
    suggestion = "suggestion"


MOVES: Mapping[ItemStatus, frozenset[ItemStatus]] = {
    ItemStatus.draft: frozenset({ItemStatus.published, ItemStatus.archived}),
    ItemStatus.published: frozenset({ItemStatus.draft, ItemStatus.archived}),
    ItemStatus.archived: frozenset({ItemStatus.draft, ItemStatus.published}),
}

TYPE_WORDS: Mapping[ItemType, Any] = {
    ItemType.article: _l("Article"),
    ItemType.video: _l("Video"),
    ItemType.document: _l("Document"),
}
STATUS_WORDS: Mapping[ItemStatus, Any] = {
    ItemStatus.draft: _l("Draft"),
    ItemStatus.published: _l("Published"),
    ItemStatus.archived: _l("Archived"),
}


class IllegalMove(Conflict):
    """The table of moves does not allow this; `legal` names what it does allow."""

    code = "illegal_move"

    def __init__(self, status: ItemStatus, legal: list[ItemStatus]) -> None:
        names = ", ".join(str(STATUS_WORDS[state]) for state in legal)
        here = STATUS_WORDS[status]
        message = _("An item in the state “%(status)s” cannot go there. Possible: %(legal)s.", status=here, legal=names)
        super().__init__(message, legal=[str(state) for state in legal])


def enum_of(kind: type[StrEnum]) -> sa.Enum:
    """A column of words, checked by us, not by the database."""
    return sa.Enum(kind, native_enum=False, length=20)
