"""Items as search reads them: titles, texts by heading, captions by second, and the words that led to them."""

import re
from collections.abc import Collection, Iterable, Iterator

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload, undefer

from app.core.richtext import as_text
from app.extensions import db
from app.knowledge import captions, queries
from app.knowledge.models import CaptionTrack, Evidence, EvidenceKind, Item, ItemStatus, KnowledgeFile
from app.search import Document, Section

SOURCE = "kb"
HEADING = re.compile(r'<h[2-6] id="(s-[^"]+)">(.*?)</h[2-6]>', re.DOTALL)
LETTERS_PER_MOMENT = 160
PAUSE = 3.0  # seconds of silence, after which something else is said
MOST_OF_ONE = 40  # occasions of the same words
WEIGHTS = {EvidenceKind.opened: 1, EvidenceKind.ticket: 2, EvidenceKind.solved: 3}


class ItemsSource:
    """What is published, for `app.search`."""

    name = SOURCE

    def stamps(self) -> Iterable[tuple[str, str]]:
        """Key and stamp of every published item."""
        learned = sa.select(Evidence.item_id, sa.func.sum(Evidence.times).label("times")).group_by(Evidence.item_id)
        learned_of = learned.subquery()
        facts = (Item.id, Item.version, Item.updated_at, Item.audience, Item.category_id, KnowledgeFile.state)
        rows = sa.select(*facts, learned_of.c.times).outerjoin(Item.file)
        rows = rows.outerjoin(learned_of, learned_of.c.item_id == Item.id)
        for row in db.session.execute(rows.where(Item.status == ItemStatus.published)):
            yield f"{SOURCE}:{row[0]}", _stamp(*row[1:])

    def documents(self, keys: Collection[str]) -> Iterable[Document]:
        """Those of the items that are published."""
        ids = [int(key.partition(":")[2]) for key in keys]
        ways = (undefer(Item.body_html), joinedload(Item.file).undefer(KnowledgeFile.text), selectinload(Item.tags))
        rows = sa.select(Item).where(Item.id.in_(ids), Item.status == ItemStatus.published).options(*ways)
        items = db.session.scalars(rows).all()
        learned = queries.evidence_of(ids)
        spoken = _captions([item.id for item in items])
        return [_document(item, learned.get(item.id, []), spoken.get(item.id, [])) for item in items]


def sections_of(html: str) -> Iterator[Section]:
    """An article by its headings; what stands before the first has none."""
    parts = HEADING.split(html)
    yield Section(as_text(parts[0]))
    for anchor, heading, text in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        yield Section(as_text(text), heading=as_text(heading), anchor=anchor)


def _document(item: Item, learned: list[Evidence], tracks: list[CaptionTrack]) -> Document:
    file = item.file
    return Document(
        key=f"{SOURCE}:{item.id}",
        kind=item.type,
        title=item.title,
        updated_at=item.updated_at,
        stamp=_stamp(item.version, item.updated_at, item.audience, item.category_id, file.state if file else None,
                     sum(row.times for row in learned) or None),
        audience=item.audience,
        language=item.language,
        summary=item.summary,
        sections=[*sections_of(item.body_html), *_pages(file), *_moments(tracks)],
        tags=[tag.name for tag in item.tags],
        category=str(item.category_id),
        evidence=[row.words for row in reversed(learned) for _occasion in range(_weight(row))],
    )  # fmt: skip


def _weight(row: Evidence) -> int:
    return min(row.times * WEIGHTS[row.kind], MOST_OF_ONE)


def _stamp(*facts: object) -> str:
    return "/".join(str(fact) for fact in facts)


def _pages(file: KnowledgeFile | None) -> Iterator[Section]:
    if file is not None and file.text:
        yield Section(file.text)


def _captions(item_ids: list[int]) -> dict[int, list[CaptionTrack]]:
    rows = sa.select(CaptionTrack).where(CaptionTrack.item_id.in_(item_ids)).options(undefer(CaptionTrack.vtt))
    found: dict[int, list[CaptionTrack]] = {}
    for track in db.session.scalars(rows.order_by(CaptionTrack.id)):
        found.setdefault(track.item_id, []).append(track)
    return found


def _moments(tracks: list[CaptionTrack]) -> Iterator[Section]:
    """Captions in groups long enough for a snippet, each leading to its first second."""
    for track in tracks:
        words, second, said_until = "", 0.0, 0.0
        for cue in captions.read(track.vtt).cues:
            if words and (len(words) > LETTERS_PER_MOMENT or cue.start - said_until > PAUSE):
                yield Section(words, second=second)
                words = ""
            words, second = (f"{words} {cue.text}", second) if words else (cue.text, cue.start)
            said_until = cue.end
        yield Section(words, second=second)
