"""Articles as files: HTML with its facts in <meta>, pictures beside it, links between them kept."""

import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload, undefer

from app.accounts.models import User
from app.core.slugs import slug
from app.core.storage import FileMissing, storage
from app.extensions import db
from app.knowledge.models import Item, ItemType, KnowledgeFile
from app.knowledge.queries import visible_to

PICTURES = "pictures"
ITEM_LINK = re.compile(r'(href=")(?:/kb/(\d+))(#[^"]*)?"')
PICTURE = re.compile(r'src="/kb/images/(\d+)"')
NAME_LENGTH = 60


@dataclass
class Written:
    """How much was written."""

    articles: int = 0
    pictures: int = 0


def write_articles(folder: Path, *, actor: User) -> Written:
    """Every article that the actor may see, drafts too, into a folder."""
    rows = visible_to(actor).where(Item.type == ItemType.article).order_by(Item.id)
    ways = (undefer(Item.body_html), joinedload(Item.category), selectinload(Item.tags))
    items = db.session.scalars(rows.options(*ways)).all()
    names = {item.id: _name(item) for item in items}
    written, shown = Written(), set[int]()
    folder.mkdir(parents=True, exist_ok=True)
    for item in items:
        path = folder / names[item.id]
        path.parent.mkdir(exist_ok=True)
        path.write_text(_page(item, names), encoding="utf-8")
        shown |= {int(number) for number in PICTURE.findall(item.body_html)}
        written.articles += 1
    written.pictures = _write_pictures(folder / PICTURES, shown)
    return written


def _name(item: Item) -> str:
    return f"{item.category.slug}/{item.id}-{slug(item.title)[:NAME_LENGTH]}.html"


def _page(item: Item, names: dict[int, str]) -> str:
    facts = {
        "description": item.summary,
        "category": item.category.name,
        "keywords": ", ".join(tag.name for tag in item.tags),
        "status": item.status,
        "audience": item.audience,
        "date": f"{item.updated_at:%Y-%m-%d}",
        "review": item.review_on.isoformat() if item.review_on else "",
    }
    head = "".join(f'<meta name="{name}" content="{escape(value)}">\n' for name, value in facts.items() if value)
    body = PICTURE.sub(lambda found: f'src="../{PICTURES}/{_picture_name(int(found[1]))}"', item.body_html)
    body = ITEM_LINK.sub(lambda found: _link(found, names), body)
    return (
        f'<!doctype html>\n<html lang="{escape(item.language)}">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(item.title)}</title>\n{head}</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _link(found: re.Match[str], names: dict[int, str]) -> str:
    name = names.get(int(found[2]))
    return f'{found[1]}../{name}{found[3] or ""}"' if name else found[0]


def _picture_name(file_id: int) -> str:
    file = db.session.get(KnowledgeFile, file_id)
    ending = file.storage_key.rpartition(".")[2] if file else "png"
    return f"{file_id}.{ending}"


def _write_pictures(folder: Path, ids: Iterable[int]) -> int:
    rows = sa.select(KnowledgeFile).where(KnowledgeFile.id.in_(list(ids)))
    written = 0
    for file in db.session.scalars(rows):
        folder.mkdir(exist_ok=True)
        try:
            with storage().open(file.storage_key) as stream, (folder / _picture_name(file.id)).open("wb") as target:
                shutil.copyfileobj(stream, target)
                written += 1
        except FileMissing:  # announced and never uploaded
            continue
    return written
