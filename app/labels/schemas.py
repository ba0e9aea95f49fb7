"""What may be asked of labels, and what a scanned one shows."""

from datetime import date
from typing import Annotated

from flask_babel import gettext as _
from pydantic import BeforeValidator, Field, field_validator

from app.core.schemas import Id, Schema
from app.labels.formats import DEFAULT, FORMATS

MOST_LABELS = 500


def _ids(value: object) -> object:
    """Ids as an address carries them: "1,2,3", or one member for each."""
    parts = value.split(",") if isinstance(value, str) else value
    return [part for part in parts if part] if isinstance(parts, list) else parts


Ids = Annotated[list[Id], BeforeValidator(_ids), Field(max_length=MOST_LABELS)]


class LabelOrder(Schema):
    """Which labels to print, on which sheet, and from which of its places on."""

    equipment: Ids = Field(default_factory=list)
    room: Ids = Field(default_factory=list)
    format: str = DEFAULT
    first: Annotated[int, Field(ge=1)] = 1

    @field_validator("format")
    @classmethod
    def _known(cls, key: str) -> str:
        if key not in FORMATS:
            raise ValueError(_("Choose one of the sheets and rolls."))
        return key

    @property
    def first_place(self) -> int:
        """The place to begin with, as far as the sheet has it."""
        return min(self.first, FORMATS[self.format].per_page)


class ScannedDevice(Schema):
    """A device as whoever scanned it may know it."""

    id: int
    tag: str
    name: str
    model: str
    state: str | None = None  # staff only, as are those below
    holder: str | None = None
    warranty_ends_on: date | None = None


class ScannedRoom(Schema):
    """A room as whoever scanned it may know it."""

    id: int
    name: str
    place: str
    is_bookable: bool


class ScannedProblem(Schema):
    """A known problem of the thing, and how far IT is."""

    id: int
    title: str
    text: str
    state: str
    reports: int
    is_mine: bool


class ScannedArticle(Schema):
    """Something to read about the thing."""

    id: int
    title: str
    summary: str


class ScanOut(Schema):
    """What a scanned label shows to its reader."""

    equipment: ScannedDevice | None
    room: ScannedRoom | None
    problems: list[ScannedProblem]
    articles: list[ScannedArticle]
