"""The rows of imported articles: items with their versions, tags and pictures, many at once."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import undefer

from app.accounts.models import User
from app.core import clock
from app.core.company import CompanySettings
from app.core.outbox import record
from app.core.slugs import slug
from app.extensions import db
from app.knowledge import queries
from app.knowledge.events import FilesNamed
from app.knowledge.models import (
    Audience,
    FileState,
    Item,
    ItemImage,
    ItemStatus,
    ItemType,
    ItemVersion,
    KnowledgeCategory,
    KnowledgeFile,
    Tag,
    item_tags,
)
from app.knowledge.pages import Page, Warned
from app.knowledge.pages.linking import Linker
from app.knowledge.services.indexing import reindex

CHUNK = 200
KEY_LENGTH = 300
NO_CATEGORY = "Imported"


@dataclass
class ArticlesImported:
    """How many articles came in, were brought up to date, or were known as they are; and what could not be kept."""

    added: int = 0
    changed: int = 0
    known: int = 0
    pictures: int = 0
    warnings: list[Warned] = field(default_factory=list)


class Writer:
    """Writes items with their versions, tags and pictures."""

    def __init__(
        self,
        source: str,
        pages: dict[str, Page],
        pictures: dict[str, int],
        result: ArticlesImported,
        actor: User,
        site: str | None = None,
    ) -> None:
        self.pages, self.pictures, self.result, self.actor, self.site = pages, pictures, result, actor, site
        self.keys = {path: _key(source, path) for path in pages}
        self.language, self.now = CompanySettings.current().language, clock.now()
        self.categories = _labels(KnowledgeCategory, (page.category or NO_CATEGORY for page in pages.values()))
        self.tags = _labels(Tag, (tag for page in pages.values() for tag in page.tags))
        self.known = self._known()

    def write(self) -> None:
        """First every item gets its id, then the texts can lead to each other."""
        new = [path for path in self.pages if path not in self.known]
        ids = {path: item.id for path, item in self.known.items()} | self._reserve(new)
        linker = Linker(self.pages, ids, self.pictures, self.site)
        texts = {path: linker.linked(page) for path, page in self.pages.items()}
        self._fill({ids[path]: path for path in new}, texts)
        changed = [path for path in self.known if self._renew(path, texts[path])]
        self._tag({ids[path]: self.pages[path] for path in new})
        touched = {ids[path]: texts[path] for path in [*new, *changed]}
        self._show_pictures(touched)
        reindex(list(touched))
        self.result.added, self.result.changed = len(new), len(changed)
        self.result.known = len(self.known) - len(changed)
        self._warn(linker)

    def _known(self) -> dict[str, Item]:
        paths = {key: path for path, key in self.keys.items()}
        found: dict[str, Item] = {}
        for chunk in _chunks(paths):
            rows = sa.select(Item).where(Item.import_key.in_(chunk)).options(undefer(Item.body_html))
            found |= {paths[item.import_key or ""]: item for item in db.session.scalars(rows)}
        return found

    def _reserve(self, new: list[str]) -> dict[str, int]:
        rows = sa.insert(Item.__table__).returning(Item.__table__.c.id, sort_by_parameter_order=True)
        ids: dict[str, int] = {}
        for chunk in _chunks(new):
            found = db.session.scalars(rows, [self._row(path) for path in chunk])
            ids |= dict(zip(chunk, found, strict=True))
        return ids

    def _row(self, path: str) -> dict[str, Any]:
        page = self.pages[path]
        at = page.written_at or self.now
        is_draft = page.status == ItemStatus.draft
        return {
            "type": ItemType.article,
            "title": page.title,
            "summary": page.summary,
            "body_html": "",
            "language": page.language or self.language,
            "status": ItemStatus.draft if is_draft else ItemStatus.published,
            "audience": Audience.staff if page.audience == Audience.staff else Audience.everyone,
            "category_id": self.categories[(page.category or NO_CATEGORY).casefold()],
            "owner_id": self.actor.id,
            "updated_by_id": self.actor.id,
            "chapters": [],
            "version": 1,
            "created_at": self.now,
            "updated_at": at,
            "published_at": None if is_draft else at,
            "review_on": _day(page.review_on),
            "import_key": self.keys[path],
        }

    def _fill(self, paths: dict[int, str], texts: dict[str, str]) -> None:
        """Write the text of the new items, and their first version."""
        table = Item.__table__
        fill = sa.update(table).where(table.c.id == sa.bindparam("key")).values(body_html=sa.bindparam("text"))
        for chunk in _chunks(paths):
            rows = [{"key": item_id, "text": texts[paths[item_id]]} for item_id in chunk]
            db.session.connection().execute(fill, rows)
            pages = {item_id: self.pages[paths[item_id]] for item_id in chunk}
            versions = [
                self._version(item_id, 1, page.title, page.summary, texts[page.path]) for item_id, page in pages.items()
            ]
            db.session.execute(sa.insert(ItemVersion.__table__), versions)

    def _version(self, item_id: int, number: int, title: str, summary: str, text: str) -> dict[str, Any]:
        return {"item_id": item_id, "number": number, "author_id": self.actor.id, "title": title, "summary": summary,
                "body_html": text, "chapters": [], "created_at": self.now}  # fmt: skip

    def _renew(self, path: str, text: str) -> bool:
        """Whether a known item says something else now; that is a new version of it."""
        item, page = self.known[path], self.pages[path]
        if (item.title, item.summary, item.body_html) == (page.title, page.summary, text):
            return False
        item.title, item.summary, item.body_html = page.title, page.summary, text
        item.version += 1
        item.updated_at, item.updated_by_id = page.written_at or self.now, self.actor.id
        version = self._version(item.id, item.version, page.title, page.summary, text)
        db.session.execute(sa.insert(ItemVersion.__table__), [version])
        return True

    def _tag(self, pages: dict[int, Page]) -> None:
        rows = [
            {"item_id": item_id, "tag_id": self.tags[tag.casefold()]}
            for item_id, page in pages.items()
            for tag in page.tags
        ]
        if rows:
            db.session.execute(sa.insert(item_tags), rows)

    def _show_pictures(self, texts: dict[int, str]) -> None:
        """Let readers of the items see their pictures, and have new ones checked."""
        waiting = sa.and_(KnowledgeFile.id.in_(self.pictures.values()), KnowledgeFile.state == FileState.awaiting)
        fresh = set(db.session.scalars(sa.select(KnowledgeFile.id).where(waiting)))
        for item_id, text in texts.items():
            shown = queries.images_in(text)
            known = set(db.session.scalars(sa.select(ItemImage.file_id).where(ItemImage.item_id == item_id)))
            db.session.add_all(ItemImage(item_id=item_id, file_id=file_id) for file_id in shown if file_id not in known)
            if first := fresh.intersection(shown):
                own = sa.update(KnowledgeFile).where(KnowledgeFile.id.in_(first))
                db.session.execute(own.values(item_id=item_id, state=FileState.checking))
                record(FilesNamed(item_id, tuple(sorted(first))))
                fresh -= first

    def _warn(self, linker: Linker) -> None:
        for path, times in linker.broken_links.items():
            self.result.warnings.append(Warned(path, f"{times} links lead to pages that are not in the source"))
        for path, times in linker.missing_pictures.items():
            self.result.warnings.append(Warned(path, f"{times} pictures are not in the source, or of no known kind"))


def _labels(kind: type[KnowledgeCategory] | type[Tag], names: Iterable[str]) -> dict[str, int]:
    """The categories or tags by folded name; unknown ones are made. Names of one slug are one."""
    by_slug = {row.slug: row for row in db.session.scalars(sa.select(kind))}
    wanted = {name.casefold(): name for name in names}
    for name in wanted.values():
        if slug(name) not in by_slug:
            fresh = kind(name=name, slug=slug(name))
            by_slug[fresh.slug] = fresh
            db.session.add(fresh)
    db.session.flush()
    return {folded: by_slug[slug(name)].id for folded, name in wanted.items()}


def _chunks(values: Iterable[Any]) -> Iterable[list[Any]]:
    rest = iter(values)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk


def _key(source: str, path: str) -> str:
    key = f"{source}:{path}"
    return key if len(key) <= KEY_LENGTH else f"{source[:100]}:{hashlib.sha256(path.encode()).hexdigest()}"


def _day(text: str | None) -> date | None:
    try:
        return datetime.fromisoformat(text).date() if text else None
    except ValueError:
        return None
