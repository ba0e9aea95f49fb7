"""Knowledge items and what hangs on them; a row's own transitions."""

from app.knowledge.models.files import CaptionTrack, ItemImage, KnowledgeFile
from app.knowledge.models.items import Item, ItemVersion, KnowledgeCategory, SynonymGroup, Tag, item_tags
from app.knowledge.models.reading import Evidence, Feedback, Opening, SearchNote, Solution
from app.knowledge.models.vocabulary import (
    MOVES,
    STATUS_WORDS,
    TYPE_WORDS,
    Audience,
    EvidenceKind,
    FilePurpose,
    FileState,
    IllegalMove,
    ItemStatus,
    ItemType,
    Road,
)

__all__ = [
    "MOVES",
    "STATUS_WORDS",
    "TYPE_WORDS",
    "Audience",
    "CaptionTrack",
    "Evidence",
    "EvidenceKind",
    "Feedback",
    "FilePurpose",
    "FileState",
    "IllegalMove",
    "Item",
    "ItemImage",
    "ItemStatus",
    "ItemType",
    "ItemVersion",
    "KnowledgeCategory",
    "KnowledgeFile",
    "Opening",
    "Road",
    "SearchNote",
    "Solution",
    "SynonymGroup",
    "Tag",
    "item_tags",
]
