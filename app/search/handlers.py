"""What the index does when it is told."""

from typing import Any

from app.core import outbox
from app.search import services

_changed: dict[str, None] = {}  # keys of the batch that is being told; the relay is one thread


def note_changes(payload: dict[str, Any]) -> None:
    """Have what changed indexed at the end of the batch: one commit for all of it."""
    _changed.update(dict.fromkeys(payload["keys"]))
    outbox.at_end_of_batch(index_changes)


def index_changes() -> None:
    """Index what was noted."""
    keys = list(_changed)
    _changed.clear()
    services.index_documents(keys)
