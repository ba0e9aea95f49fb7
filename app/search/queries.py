"""Questions to the index."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.core import clock
from app.search import analysis, ranking
from app.search import question as asked
from app.search.documents import EVERYONE, STAFF
from app.search.engines import Candidate, Engine, Filters, Statistics, engine
from app.search.entries import Content
from app.search.question import Question, Synonyms
from app.search.snippets import marked, passage
from app.search.spelling import correct, finish

MOST_CANDIDATES = 200
WORTH_SHOWING = 0.25  # of the best score: what is worse is not counted as found
FEWEST_ANSWERED = 0.34  # of the question's weight that a suggestion must answer

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
    synonyms: Synonyms = field(default_factory=dict)
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
    source = engine()
    question = asked.parse(wish.text, wish.context, _languages(source, wish), wish.synonyms)
    better = correct(question, source)
    ranked, statistics = _ranked(source, question, wish)
    counts = _counts(ranked)
    if wish.kinds or wish.categories or wish.tags:
        ranked, statistics = _ranked(source, question, wish, filtered=True)
    page = ranked[wish.offset : wish.offset + wish.limit]
    return Found(_hits(source, page, question, statistics), len(ranked), counts, better if ranked else None)


def suggest(wish: Wish) -> list[Hit]:
    """At most a handful of documents while somebody types; the last word may go on. Nonsense suggests nothing."""
    source = engine()
    question = asked.parse(wish.text, wish.context, _languages(source, wish), wish.synonyms)
    finish(question, source)
    correct(question, source)
    ranked, statistics = _ranked(source, question, wish)
    likely = [each for each in ranked if each.answered >= FEWEST_ANSWERED]
    return _hits(source, likely[: min(wish.limit, 5)], question, statistics)


def _languages(source: Engine, wish: Wish) -> list[str]:
    known = {analysis.language_of(each) for each in source.languages()}
    own = analysis.language_of(wish.language)
    return sorted(known, key=lambda each: (each != own, each != "en", each)) or ["en"]


def _ranked(
    source: Engine, question: Question, wish: Wish, *, filtered: bool = False
) -> tuple[list[Candidate], Statistics]:
    filters = Filters(audiences=(EVERYONE, STAFF) if wish.audience == STAFF else (EVERYONE,))
    if filtered:
        filters = replace(filters, kinds=wish.kinds, categories=wish.categories, tags=wish.tags)
    statistics = source.statistics(question.terms)
    found = source.candidates([group.terms for group in question.groups], filters, MOST_CANDIDATES)
    if wish.visible:
        seen = set(wish.visible([each.key for each in found]))
        found = [each for each in found if each.key in seen]
    today = int(clock.now().timestamp() // 86_400)
    ranked = ranking.rank(question, found, statistics, today)
    least = WORTH_SHOWING * ranked[0].score if ranked else 0.0
    return [each for each in ranked if each.score >= least], statistics


def _counts(ranked: Sequence[Candidate]) -> dict[str, dict[str, int]]:
    return {
        "kind": dict(Counter(each.kind for each in ranked)),
        "category": dict(Counter(each.category for each in ranked if each.category)),
        "tag": dict(Counter(tag for each in ranked for tag in each.tags)),
    }


def _hits(source: Engine, page: Sequence[Candidate], question: Question, statistics: Statistics) -> list[Hit]:
    contents = source.contents([each.key for each in page])
    values = ranking.term_values(question, statistics)
    return [_hit(each, contents[each.key], values) for each in page if each.key in contents]


def _hit(candidate: Candidate, content: Content, values: Mapping[str, float]) -> Hit:
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
        why=tuple(candidate.reasons),
    )
