"""What is shown of tickets."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from app.core.schemas import Moment, Schema
from app.tickets.models import AttachmentState, MessageType, Priority, Source, TicketStatus


class PersonRef(Schema):
    """A person, by name."""

    id: int
    name: str


class TeamRef(Schema):
    """A team, by name."""

    id: int
    name: str


class EquipmentRef(Schema):
    """A device, by tag and name."""

    id: int
    tag: str
    name: str


class RoomRef(Schema):
    """A room, by name."""

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
    equipment: EquipmentRef | None
    room: RoomRef | None
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
