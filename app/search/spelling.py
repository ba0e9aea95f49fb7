"""Words that nobody wrote: a slip is put right, an unfinished last word is finished."""


from app.search import analysis
from app.search.engines import Engine
from app.search.question import CONTEXT_BEGINS, Question, variants

SPELLING, BEGINNING = 0.7, 0.8  # how well these answer for the word itself
SHORTEST = 4  # letters: a shorter word is as near to anything


def correct(question: Question, engine: Engine) -> str | None:
    """Let near words answer for those that no document has; answers the text as it was probably meant."""
    known = engine.statistics(question.terms).having
    languages = list(dict.fromkeys(analysis.language_of(each) for each in engine.languages())) or ["en"]
    better = question.text
    for group in question.groups:
        if known.keys() & group.terms.keys() or len(group.word) < SHORTEST or not group.word.isalpha():
            continue
        if near := _nearest(group.word, engine):
            for term in variants(near, languages):
                group.accept(term, SPELLING, "spelling")
            better = _replaced(better, group.word, near)
    return better if better != question.text else None


def finish(question: Question, engine: Engine) -> None:
    """Let the words that begin so answer for the last word, as it may not be typed to its end."""
    last = [group for group in question.groups if group.at < CONTEXT_BEGINS][-1:]
    if not question.unfinished or not last or len(last[0].word) < 2:
        return
    languages = list(dict.fromkeys(analysis.language_of(each) for each in engine.languages())) or ["en"]
    for word in engine.words_beginning(last[0].word, 20):
        for term in variants(word, languages):
            last[0].accept(term, BEGINNING, "prefix")


def _nearest(word: str, engine: Engine) -> str | None:
    most = 1 if len(word) < 6 else 2
    near = [(distance(word, other), number, other) for number, other in enumerate(engine.words_like(word, 20))]
    near = [each for each in near if 0 < each[0] <= most]
    return min(near)[2] if near else None


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


def _replaced(text: str, word: str, near: str) -> str:
    parts, end = [], 0
    for each in analysis.words(text):
        if each.text == word:
            parts += [text[end : each.start], near]
            end = each.end
    return "".join([*parts, text[end:]])


