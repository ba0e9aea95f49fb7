"""A document as both engines keep it: its terms with the places where they stand, and what is shown of it.

Places are written `term!3A,140C,1502`, terms in order, with spaces between. The letter tells the field: A title,
B evidence (here the number tells which of the texts has the term), C outline (summary, headings, tags), none the body.
The mark after the term sorts before whatever a term may hold, so that the text can be searched by halves.
"""

import json
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace

from app.search import analysis
from app.search.documents import Document, Section

TITLE, EVIDENCE, OUTLINE, BODY = range(4)
LETTERS = ("A", "B", "C", "")
TITLE_BEGINS, OUTLINE_BEGINS, BODY_BEGINS, EVIDENCE_BEGINS = 1, 400, 1_400, 15_900
MOST_PLACES, MOST_EVIDENCE_PLACES = 100, 150  # of one term
GAP = 10  # places between two parts, so that nothing seems near across them
MOST_EVIDENCE, LONGEST_EVIDENCE = 400, 600  # texts, and letters of each
MOST_TEXT = 300_000  # letters of a document that are indexed; all of it is kept for the section found


@dataclass(frozen=True)
class Content:
    """What is shown of a document: read for the few hits of a page only."""

    title: str
    summary: str
    sections: tuple[Section, ...]
    begins: tuple[int, ...]  # the place at which each section starts

    def packed(self) -> str:
        """As text, for the engine to keep."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def unpacked(cls, text: str) -> "Content":
        """From what an engine kept."""
        told = json.loads(text)
        sections = tuple(Section(**each) for each in told["sections"])
        return cls(told["title"], told["summary"], sections, tuple(told["begins"]))


@dataclass(frozen=True)
class Entry:
    """A document, analysed."""

    document: Document
    places: dict[str, list[str]]
    lengths: tuple[int, ...]  # terms in title, texts of evidence, terms in outline, terms in body; then of each text
    words: frozenset[str]
    content: Content

    @property
    def title(self) -> str:
        """The title without what does not count: documents of one title are told by it."""
        return " ".join(word.text for word in analysis.words(self.document.title))

    @property
    def written(self) -> str:
        """The terms and their places, as the engines keep them."""
        return " ".join(f"{term}!{','.join(places)}" for term, places in sorted(self.places.items()))


class _Analysis:
    """Reads the parts of one document."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.places: defaultdict[str, list[str]] = defaultdict(list)
        self.learned: defaultdict[str, list[str]] = defaultdict(list)
        self.words: set[str] = set()
        self.lengths = [0, 0, 0, 0]

    def read(self, text: str, field: int, begin: int, last: int) -> int:
        """Take the text in from place `begin`; answers the place after it."""
        at, end, joint = begin, -2, ""
        for word in analysis.words(text):
            for joined in self._joined(text, word, end, joint):
                self._note(joined, field, min(at, last))
            joint, end = word.text, word.end
            if field != TITLE and analysis.is_stop_word(word.text, self.language):
                at += 1
                continue
            for term in analysis.terms(word, self.language):
                at += 1
                self._note(term, field, min(at, last))
            if not word.unspaced:
                self.words.add(word.text)
        return at + GAP

    def _joined(self, text: str, word: analysis.Word, end: int, before: str) -> Iterator[str]:
        """wi-fi is also found as wifi."""
        if word.start == end + 1 and text[end] in "-‐‑" and not word.unspaced:
            yield analysis.stem(f"{before}{word.text}"[: analysis.LONGEST_WORD], self.language)

    def _note(self, term: str, field: int, place: int) -> None:
        self.lengths[field] += 1
        places, spot = self.places[term], f"{place}{LETTERS[field]}"
        if len(places) < MOST_PLACES and spot not in places[-1:]:
            places.append(spot)

    def learn(self, texts: Iterable[str]) -> None:
        """Note which of the texts has which terms."""
        for number, text in enumerate(texts):
            found = [word for word in analysis.words(text[:LONGEST_EVIDENCE])
                     if not analysis.is_stop_word(word.text, self.language)]  # fmt: skip
            learned = {term for word in found for term in analysis.terms(word, self.language)}
            for term in learned:
                self.learned[term].append(f"{EVIDENCE_BEGINS + number}B")
            self.lengths[EVIDENCE] += 1
            self.lengths.append(len(learned))


def entry_of(document: Document) -> Entry:
    """The document, analysed in its language."""
    document = _cleaned(document)
    work = _Analysis(analysis.language_of(document.language))
    work.read(document.title, TITLE, TITLE_BEGINS, OUTLINE_BEGINS - 1)
    work.learn(document.evidence[-MOST_EVIDENCE:])
    at = work.read(document.summary, OUTLINE, OUTLINE_BEGINS, BODY_BEGINS - 1)
    for text in (*document.tags, *(section.heading for section in document.sections)):
        at = work.read(text, OUTLINE, at, BODY_BEGINS - 1)
    begins, at, left = [], BODY_BEGINS, MOST_TEXT
    for section in document.sections:
        begins.append(at)
        at = work.read(f"{section.heading}\n{section.text[:left]}", BODY, at, EVIDENCE_BEGINS - 1)
        left = max(0, left - len(section.text))
    content = Content(document.title, document.summary, tuple(document.sections), tuple(begins))
    for term, texts in work.learned.items():
        work.places[term] += texts[-MOST_EVIDENCE_PLACES:]
    return Entry(document, dict(work.places), tuple(work.lengths), frozenset(work.words), content)


def _cleaned(document: Document) -> Document:
    sections = tuple(
        replace(each, text=analysis.clean(each.text), heading=analysis.clean(each.heading))
        for each in document.sections
    )
    return replace(
        document,
        title=analysis.clean(document.title),
        summary=analysis.clean(document.summary),
        sections=sections,
        tags=[analysis.clean(tag) for tag in document.tags],
        evidence=[analysis.clean(text) for text in document.evidence],
    )


def places_in(written: str, terms: Iterable[str]) -> dict[str, str]:
    """The places of those of the terms that stand in what an engine kept."""
    entries = written.split(" ")
    found: dict[str, str] = {}
    for term in terms:
        marked = f"{term}!"
        at = bisect_left(entries, marked)
        if at < len(entries) and entries[at].startswith(marked):
            found[term] = entries[at][len(marked) :]
    return found
