"""What may be said about knowledge."""

from datetime import date
from typing import Annotated, Literal, Self

from flask_babel import gettext as _
from pydantic import AfterValidator, Field, model_validator

from app.core.richtext import sanitise_page
from app.core.schemas import Id, Schema, Text
from app.knowledge.models import Audience, FilePurpose, ItemStatus, ItemType

BODY_LENGTH = 1_000_000  # letters of HTML
MOST_TAGS = 20
MOST_CHAPTERS = 200
LANGUAGE = r"^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,2}$"


def _web_address(address: str) -> str:
    if not address.lower().startswith(("https://", "http://")) or any(sign.isspace() for sign in address):
        raise ValueError(_("Enter a web address that begins with https://."))
    return address


Title = Annotated[Text, Field(min_length=1, max_length=500)]
Summary = Annotated[Text, Field(max_length=1000)]
BodyHtml = Annotated[Text, Field(max_length=BODY_LENGTH), AfterValidator(sanitise_page)]
StorageKey = Annotated[Text, Field(min_length=1, max_length=255)]
LinkUrl = Annotated[Text, Field(max_length=1000), AfterValidator(_web_address)]
TagIds = Annotated[list[Id], Field(max_length=MOST_TAGS)]
Language = Annotated[Text, Field(max_length=20, pattern=LANGUAGE)]


class Chapter(Schema):
    """Where a part of a video begins, and what it is called."""

    seconds: Annotated[int, Field(ge=0, le=360_000)]
    title: Annotated[Text, Field(min_length=1, max_length=200)]


Chapters = Annotated[list[Chapter], Field(max_length=MOST_CHAPTERS)]


class ItemDraft(Schema):
    """A new item; `body_html` is for articles, file and captions for the others, `link_url` and chapters for videos."""

    type: ItemType
    title: Title
    summary: Summary = ""
    category_id: Id
    tag_ids: TagIds = Field(default_factory=list)
    status: Literal[ItemStatus.draft, ItemStatus.published] = ItemStatus.draft
    audience: Audience = Audience.everyone
    language: Language | None = None  # the company's where none is said
    owner_id: Id | None = None  # the writer where none is said
    review_on: date | None = None
    body_html: BodyHtml | None = None
    storage_key: StorageKey | None = None
    link_url: LinkUrl | None = None
    captions_key: StorageKey | None = None
    chapters: Chapters = Field(default_factory=list)

    @model_validator(mode="after")
    def _fits_its_type(self) -> Self:
        if self.type is not ItemType.article and self.body_html is not None:
            raise ValueError("bodyHtml is for articles only")
        if self.type is ItemType.article and self.storage_key is not None:
            raise ValueError("storageKey is for videos and documents only")
        if self.type is not ItemType.video and (self.link_url or self.captions_key or self.chapters):
            raise ValueError("linkUrl, captionsKey and chapters are for videos only")
        if self.type is ItemType.document and self.storage_key is None:
            raise ValueError(_("Choose the file of the document first."))
        if self.type is ItemType.video and (self.storage_key is None) == (self.link_url is None):
            raise ValueError(_("Choose the file of the video, or say at which address it lies: one of the two."))
        return self


class ItemChange(Schema):
    """What is changed of an item; only what is sent counts."""

    title: Title | None = None
    summary: Summary | None = None
    category_id: Id | None = None
    tag_ids: TagIds | None = None
    audience: Audience | None = None
    language: Language | None = None
    owner_id: Id | None = None
    review_on: date | None = None
    body_html: BodyHtml | None = None
    storage_key: StorageKey | None = None
    link_url: LinkUrl | None = None
    captions_key: StorageKey | None = None
    chapters: Chapters | None = None

    @model_validator(mode="after")
    def _no_empty_values(self) -> Self:
        for name in self.model_fields_set - {"review_on", "link_url", "storage_key", "captions_key"}:
            if getattr(self, name) is None:
                raise ValueError(f"{name} cannot be empty")
        return self


CategoryName = Annotated[Text, Field(min_length=1, max_length=80)]


class CategoryChange(Schema):
    """What staff say about a category."""

    name: CategoryName
    description: Annotated[Text, Field(max_length=300)] = ""
    icon: Annotated[Text, Field(max_length=40, pattern=r"^[a-z0-9-]+$")] = "book-open"


class CategoryEdit(Schema):
    """What is changed of a category; only what is sent counts, so the defaults are never used."""

    name: CategoryName = ""
    description: Annotated[Text, Field(max_length=300)] = ""
    icon: Annotated[Text, Field(max_length=40, pattern=r"^[a-z0-9-]+$")] = "book-open"


class TagChange(Schema):
    """What staff say about a tag."""

    name: Annotated[Text, Field(min_length=1, max_length=60)]


class SynonymChange(Schema):
    """Words that mean the same, separated by commas."""

    words: Annotated[Text, Field(min_length=3, max_length=500)]

    @model_validator(mode="after")
    def _several(self) -> Self:
        words = list(dict.fromkeys(" ".join(word.lower().split()) for word in self.words.split(",") if word.strip()))
        if len(words) < 2:
            raise ValueError(_("Name at least two words, separated by commas."))
        self.words = ", ".join(words)
        return self


class FeedbackDraft(Schema):
    """Whether an item helped, and why."""

    helpful: bool
    comment: Annotated[Text, Field(max_length=2000)] = ""


class Solved(Schema):
    """What was searched for when an item solved the problem."""

    query: Annotated[Text, Field(max_length=1000)] | None = None


class UploadDraft(Schema):
    """A file about to be uploaded; `size` in bytes."""

    filename: Annotated[Text, Field(min_length=1, max_length=255)]
    content_type: Annotated[Text, Field(max_length=120)] = "application/octet-stream"
    size: Annotated[int, Field(ge=1, le=2**40)]
    purpose: FilePurpose


class ItemFilters(Schema):
    """Which published items: type, category and tag by id or slug."""

    type: list[ItemType] = Field(default_factory=list)
    category: list[str] = Field(default_factory=list)
    tag: list[str] = Field(default_factory=list)


class StaffItemFilters(ItemFilters):
    """Which items, drafts and archived ones too."""

    status: list[ItemStatus] = Field(default_factory=list)
    audience: list[Audience] = Field(default_factory=list)
    language: list[str] = Field(default_factory=list)
    owner: list[str] = Field(default_factory=list)  # ids, or `me`
    q: Annotated[Text, Field(max_length=200)] | None = None  # words of the title


class SearchFilters(ItemFilters):
    """What is searched for, and where."""

    q: Annotated[Text, Field(max_length=1000)] = ""
