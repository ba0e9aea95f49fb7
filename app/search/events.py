"""What the index is told."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.outbox import Event


@dataclass(frozen=True)
class DocumentsChanged(Event):
    """These documents were added, changed, removed or learned from; their source says what they are now."""

    name: ClassVar[str] = "search.documents_changed"
    keys: tuple[str, ...]
