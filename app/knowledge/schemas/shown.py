"""What is shown of knowledge."""

from datetime import date

from pydantic import Field

from app.core.schemas import Moment, Schema
from app.knowledge.models import Audience, FileState, ItemStatus, ItemType
from app.knowledge.schemas.drafts import Chapter


class PersonRef(Schema):
    """A person, by name."""

    id: int
    name: str


class CategoryOut(Schema):
    """A shelf of the knowledge base."""

    id: int
    name: str
    slug: str
    description: str
    icon: str


class TagOut(Schema):
    """A word that items share."""

    id: int
    name: str
    slug: str


class FileOut(Schema):
    """The file of a video or document; `problem` says why it was refused or could not be read."""

    filename: str
    content_type: str
    size: int
    state: FileState
    problem: str | None


class CaptionsOut(Schema):
    """Captions in one language, and what of them could not be used."""

    language: str
    cue_count: int
    problems: list[dict[str, int | str]]


class ItemOut(Schema):
    """An item as a list shows it."""

    id: int
    type: ItemType
    title: str
    summary: str
    language: str
    category: CategoryOut
    tags: list[TagOut]
    updated_at: Moment
    published_at: Moment | None


class ItemDetails(ItemOut):
    """An item as its readers see it."""

    body_html: str
    link_url: str | None
    chapters: list[Chapter]
    file: FileOut | None
    captions: list[CaptionsOut]


class StaffItemOut(ItemOut):
    """An item as its writers see it in a list."""

    status: ItemStatus
    audience: Audience
    owner: PersonRef
    updated_by: PersonRef
    review_on: date | None
    version: int
    created_at: Moment
    archived_at: Moment | None


class StaffItemDetails(StaffItemOut, ItemDetails):
    """An item with everything that its writers know."""


class VersionOut(Schema):
    """What an item said after one save."""

    number: int
    title: str
    summary: str
    body_html: str
    link_url: str | None
    chapters: list[Chapter]
    filename: str | None
    author: PersonRef
    restored_from: int | None
    created_at: Moment


class FeedbackOut(Schema):
    """What one person said of an item."""

    helpful: bool = Field(validation_alias="is_helpful")
    comment: str
    updated_at: Moment


class UploadOut(Schema):
    """Where to put the bytes, by which key to name them, and for a picture the address to show it by."""

    storage_key: str
    upload_url: str
    method: str
    headers: dict[str, str]
    expires_at: Moment
    image_url: str | None = None


class DownloadOut(Schema):
    """Where a file can be fetched for an hour."""

    download_url: str
    expires_at: Moment


class HitOut(Schema):
    """One answer of a search; `snippet` is HTML with nothing but <mark>, `moment` counts seconds into a video."""

    id: int
    type: ItemType
    title: str
    summary: str
    snippet: str
    category: str
    tags: list[str]
    score: float
    updated_at: Moment
    moment: int | None = None
    anchor: str | None = None
    heading: str | None = None


class SearchPage(Schema):
    """The answers of a search, what was perhaps meant, and how the answers divide."""

    items: list[HitOut]
    page: int
    page_size: int
    total: int
    total_is_exact: bool
    next_cursor: None = None
    suggestion: str | None
    counts: dict[str, dict[str, int]]


class SuggestionPage(Schema):
    """At most five items for what is being typed."""

    items: list[HitOut]
    page: int = 1
    page_size: int = 5
    total: int
    total_is_exact: bool = True
    next_cursor: None = None
