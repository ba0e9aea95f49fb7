"""Two versions of an item side by side: which lines differ, and which words in them."""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from app.core.richtext import as_text
from app.knowledge.models import ItemVersion

WORD = re.compile(r"\s+|\w+|[^\w\s]")
MOST_LINES = 5_000
MOST_LETTERS = 2_000  # of a line that is compared by words


@dataclass(frozen=True)
class Span:
    """Some words of a line, and whether the other side has others there."""

    text: str
    is_changed: bool = False


@dataclass(frozen=True)
class Row:
    """A line of both sides; `kind` is same, changed, added or removed."""

    kind: str
    old: Sequence[Span] = ()
    new: Sequence[Span] = ()


@dataclass(frozen=True)
class FieldDifference:
    """One field (title, summary, text, link, file, chapters) on both sides."""

    name: str
    rows: list[Row] = field(default_factory=list)

    @property
    def is_changed(self) -> bool:
        """Whether anything differs."""
        return any(row.kind != "same" for row in self.rows)


def compare(old: ItemVersion, new: ItemVersion) -> list[FieldDifference]:
    """Every field that has words on either side."""
    pairs = zip(_fields(old), _fields(new), strict=True)
    return [FieldDifference(name, list(rows(one, other))) for (name, one), (_name, other) in pairs if one or other]


def rows(old: str, new: str) -> Iterator[Row]:
    """Both texts line by line."""
    ours, theirs = old.splitlines()[:MOST_LINES], new.splitlines()[:MOST_LINES]
    for kind, a, b, c, d in difflib.SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if kind == "equal":
            yield from (Row("same", [Span(line)], [Span(line)]) for line in ours[a:b])
        else:
            yield from _differing(ours[a:b], theirs[c:d])


def _differing(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[Row]:
    """Lines in pairs as long as both sides have some; the rest stands alone."""
    pairs = min(len(ours), len(theirs))
    for one, other in zip(ours, theirs, strict=False):
        yield Row("changed", *_spans(one, other))
    yield from (Row("removed", old=[Span(line, is_changed=True)]) for line in ours[pairs:])
    yield from (Row("added", new=[Span(line, is_changed=True)]) for line in theirs[pairs:])


def _spans(one: str, other: str) -> tuple[list[Span], list[Span]]:
    if max(len(one), len(other)) > MOST_LETTERS:
        return [Span(one, is_changed=True)], [Span(other, is_changed=True)]
    ours, theirs = WORD.findall(one), WORD.findall(other)
    left, right = [], []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if a < b:
            left.append(Span("".join(ours[a:b]), kind != "equal"))
        if c < d:
            right.append(Span("".join(theirs[c:d]), kind != "equal"))
    return left, right


def _fields(version: ItemVersion) -> list[tuple[str, str]]:
    chapters = [
        f"{chapter['seconds'] // 60}:{chapter['seconds'] % 60:02} {chapter['title']}" for chapter in version.chapters
    ]
    return [
        ("title", version.title),
        ("summary", version.summary),
        ("text", as_text(version.body_html)),
        ("link", version.link_url or ""),
        ("file", version.file.filename if version.file else ""),
        ("chapters", "\n".join(chapters)),
    ]
