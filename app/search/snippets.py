"""The lines of a document that answer, with what was asked for marked; everything else is escaped."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import islice, pairwise

from app.search import analysis
from app.search.documents import Section
from app.search.entries import BODY_BEGINS, EVIDENCE_BEGINS, Content

LENGTH, BEFORE = 220, 40  # letters shown, and how many of them before the first word found
SPAN = 30  # places that a snippet covers, about
MOST_SPOTS = 10  # places of a term that are looked at
ROUNDING = 1 + 1e-9  # sums of the same numbers in another order are equal

Places = Mapping[str, str]
Values = Mapping[str, float]


@dataclass(frozen=True)
class Passage:
    """Where in a document the answer stands, and what to show of it."""

    section: Section | None
    snippet: str


def passage(content: Content, places: Places, values: Values, language: str) -> Passage:
    """The section that has the most of what was asked for (`values`: term -> worth), and its best lines."""
    spots = _spots(places)
    number = _best_section(content.begins, spots, values)
    if number is None:
        section, start = None, 0
        text = content.summary or (content.sections[0].text if content.sections else "")
    else:
        section, begin = content.sections[number], content.begins[number]
        end = content.begins[number + 1] if number + 1 < len(content.begins) else EVIDENCE_BEGINS
        place = _best_place([spot for spot in spots if begin <= spot[0] < end], values)
        text, start = section.text, _letter_of(section, place - begin - 1)
    return Passage(section, marked(_lines(text, start), values, language))


def _spots(places: Places) -> list[tuple[int, str]]:
    """Where in the body the terms stand, in order."""
    found = [
        (int(spot), term)
        for term, spots in places.items()
        for spot in spots.split(",", MOST_SPOTS)[:MOST_SPOTS]
        if spot[-1].isdigit()
    ]
    return sorted(spot for spot in found if spot[0] >= BODY_BEGINS)


def _best_section(begins: Sequence[int], spots: Sequence[tuple[int, str]], values: Values) -> int | None:
    """Its number; a term counts once per section, a little more where it stands often."""
    often: dict[tuple[int, str], int] = {}
    for place, term in spots:
        found = max(0, bisect_right(begins, place) - 1), term
        often[found] = often.get(found, 0) + 1
    scores: dict[int, float] = {}
    for (number, term), count in often.items():
        scores[number] = scores.get(number, 0.0) + values.get(term, 0.0) * (2 - 1 / count)
    return max(scores, key=lambda number: (scores[number], -number), default=None)


def _best_place(spots: Sequence[tuple[int, str]], values: Values) -> int:
    """The place from which a snippet shows the most of what was asked for; the first of equals."""
    best, place, end = 0.0, spots[0][0], 0
    inside: dict[str, int] = {}  # term -> how often the snippet that begins here would show it
    for begin, term in spots:
        while end < len(spots) and spots[end][0] < begin + SPAN:
            inside[spots[end][1]] = inside.get(spots[end][1], 0) + 1
            end += 1
        worth = sum(values.get(each, 0.0) for each in inside)
        if worth > best * ROUNDING:
            best, place = worth, begin
        inside[term] -= 1
        if not inside[term]:
            del inside[term]
    return place


def _letter_of(section: Section, words: int) -> int:
    """Where in the section's text the word after so many words of heading and text begins."""
    heading = f"{section.heading}\n"
    whole = heading + section.text
    matches = analysis.WORD.finditer(whole)
    if whole.isascii():  # a word is a place: no need to look at each
        match = next(islice(matches, max(0, words), None), None)
        return max(0, match.start() - len(heading)) if match else 0
    for match in matches:
        long = len(match[0]) - 1 or 1 if analysis.is_unspaced(match[0]) else 1
        if words < long:
            return max(0, match.start() + words - len(heading))
        words -= long
    return 0


def _lines(text: str, start: int) -> str:
    """The text around this letter, from the start of a word to the end of one."""
    begin = max(text.rfind(" ", 0, start - BEFORE) + 1, start - LENGTH // 2) if start > BEFORE else 0
    shown = " ".join(text[begin : begin + LENGTH * 2].split())
    if len(shown) > LENGTH:
        space = shown.rfind(" ", LENGTH // 2, LENGTH)
        shown = f"{shown[: space if space > 0 else LENGTH]} …"
    return f"… {shown}" if begin else shown


def marked(text: str, values: Values, language: str) -> str:
    """The text as HTML, with `<mark>` around the words that were asked for and nothing else."""
    spans = [span for word in analysis.words(text) for span in _spans(word, values, language)]
    parts, end = [], 0
    for start, stop in _joined(spans):
        parts += [escape(text[end:start]), "<mark>", escape(text[start:stop]), "</mark>"]
        end = stop
    return "".join([*parts, escape(text[end:])])


def _spans(word: analysis.Word, values: Values, language: str) -> list[tuple[int, int]]:
    if not word.unspaced:
        return [(word.start, word.end)] if analysis.stem(word.text, language) in values else []
    hits = [at for at, pair in enumerate(analysis.pairs(word.text)) if pair in values]
    return [(word.start + at, min(word.start + at + 2, word.end)) for at in hits]


def _joined(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans that overlap or touch, as one."""
    if not spans:
        return []
    breaks = [at for at, (one, other) in enumerate(pairwise(spans), 1) if other[0] > one[1]]
    return [(spans[begin][0], spans[end - 1][1]) for begin, end in pairwise([0, *breaks, len(spans)])]
