"""The one way to say that items read differently now, in the caller's transaction; search looks after the commit."""

from collections.abc import Sequence

from app.core.outbox import record
from app.knowledge.found import SOURCE
from app.search import DocumentsChanged

AT_ONCE = 200


def reindex(item_ids: Sequence[int]) -> None:
    """Have search read these items anew; whatever is not published is forgotten by it."""
    for start in range(0, len(item_ids), AT_ONCE):
        record(DocumentsChanged(keys=tuple(f"{SOURCE}:{item_id}" for item_id in item_ids[start : start + AT_ONCE])))
