"""What a feature hands over to be found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

EVERYONE, STAFF = "everyone", "staff"


@dataclass(frozen=True)
class Section:
    """A part that a hit can lead to: by the anchor of its heading, or by the second of a video."""

    text: str
    heading: str = ""
    anchor: str | None = None
    second: float | None = None


@dataclass(frozen=True)
class Document:
    """One thing to be found, in the words that people may look for.

    `evidence` are earlier searches, questions and subjects of solved tickets that led here, one text per occasion:
    what leads here often is said often. `stamp` is any text that changes when the document does.
    """

    key: str
    kind: str
    title: str
    updated_at: datetime
    stamp: str
    audience: str = EVERYONE
    language: str = "en"
    summary: str = ""
    sections: Sequence[Section] = ()
    tags: Sequence[str] = ()
    category: str | None = None
    evidence: Sequence[str] = ()
