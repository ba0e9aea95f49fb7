"""Words that nobody wrote: a slip is put right, an unfinished last word is finished."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from app.search import analysis
from app.search.engines import Engine
from app.search.question import CONTEXT_BEGINS, Question, variants

SPELLING, BEGINNING = 0.7, 0.8  # how well these answer for the word itself
SHORTEST = 4  # letters: a shorter word is as near to anything
MOST_CORRECTED, MOST_FINISHED, MOST_COMPARED = 4, 20, 20  # words


@dataclass(frozen=True)
class Correction:
    """A word that no document has, the one that was probably meant, and its terms."""

    word: str
    meant: str
    terms: Sequence[str]


def correct(question: Question, engine: Engine, known: Collection[str], languages: Sequence[str]) -> list[Correction]:
    """Let near words answer for those of the text of which `known`, the terms that documents have, has none."""
    found: list[Correction] = []
    for group in question.groups:
        unknown = group.terms.keys().isdisjoint(known) and group.at < CONTEXT_BEGINS
        comparable = len(group.word) >= SHORTEST and group.word.isalpha() and len(found) < MOST_CORRECTED
        if unknown and comparable and (meant := _nearest(group.word, engine)):
            found.append(Correction(group.word, meant, variants(meant, languages)))
            for term in found[-1].terms:
                group.accept(term, SPELLING, "spelling")
    return found


def corrected(text: str, corrections: Sequence[Correction]) -> str | None:
    """The text as it was probably meant; None where nothing was put right."""
    meant: Mapping[str, str] = {each.word: each.meant for each in corrections}
    parts, end = [], 0
    for word in analysis.words(text):
        if word.text in meant:
            parts += [text[end : word.start], meant[word.text]]
            end = word.end
    return "".join([*parts, text[end:]]) if parts else None


def finish(question: Question, engine: Engine, languages: Sequence[str]) -> None:
    """Let the words that begin so answer for the last word of the text, as it may not be typed to its end."""
    last = [group for group in question.groups if group.at < CONTEXT_BEGINS][-1:]
    if not question.unfinished or not last or len(last[0].word) < 2:
        return
    for word in engine.words_beginning(last[0].word, MOST_FINISHED):
        for term in variants(word, languages):
            last[0].accept(term, BEGINNING)


def _nearest(word: str, engine: Engine) -> str | None:
    most = 1 if len(word) < 6 else 2
    like = engine.words_like(word, MOST_COMPARED)
    near = [(distance(word, other), number, other) for number, other in enumerate(like)]
    return min((each for each in near if 0 < each[0] <= most), default=(0, 0, None))[2]


def distance(one: str, other: str) -> int:
    """How many letters were left out, added, changed or swapped (Damerau's optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, mirror in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != mirror))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == mirror:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
    return row[-1]
