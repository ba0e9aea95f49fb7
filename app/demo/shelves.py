"""How the demo company's knowledge came about and was read: written, edited, searched, judged."""

from datetime import datetime, timedelta
from io import BytesIO

import sqlalchemy as sa

from app.accounts.models import User
from app.demo import books, cast
from app.demo.books import Book
from app.demo.stage import Deck, Stage
from app.demo.texts import read
from app.extensions import db
from app.knowledge import queries, services
from app.knowledge.models import FilePurpose, Item, ItemStatus, ItemType, KnowledgeCategory, KnowledgeFile, Tag
from app.knowledge.schemas import (
    CategoryChange,
    Chapter,
    FeedbackDraft,
    ItemChange,
    ItemDraft,
    SynonymChange,
    TagChange,
)

PURPOSES = {ItemType.video: (FilePurpose.video, ".mp4"), ItemType.document: (FilePurpose.document, "")}
SEARCHED_OF = 2  # every second came from the search page, the others from a suggestion
SOLVED_OF = 3  # every third who calls an item helpful needed no ticket
SEARCHED_WITHIN = 40  # days


class Library:
    """Plans every step of every book; items are kept by name, for links between them."""

    def __init__(self, stage: Stage, readers: list[str]) -> None:
        self.stage, self.chance = stage, stage.chance
        self.readers = Deck(readers, stage.chance)
        self.comments = read("knowledge")["comments"]
        self.items: dict[str, Item] = {}
        self.pictures: dict[str, dict[str, int]] = {}

    def plan(self) -> None:
        """Have all of it happen."""
        self._furnish(self.stage.people["carl"])
        for book in books.books():
            self._plan(book)
        for words, times in read("knowledge")["searches"].items():
            for _person in range(times):
                self._look_in_vain(words)

    def _furnish(self, actor: User) -> None:
        """Shelves of the company's own, and words that mean the same."""
        known = {row.name for row in queries.categories()}
        for name, question, icon, *_rest in cast.CATEGORIES:
            if name not in known:
                services.keep_category(None, CategoryChange(name=name, description=question, icon=icon), actor=actor)
        for words in read("knowledge")["synonyms"]["groups"]:
            services.keep_synonyms(None, SynonymChange(words=words), actor=actor)

    def _plan(self, book: Book) -> None:
        author = self.stage.people[book.author]
        self.stage.at(self._ago(book.written), lambda: self._write(book, author))
        for number, days in enumerate(book.edits, 1):
            self.stage.at(self._ago(days), lambda number=number: self._edit(book, number, author))
        if book.status is ItemStatus.archived:
            self.stage.at(self._ago(book.written // 3), lambda: self._archive(book, author))
        for number in range(book.helpful + book.unhelpful):
            self._judge(book, is_helpful=number < book.helpful, number=number)

    def _write(self, book: Book, actor: User) -> None:
        key = self._upload(book, actor)
        self.pictures[book.name] = self._pictures(book, actor)
        texts = book.drafts(self._ids(), self.pictures[book.name]) if book.page else [None]
        draft = ItemDraft(
            type=book.type,
            title=book.title,
            summary=book.summary if len(texts) < 2 or texts[0] != texts[-1] else "",
            category_id=_category(book.category).id,
            tag_ids=[_tag(name, actor).id for name in book.tags],
            status=ItemStatus.draft if book.status is ItemStatus.draft else ItemStatus.published,
            audience=book.audience,
            language=book.language,
            review_on=(self.stage.timetable.now + timedelta(days=book.review)).date() if book.review else None,
            body_html=texts[0],
            storage_key=key,
            chapters=[Chapter(seconds=second, title=title) for second, title in book.chapters],
        )
        item = self.items[book.name] = services.write_item(draft, actor=actor)
        if book.type is ItemType.video:
            captions = (books.files() / f"{book.name}.vtt").read_text(encoding="utf-8")
            services.add_captions(item, captions, book.language, actor=actor)

    def _edit(self, book: Book, number: int, actor: User) -> None:
        item = self.items[book.name]
        text = book.drafts(self._ids(), self.pictures[book.name])[number]
        services.save_item(item, ItemChange(body_html=text, summary=book.summary), actor=actor)

    def _archive(self, book: Book, actor: User) -> None:
        services.archive_item(self.items[book.name], actor=actor)

    def _upload(self, book: Book, actor: User) -> str | None:
        if book.type is ItemType.article:
            return None
        purpose, ending = PURPOSES[book.type]
        return self._receive(f"{book.name}{ending}", purpose, actor).storage_key

    def _pictures(self, book: Book, actor: User) -> dict[str, int]:
        return {name: self._receive(name, FilePurpose.image, actor).id for name in book.pictures}

    def _receive(self, name: str, purpose: FilePurpose, actor: User) -> KnowledgeFile:
        content = (books.files() / name).read_bytes()
        return services.receive_file(name, BytesIO(content), len(content), purpose, actor=actor)

    def _judge(self, book: Book, *, is_helpful: bool, number: int) -> None:
        """Somebody looks for it, reads it, and says whether it helped."""
        reader = self.stage.people[self.readers.draw()]
        latest = book.written // 2 if book.status is ItemStatus.archived else book.written
        moment = self._ago(self.chance.uniform(0.2, max(0.3, latest - 1)))
        words = self.chance.choice(book.words) if book.words else None
        said = self.chance.choice(self.comments["helpful" if is_helpful else "unhelpful"])
        self.stage.at(moment, lambda: self._read(book, reader, words, is_helpful, said, number))

    def _read(self, book: Book, reader: User, words: str | None, is_helpful: bool, said: str, number: int) -> None:
        item = self.items[book.name]
        if not item.is_published:
            return
        if words and number % SEARCHED_OF == 0:
            services.note_search(words, self.chance.randrange(1, 6), actor=reader)
        services.note_opening(item, actor=reader, words=words)
        services.give_feedback(item, FeedbackDraft(helpful=is_helpful, comment=said), actor=reader)
        if is_helpful and number % SOLVED_OF == 0:
            services.note_solved(item, words, actor=reader)

    def _look_in_vain(self, words: str) -> None:
        reader = self.stage.people[self.readers.draw()]
        moment = self._ago(self.chance.uniform(0.1, SEARCHED_WITHIN))
        self.stage.at(moment, lambda: services.note_search(words, 0, actor=reader))

    def _ids(self) -> dict[str, int]:
        return {name: item.id for name, item in self.items.items()}

    def _ago(self, days: float) -> datetime:
        return self.stage.timetable.now - timedelta(days=days)


def named(title: str) -> Item:
    """The item of this title."""
    return db.session.scalars(sa.select(Item).where(Item.title == title)).one()


def _category(name: str) -> KnowledgeCategory:
    return db.session.scalars(sa.select(KnowledgeCategory).where(KnowledgeCategory.name == name)).one()


def _tag(name: str, actor: User) -> Tag:
    found = db.session.scalar(sa.select(Tag).where(Tag.name == name))
    return found or services.keep_tag(None, TagChange(name=name), actor=actor)
