"""What happened to knowledge's files; what search must read anew is `search.DocumentsChanged`."""

from dataclasses import dataclass

from app.core.outbox import Event


@dataclass(frozen=True)
class FilesNamed(Event):
    """Uploads were named by an item and wait for their check."""

    name = "knowledge.files_named"
    item_id: int
    file_ids: tuple[int, ...]


@dataclass(frozen=True)
class FilesDropped(Event):
    """Files are not needed any more; their bytes are to go too."""

    name = "knowledge.files_dropped"
    storage_keys: tuple[str, ...]
