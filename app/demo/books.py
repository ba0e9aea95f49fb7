"""The demo company's articles, videos and documents, as they lie in `library/` and `texts/knowledge.toml`."""

import re
from dataclasses import dataclass, field
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import yaml

from app.core.richtext import sanitise_page
from app.demo.texts import read
from app.knowledge.models import Audience, ItemStatus, ItemType
from app.knowledge.pages import read_page
from app.knowledge.pages.linking import Linker
from app.knowledge.pages.page import Page

HERE = Path(__file__).parent / "library"
SECTION = re.compile(r"(?=<h2[ >])")
PICTURE = re.compile(r'src="([\w-]+\.png)"')


@dataclass(frozen=True)
class Book:
    """One item: who wrote it when (in days ago), how it was received, by which words it is found."""

    name: str
    type: ItemType
    title: str
    summary: str
    category: str
    author: str
    written: int
    tags: list[str]
    words: list[str]
    helpful: int
    unhelpful: int
    edits: list[int] = field(default_factory=list)
    review: int | None = None
    status: ItemStatus = ItemStatus.published
    audience: Audience = Audience.everyone
    language: str = "en"
    chapters: list[tuple[int, str]] = field(default_factory=list)
    page: Page | None = None

    @property
    def pictures(self) -> list[str]:
        """The files that stand in its text."""
        return PICTURE.findall(unescape(self.page.html)) if self.page else []

    def drafts(self, ids: dict[str, int], pictures: dict[str, int]) -> list[str]:
        """The text as it was first written and after each edit: the later sections came later."""
        assert self.page is not None, "only articles have a text"
        pages = {f"{name}.md": self.page for name in ids} | {self.page.path: self.page}
        linker = Linker(pages, {f"{name}.md": number for name, number in ids.items()}, pictures)
        parts = SECTION.split(linker.linked(self.page))
        late = min(len(self.edits), len(parts) - 1)
        texts = ["".join(parts[: len(parts) - missing]) for missing in range(late, -1, -1)]
        return [sanitise_page(text) for text in [texts[0]] * (len(self.edits) - late) + texts]


def files() -> Path:
    """Where pictures, videos, captions and documents lie."""
    return HERE


@cache
def books() -> list[Book]:
    """Everything, the oldest first."""
    articles = [_article(path) for path in sorted(HERE.glob("*.md"))]
    others = [_other(ItemType.video, values) for values in read("knowledge")["videos"]]
    others += [_other(ItemType.document, values) for values in read("knowledge")["documents"]]
    return sorted([*articles, *others], key=lambda book: -book.written)


def _article(path: Path) -> Book:
    content = path.read_bytes()
    page = read_page(path.name, content)
    facts: dict[str, Any] = yaml.safe_load(content.decode().split("---\n", 2)[1])
    kept = {name: facts[name] for name in ("author", "written", "edits", "words", "helpful", "unhelpful")}
    return Book(
        name=path.stem,
        type=ItemType.article,
        title=page.title,
        summary=page.summary,
        category=page.category,
        tags=page.tags,
        review=facts.get("review"),
        status=ItemStatus(page.status),
        audience=Audience(page.audience),
        language=page.language or "en",
        page=page,
        **kept,
    )


def _other(kind: ItemType, values: dict[str, Any]) -> Book:
    facts = {name: value for name, value in values.items() if name not in {"file", "chapters"}}
    chapters = [(second, title) for second, title in values.get("chapters", [])]
    return Book(name=values["file"], type=kind, chapters=chapters, **facts)
