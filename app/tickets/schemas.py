"""What may be said about tickets, by form, REST, mail or file, and what is shown of them."""

from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from app.core.richtext import as_text, sanitise
from app.core.schemas import Id, Moment, Schema, Text
from app.tickets.models import AttachmentState, LinkKind, MessageType, Priority, ProblemState, Source, TicketStatus

BODY_LENGTH = 50_000
FILES_PER_MESSAGE = 10

Subject = Annotated[Text, Field(min_length=1, max_length=500)]
Body = Annotated[Text, Field(max_length=BODY_LENGTH)]
FileIds = Annotated[list[Id], Field(max_length=FILES_PER_MESSAGE)]


class RichText(Schema):
    """Plain text, or rich text that is sanitised and kept beside its plain form."""

    def _settle(self, plain: str, rich: str) -> None:
        html = getattr(self, rich)
        if html:
            html = sanitise(html)
            setattr(self, rich, html)
            setattr(self, plain, as_text(html)[:BODY_LENGTH])
        if not getattr(self, plain).strip():
            raise ValueError("text is missing")


class TicketDraft(RichText):
    """A request for help, as its requester may word it."""

    subject: Subject
    description: Body = ""
    description_html: Body | None = None
    category: Annotated[Text, Field(min_length=1, max_length=80)]
    priority: Priority | None = None  # the category's own where none is said
    equipment_id: None = None  # no equipment and rooms yet: any id is unknown
    room_id: None = None
    attachment_ids: FileIds = Field(default_factory=list)

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
    equipment_id: None = None
    room_id: None = None
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
            raise ValueError("say what fixed it, or why you leave it out")
        return self


class UploadDraft(Schema):
    """A file about to be uploaded; `size` in bytes."""

    filename: Annotated[Text, Field(min_length=1, max_length=255)]
    content_type: Annotated[Text, Field(max_length=120)] = "application/octet-stream"
    size: Annotated[int, Field(ge=1, le=2**40)]


class WatcherDraft(Schema):
    """Somebody who shall get what the requester gets."""

    user_id: Id


class CategoryChange(Schema):
    """What an administrator says about a category."""

    name: Annotated[Text, Field(min_length=1, max_length=80)]
    question: Annotated[Text, Field(max_length=200)] = ""
    icon: Annotated[Text, Field(max_length=40, pattern=r"^[a-z0-9-]+$")] = "life-buoy"
    team_id: Id | None = None
    default_priority: Priority = Priority.medium
    is_active: bool = True


class CategoryEdit(Schema):
    """What is changed of a category; only what is sent counts, so the defaults are never used."""

    name: Annotated[Text, Field(min_length=1, max_length=80)] = ""
    question: Annotated[Text, Field(max_length=200)] = ""
    icon: Annotated[Text, Field(max_length=40, pattern=r"^[a-z0-9-]+$")] = "life-buoy"
    team_id: Id | None = None
    default_priority: Priority = Priority.medium
    is_active: bool = True


class SavedReplyChange(Schema):
    """A reply to use again."""

    title: Annotated[Text, Field(min_length=1, max_length=120)]
    body: Annotated[Text, Field(min_length=1, max_length=10_000)]
    is_shared: bool = False


class SavedViewDraft(Schema):
    """A filter to keep."""

    name: Annotated[Text, Field(min_length=1, max_length=80)]
    filters: dict[str, str]


class KnownProblemChange(Schema):
    """What IT says about a known problem."""

    title: Annotated[Text, Field(min_length=1, max_length=200)]
    text: Annotated[Text, Field(min_length=1, max_length=5_000)]
    state: ProblemState = ProblemState.looking
    category_id: Id | None = None
    leading_ticket_id: Id | None = None
    starts_at: Moment | None = None
    ends_at: Moment | None = None


class LinkDraft(Schema):
    """How this ticket belongs to another."""

    other_id: Id
    kind: LinkKind = LinkKind.related


class PersonRef(Schema):
    """A person, by name."""

    id: int
    name: str


class TeamRef(Schema):
    """A team, by name."""

    id: int
    name: str


class CategoryOut(Schema):
    """What a ticket can be about."""

    id: int
    name: str
    question: str
    icon: str
    team_id: int | None
    default_priority: Priority
    is_active: bool


class UploadOut(Schema):
    """Where and how to put the bytes of an announced file, and the id by which to name it afterwards."""

    attachment_id: int
    upload_url: str
    method: str
    headers: dict[str, str]
    expires_at: Moment


class DownloadOut(Schema):
    """Where a file can be fetched for a few minutes."""

    download_url: str
    expires_at: Moment


class BulkResult(Schema):
    """What became of one ticket of many."""

    id: int
    ok: bool
    error: str | None = None


class BulkOut(Schema):
    """What became of each ticket."""

    results: list[BulkResult]


class AttachmentOut(Schema):
    """A file on a ticket."""

    id: int
    filename: str
    size: int
    content_type: str
    state: AttachmentState
    thumbnail_url: str | None = None


class MessageOut(Schema):
    """Something said on a ticket."""

    id: int
    author: PersonRef
    message_type: MessageType
    body: str
    body_html: str | None
    created_at: Moment
    edited_at: Moment | None
    attachments: list[AttachmentOut] = Field(default_factory=list)


class TimelineOut(Schema):
    """One change of a ticket."""

    at: Moment = Field(validation_alias="created_at")
    actor: PersonRef | None
    kind: str
    field: str | None
    old: str | None = Field(serialization_alias="from")
    new: str | None = Field(serialization_alias="to")


class TicketOut(Schema):
    """A ticket as a list shows it."""

    id: int
    ticket_number: int = Field(validation_alias="id")
    subject: str
    description: str
    description_html: str | None
    category: Annotated[str, BeforeValidator(str)]  # by its name
    priority: Priority
    status: TicketStatus
    created_by: PersonRef = Field(validation_alias="requester")
    assigned_to: PersonRef | None = Field(validation_alias="assignee")
    equipment: None = None
    room: None = None
    team: TeamRef | None
    filed_by: PersonRef
    source: Source
    response_due_at: Moment | None
    resolution_due_at: Moment | None
    created_at: Moment
    updated_at: Moment
    first_responded_at: Moment | None
    resolved_at: Moment | None
    closed_at: Moment | None
    resolution: str | None


class TicketDetails(TicketOut):
    """A ticket with everything that the reader may see of it."""

    messages: list[MessageOut]
    attachments: list[AttachmentOut]
    timeline: list[TimelineOut]


class TicketStats(Schema):
    """How many tickets match, by what, and how long they took (in seconds, over all matching ones)."""

    total: int
    by_status: dict[TicketStatus, int]
    by_priority: dict[Priority, int]
    by_category: dict[str, int]
    unassigned: int
    created_today: int
    resolved_today: int
    average_first_response_seconds: int | None
    average_resolution_seconds: int | None
