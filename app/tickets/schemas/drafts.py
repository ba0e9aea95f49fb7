"""What may be said on tickets, by form, REST, mail or file."""

from typing import Annotated, Literal, Self

from flask_babel import gettext as _
from pydantic import Field, model_validator

from app.core.schemas import Id, Schema, Text
from app.tickets.models import LinkKind, MessageType, Priority, Source, TicketStatus
from app.tickets.schemas.texts import Body, FileIds, ItemIds, RichText, Subject


class TicketDraft(RichText):
    """A request for help, as its requester may word it."""

    subject: Subject
    description: Body = ""
    description_html: Body | None = None
    category: Annotated[Text, Field(min_length=1, max_length=80)]
    priority: Priority | None = None  # the category's own where none is said
    equipment_id: Id | None = None
    room_id: Id | None = None
    scan_token: Annotated[Text, Field(max_length=40)] | None = None  # of the label that led here
    attachment_ids: FileIds = Field(default_factory=list)
    shown_item_ids: ItemIds = Field(default_factory=list)  # knowledge that was suggested while this was typed
    opened_item_ids: ItemIds = Field(default_factory=list)  # and what of it was read

    @model_validator(mode="after")
    def _needs_text(self) -> Self:
        self._settle("description", "description_html")
        return self


class CallerTicketDraft(TicketDraft):
    """A ticket that staff file, mostly for somebody who called."""

    requester_id: Id | None = None
    assigned_to: Id | None = None
    team_id: Id | None = None
    source: Literal[Source.desk, Source.phone, Source.walk_in, Source.api] | None = None


class TicketChange(Schema):
    """What staff may change; only what is sent is changed."""

    status: TicketStatus | None = None
    priority: Priority | None = None
    category: Annotated[Text, Field(min_length=1, max_length=80)] | None = None
    assigned_to: Id | None = None
    team_id: Id | None = None
    requester_id: Id | None = None
    subject: Subject | None = None
    equipment_id: Id | None = None
    room_id: Id | None = None
    resolution: Annotated[Text, Field(max_length=5_000)] | None = None

    @model_validator(mode="after")
    def _no_empty_values(self) -> Self:
        for name in ("status", "priority", "category", "requester_id", "subject"):
            if name in self.model_fields_set and getattr(self, name) is None:
                raise ValueError(f"{name} cannot be empty")
        return self


class BulkChange(Schema):
    """One change for many tickets."""

    ids: Annotated[list[Id], Field(min_length=1, max_length=200)]
    change: TicketChange


class MessageDraft(RichText):
    """Something to say on a ticket."""

    body: Body = ""
    body_html: Body | None = None
    message_type: MessageType | None = None
    attachment_ids: FileIds = Field(default_factory=list)

    @model_validator(mode="after")
    def _needs_text(self) -> Self:
        if self.attachment_ids and not self.body and not self.body_html:
            self.body = "📎"
        self._settle("body", "body_html")
        return self


class MessageChange(RichText):
    """New words for a message."""

    body: Body = ""
    body_html: Body | None = None

    @model_validator(mode="after")
    def _needs_text(self) -> Self:
        self._settle("body", "body_html")
        return self


class Comment(Schema):
    """A word to go with closing or reopening."""

    comment: Body | None = None


class Resolution(Schema):
    """What fixed it, or why nothing is said about that."""

    text: Annotated[Text, Field(max_length=5_000)] = ""
    skipped_because: Annotated[Text, Field(max_length=200)] = ""

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if not self.text and not self.skipped_because:
            raise ValueError(_("Say what fixed it, or why you leave it out."))
        return self


class UploadDraft(Schema):
    """A file about to be uploaded; `size` in bytes."""

    filename: Annotated[Text, Field(min_length=1, max_length=255)]
    content_type: Annotated[Text, Field(max_length=120)] = "application/octet-stream"
    size: Annotated[int, Field(ge=1, le=2**40)]


class WatcherDraft(Schema):
    """Somebody who shall get what the requester gets."""

    user_id: Id


class LinkDraft(Schema):
    """How this ticket belongs to another."""

    other_id: Id
    kind: LinkKind = LinkKind.related
