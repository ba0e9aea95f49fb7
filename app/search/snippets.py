"""The lines of a document that answer, with what was asked for marked; everything else is escaped."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from app.search import analysis
from app.search.documents import Section
from app.search.entries import BODY_BEGINS, EVIDENCE_BEGINS, Content

LENGTH = 220  # letters shown


@dataclass(frozen=True)
class Passage:
    """Where in a document the answer stands, and what to show of it."""

    section: Section | None
    snippet: str


def passage(content: Content, places: Mapping[str, Sequence[str]], values: Mapping[str, float], language: str) -> Passage:
    """The section that has the most of what was asked for (`values`: term -> worth), and its best lines."""
    found = _best_section(content, places, values)
    section = content.sections[found] if found is not None else None
    text = section.text if section else content.summary or (content.sections[0].text if content.sections else "")
    return Passage(section, marked(_window(text, values, language), values, language))


def _best_section(content: Content, places: Mapping[str, Sequence[str]], values: Mapping[str, float]) -> int | None:
    """Its number; a term counts once per section, a little more where it stands often."""
    scores: dict[int, float] = {}
    for term, spots in places.items():
        often: dict[int, int] = {}
        for spot in spots:
            if spot[-1].isdigit() and BODY_BEGINS <= int(spot) < EVIDENCE_BEGINS:
                number = _section_at(content.begins, int(spot))
                often[number] = often.get(number, 0) + 1
        for number, count in often.items():
            scores[number] = scores.get(number, 0.0) + values.get(term, 0.0) * (2 - 1 / count)
    return max(scores, key=lambda number: (scores[number], -number), default=None)


def _section_at(begins: Sequence[int], place: int) -> int:
    from bisect import bisect_right

    return max(0, bisect_right(begins, place) - 1)


def _window(text: str, values: Mapping[str, float], language: str) -> str:
    """The part of the text with the most of the asked words, from the start of a word to the end of one."""
    text = " ".join(text[:20_000].split())
    spots = [(word.start, value) for word in analysis.words(text) if (value := _value(word, values, language))]
    if len(text) <= LENGTH:
        return text
    best, start = 0.0, 0
    for number, (at, _value_of) in enumerate(spots):
        worth = sum({place: value for place, value in spots[number:] if place < at + LENGTH - 40}.values())
        if worth > best:
            best, start = worth, at
    start = text.rfind(" ", 0, max(0, start - 30)) + 1
    end = text.find(" ", start + LENGTH)
    whole = text[start : end if end >= 0 else None][: LENGTH * 2]
    return f"{'… ' if start else ''}{whole}{' …' if end >= 0 else ''}"


def _value(word: analysis.Word, values: Mapping[str, float], language: str) -> float:
    return max((values.get(term, 0.0) for term in analysis.terms(word, language)), default=0.0)


def marked(text: str, values: Mapping[str, float], language: str) -> str:
    """The text as HTML, with `<mark>` around the words that were asked for and nothing else."""
    parts, end = [], 0
    for word in analysis.words(text):
        for start, stop in _spans(word, values, language):
            start = max(start, end)
            parts += [escape(text[end:start]), "<mark>", escape(text[start:stop]), "</mark>"]
            end = stop
    return "".join([*parts, escape(text[end:])])


def _spans(word: analysis.Word, values: Mapping[str, float], language: str) -> list[tuple[int, int]]:
    if not word.unspaced:
        return [(word.start, word.end)] if _value(word, values, language) else []
    hits = [at for at, pair in enumerate(analysis.pairs(word.text)) if pair in values]
    return [(word.start + at, min(word.start + at + 2, word.end)) for at in hits]
