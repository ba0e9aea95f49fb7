"""Questions to the index."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from app.core import clock
from app.search import analysis, ranking
from app.search import question as asked
from app.search.documents import EVERYONE, STAFF
from app.search.engines import Candidate, Engine, Filters, Statistics, engine
from app.search.entries import Content
from app.search.question import Question
from app.search.snippets import marked, passage
from app.search.spelling import Correction, correct, corrected, finish
from app.search.synonyms import Groups

MOST_CANDIDATES, MOST_GROUPS = 120, 40  # 200 find the right one no more often; docs/search.md
MOST_WHILE_TYPING, GROUPS_WHILE_TYPING = 50, 16  # many type at once, and each letter asks again
WORTH_SHOWING = 0.25  # of the best score: what is worse is not counted as found
FEWEST_ANSWERED = 0.34  # of the question's weight that a suggestion must answer

MOST_SUGGESTED = 5

Visible = Callable[[Collection[str]], Collection[str]]


@dataclass(frozen=True)
class Wish:
    """What somebody looks for, and what they may see.

    `context` is further text that counts less (a ticket's description). `visible` is asked which of some keys the
    person may see: rows, snippets, totals and counts come from these only.
    """

    text: str
    audience: str = EVERYONE
    context: str = ""
    kinds: Collection[str] = ()
    categories: Collection[str] = ()
    tags: Collection[str] = ()
    language: str | None = None
    synonyms: Groups = ()
    visible: Visible | None = None
    limit: int = 20
    offset: int = 0


@dataclass(frozen=True)
class Hit:
    """A document that was found. `title` and `snippet` are HTML: escaped, with `<mark>` around what was asked for."""

    key: str
    kind: str
    score: float
    title: str
    snippet: str
    heading: str = ""
    anchor: str | None = None
    second: float | None = None
    why: tuple[str, ...] = ()


@dataclass(frozen=True)
class Found:
    """A page of hits, how many there are in all, and how many of each kind, category and tag."""

    hits: Sequence[Hit]
    total: int
    counts: Mapping[str, Mapping[str, int]]
    did_you_mean: str | None = None


def find(wish: Wish) -> Found:
    """The best documents for the words, the best first."""
    search = _begun(wish)
    ranked = _ranked(search, wish, _own_audience(wish))
    counts = _counts(ranked)
    if wish.kinds or wish.categories or wish.tags:
        only = replace(_own_audience(wish), kinds=wish.kinds, categories=wish.categories, tags=wish.tags)
        ranked = _ranked(search, wish, only)
    hits = _hits(search, ranked[wish.offset : wish.offset + wish.limit])
    return Found(hits, len(ranked), counts, _did_you_mean(search, ranked))


def suggest(wish: Wish) -> list[Hit]:
    """At most a handful of documents while somebody types; the last word may go on. Nonsense suggests nothing."""
    search = _begun(wish, typing=True)
    likely = [each for each in _ranked(search, wish, _own_audience(wish)) if each.answered >= FEWEST_ANSWERED]
    return _hits(search, likely[: min(wish.limit, MOST_SUGGESTED)])


@dataclass(frozen=True)
class _Search:
    """A question to an engine, read and put right."""

    engine: Engine
    question: Question
    statistics: Statistics
    corrections: Sequence[Correction]
    most: int  # candidates


def _begun(wish: Wish, *, typing: bool = False) -> _Search:
    source = engine()
    languages = _languages(source, wish)
    question = asked.parse(wish.text, wish.context, languages, wish.synonyms)
    if typing:
        finish(question, source, languages)
    statistics = source.statistics(question.terms)
    best = sorted(question.groups, key=lambda group: -group.weight * ranking.known_idf(group, statistics))
    question.keep(best, GROUPS_WHILE_TYPING if typing else MOST_GROUPS)
    corrections = correct(question, source, statistics.having.keys(), languages)
    if corrections:
        statistics = source.statistics(question.terms)
    return _Search(source, question, statistics, corrections, MOST_WHILE_TYPING if typing else MOST_CANDIDATES)


def _languages(source: Engine, wish: Wish) -> list[str]:
    """Those of the documents, the person's own first."""
    known = {analysis.language_of(each) for each in source.languages()}
    own = analysis.language_of(wish.language)
    return sorted(known, key=lambda each: (each != own, each != "en", each)) or ["en"]


def _own_audience(wish: Wish) -> Filters:
    return Filters(audiences=(EVERYONE, STAFF) if wish.audience == STAFF else (EVERYONE,))


def _ranked(search: _Search, wish: Wish, filters: Filters) -> list[Candidate]:
    """What is worth showing of that which the person may see."""
    weights = [group.terms for group in search.question.groups]
    found = search.engine.candidates(weights, filters, search.statistics, search.most)
    if wish.visible and found:
        seen = set(wish.visible([each.key for each in found]))
        found = [each for each in found if each.key in seen]
    reader = ranking.Reader(int(clock.now().timestamp() // 86_400), analysis.language_of(wish.language))
    ranked = ranking.rank(search.question, found, search.statistics, reader)
    least = WORTH_SHOWING * ranked[0].score if ranked else 0.0
    return [each for each in ranked if each.score >= least]


def _did_you_mean(search: _Search, ranked: Sequence[Candidate]) -> str | None:
    """The text put right, with words only that stand in something the person was shown."""
    shown = [each for each in search.corrections
             if any(not hit.places.keys().isdisjoint(each.terms) for hit in ranked)]  # fmt: skip
    return corrected(search.question.text, shown)


def _counts(ranked: Sequence[Candidate]) -> dict[str, dict[str, int]]:
    return {
        "kind": dict(Counter(each.kind for each in ranked)),
        "category": dict(Counter(each.category for each in ranked if each.category)),
        "tag": dict(Counter(tag for each in ranked for tag in each.tags)),
    }


def _hits(search: _Search, page: Sequence[Candidate]) -> list[Hit]:
    contents = search.engine.contents([each.key for each in page])
    values = ranking.term_values(search.question, search.statistics)
    return [_hit(each, contents[each.key], values, search.question) for each in page if each.key in contents]


def _hit(candidate: Candidate, content: Content, values: Mapping[str, float], question: Question) -> Hit:
    language = analysis.language_of(candidate.language)
    where = passage(content, candidate.places, values, language)
    section = where.section
    return Hit(
        key=candidate.key,
        kind=candidate.kind,
        score=round(candidate.score, 4),
        title=marked(content.title, values, language),
        snippet=where.snippet,
        heading=section.heading if section else "",
        anchor=section.anchor if section else None,
        second=section.second if section else None,
        why=ranking.reasons(candidate, question),
    )
