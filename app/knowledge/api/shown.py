"""Items, versions and hits as REST shows them."""

from collections.abc import Sequence
from typing import Any

from app.core.paging import Page
from app.knowledge import queries
from app.knowledge.models import Item, ItemVersion
from app.knowledge.queries import FoundItem
from app.knowledge.schemas import (
    CaptionsOut,
    Chapter,
    FileOut,
    HitOut,
    ItemDetails,
    ItemOut,
    StaffItemDetails,
    StaffItemOut,
    VersionOut,
)


def details(item: Item) -> ItemDetails:
    """An item as its readers see it."""
    return ItemDetails.model_construct(**ItemOut.model_validate(item).__dict__, **_content(item))


def staff_details(item: Item) -> StaffItemDetails:
    """An item with everything that its writers know."""
    return StaffItemDetails.model_construct(**StaffItemOut.model_validate(item).__dict__, **_content(item))


def version(row: ItemVersion) -> VersionOut:
    """What an item said after one save."""
    return VersionOut.model_validate({
        **{name: getattr(row, name) for name in VersionOut.model_fields if name != "filename"},
        "filename": row.file.filename if row.file else None,
    })  # fmt: skip


def hit(found: FoundItem) -> HitOut:
    """One answer of a search."""
    item = found.item
    return HitOut(
        id=item.id, type=item.type, title=item.title, summary=item.summary, snippet=found.snippet,
        category=item.category.name, tags=[tag.name for tag in item.tags], score=found.score,
        updated_at=item.updated_at, moment=found.moment, anchor=found.anchor, heading=found.heading,
    )  # fmt: skip


def whole(rows: Sequence[Any]) -> Page:
    """A short list, all of it."""
    return Page(rows, 1, len(rows), None, len(rows), total_is_exact=True)


def _content(item: Item) -> dict[str, Any]:
    return {
        "body_html": item.body_html,
        "link_url": item.link_url,
        "chapters": [Chapter.model_validate(chapter) for chapter in item.chapters],
        "file": FileOut.model_validate(item.file) if item.file else None,
        "captions": [CaptionsOut.model_validate(track) for track in queries.captions_of(item)],
    }
