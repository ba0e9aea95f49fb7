"""The order of hits: one ranker for the candidates of either engine.

What a document says itself is scored by BM25F (Robertson and Zaragoza, 2009) over title, outline and body, with a
bonus where the words stand near each other. What earlier people asked who were helped by it is scored question by
question, as by their nearest neighbours: the more alike and the more of them, the better. See docs/search.md.
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.search.engines import Candidate, Statistics
from app.search.entries import BODY, EVIDENCE, EVIDENCE_BEGINS, OUTLINE, TITLE
from app.search.question import Group, Question

WHERE = {"A": "title", "B": "earlier", "C": "outline"}
REASONS = ("title", "outline", "text", "earlier", "synonym", "spelling")
SAME = 0.6  # a term that answers so well also tells that an earlier question was alike
MOST_LIKELY = 60  # candidates of which it is looked at how near the words stand
MOST_SPOTS = 12  # places of a term that are looked at for nearness
FARTHEST = 8  # places between two words that still count as near


@dataclass(frozen=True)
class Weights:
    """What the ranker was tuned to; see docs/search.md for how."""

    fields: tuple[float, float, float, float] = (3.0, 0.0, 2.0, 1.5)
    length: tuple[float, float, float, float] = (0.8, 0.75, 0.4, 0.5)  # how much a long one counts less (BM25's b)
    saturation: float = 3.0  # BM25's k1
    nearness: float = 0.1
    coverage: float = 0.05
    evidence: float = 0.85
    evidence_saturation: float = 1.2
    evidence_power: float = 3.0  # towards 1 all earlier questions add up, towards infinity the most alike decides
    neighbours: int = 100
    siblings: float = 2.0  # what the best document of the same title gives to the others
    recency: float = 0.02
    own_language: float = 0.1


DEFAULT = Weights()


@dataclass(frozen=True)
class Reader:
    """Who asks: on which day since 1970, and in which language they read best."""

    today: int
    language: str = ""


@dataclass
class _Scale:
    """What every candidate of a question is measured by."""

    statistics: Statistics
    groups: Sequence[Group]
    values: list[float]  # of each group: how much it says, times its weight
    asked: float  # all of them
    terms: dict[str, list[tuple[int, float]]]  # term -> groups that it answers, and how well
    weights: Weights


@dataclass
class _Reading:
    """What one candidate has of the question."""

    frequencies: dict[int, float]  # of groups, in the weighted fields
    learned: dict[int, set[int]]  # earlier question -> groups that it has


def idf(documents: int, having: int) -> float:
    """How much it says that a document has a term which so many have."""
    return math.log(1 + (documents - having + 0.5) / (having + 0.5))


def group_idf(group: Group, statistics: Statistics) -> float:
    """The weight of a group: as common as the most common term that answers fully."""
    full = [statistics.having.get(term, 0) for term, worth in group.terms.items() if worth >= 1.0]
    some = [statistics.having.get(term, 0) for term in group.terms]
    return idf(statistics.documents, max(full, default=0) or max(some, default=0))


def known_idf(group: Group, statistics: Statistics) -> float:
    """As `group_idf`; a word that no document has says nothing."""
    return group_idf(group, statistics) if not group.terms.keys().isdisjoint(statistics.having) else 0.0


def reasons(candidate: Candidate, question: Question) -> tuple[str, ...]:
    """Why it matched: where the words stand ("title", "outline", "text", "earlier"), and by what they were found."""
    found = set()
    for group in question.groups:
        for term in group.terms.keys() & candidate.places.keys():
            places = candidate.places[term].split(",")
            found |= {WHERE.get(place[-1], "text") for place in places}
            found |= {group.how[term]} if term in group.how else set()
    return tuple(reason for reason in REASONS if reason in found)


def term_values(question: Question, statistics: Statistics) -> dict[str, float]:
    """How much each term says: for what is marked and which section is shown."""
    values: dict[str, float] = {}
    for term, uses in _scale(question, statistics, DEFAULT).terms.items():
        values[term] = max(worth * group_idf(question.groups[at], statistics) for at, worth in uses)
    return values


def rank(
    question: Question,
    candidates: Sequence[Candidate],
    statistics: Statistics,
    reader: Reader,
    weights: Weights = DEFAULT,
) -> list[Candidate]:
    """The candidates with their scores and reasons, best first; equals in the order of their keys."""
    scale = _scale(question, statistics, weights)
    readings = [_read(candidate, scale) for candidate in candidates]
    earlier = _from_evidence(candidates, readings, scale)
    for candidate, reading, learned in zip(candidates, readings, earlier, strict=True):
        _score(candidate, reading, learned, scale, reader)
    likely = sorted(zip(candidates, readings, strict=True), key=lambda each: -each[0].score)[:MOST_LIKELY]
    for candidate, reading in likely:
        candidate.score += weights.nearness * _nearness(candidate, reading, scale)
    _lift_siblings(candidates, weights.siblings)
    return sorted(candidates, key=lambda each: (-each.score, each.key))


def _scale(question: Question, statistics: Statistics, weights: Weights) -> _Scale:
    idfs = [known_idf(group, statistics) for group in question.groups]
    terms: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for at, (group, value) in enumerate(zip(question.groups, idfs, strict=True)):
        for term, worth in group.terms.items():
            if having := statistics.having.get(term):
                terms[term].append((at, worth * min(1.0, idf(statistics.documents, having) / value)))
    values = [group.weight * value for group, value in zip(question.groups, idfs, strict=True)]
    known = [each for each in values if each]
    asked = sum(known) * len(values) / (len(known) or 1)  # what no document has was as much of the question as the rest
    return _Scale(statistics, question.groups, values, asked or 1.0, dict(terms), weights)


def _read(candidate: Candidate, scale: _Scale) -> _Reading:
    norms = [
        weight / (1 - b + b * length / (mean or 1.0))
        for weight, b, length, mean in zip(
            scale.weights.fields, scale.weights.length, candidate.lengths, scale.statistics.lengths, strict=False
        )
    ]
    reading = _Reading(defaultdict(float), defaultdict(set))
    for term, places in candidate.places.items():
        if uses := scale.terms.get(term):
            if "B" in places:
                _remember(reading, places, [at for at, worth in uses if worth >= SAME])
            titles, outlines, learned = places.count("A"), places.count("C"), places.count("B")
            bodies = places.count(",") + 1 - titles - outlines - learned
            often = titles * norms[TITLE] + outlines * norms[OUTLINE] + bodies * norms[BODY]
            for at, worth in uses if often else ():
                reading.frequencies[at] += worth * often
    return reading


def _remember(reading: _Reading, places: str, groups: Sequence[int]) -> None:
    """Note which earlier questions had what these groups ask for."""
    for place in places.split(",") if groups else ():
        if place[-1] == "B":
            reading.learned[int(place[:-1]) - EVIDENCE_BEGINS].update(groups)


def _score(candidate: Candidate, reading: _Reading, learned: float, scale: _Scale, reader: Reader) -> None:
    weights, asked = scale.weights, scale.asked
    total = sum(
        scale.values[at] * frequency * (weights.saturation + 1) / (frequency + weights.saturation)
        for at, frequency in reading.frequencies.items()
    )
    answered = sum(scale.values[at] for at in reading.frequencies) / asked
    remembered = max((sum(scale.values[at] for at in groups) for groups in reading.learned.values()), default=0.0)
    candidate.answered = max(answered, remembered / asked)
    total = total * answered**weights.coverage + weights.evidence * learned
    age = max(0, reader.today - candidate.updated) / 365
    own = weights.own_language if candidate.language.startswith(reader.language or "-") else 0.0
    candidate.score = total * (1 + weights.recency / (1 + age) + own)


def _nearness(candidate: Candidate, reading: _Reading, scale: _Scale) -> float:
    """Each pair of neighbours of the question counts by how near they come in the document."""
    total, spots = 0.0, {}
    for at in range(len(scale.groups) - 1):
        if at in reading.frequencies and at + 1 in reading.frequencies:
            for each in (at, at + 1):
                if each not in spots:
                    spots[each] = _spots(candidate, scale.groups[each])
            apart = least_distance(spots[at], spots[at + 1])
            if apart <= FARTHEST:
                total += min(scale.values[at], scale.values[at + 1]) / apart
    return total


def _spots(candidate: Candidate, group: Group) -> list[int]:
    """The first places of the group in title, outline and body."""
    return [
        int(place.rstrip("AC"))
        for term in group.terms
        for place in candidate.places.get(term, "").split(",", MOST_SPOTS)[:MOST_SPOTS]
        if place and place[-1] != "B"
    ]


def least_distance(ones: Sequence[int], others: Sequence[int]) -> int:
    """How near two words come; farther than counts where one has no place."""
    places = sorted([(place, 0) for place in ones] + [(place, 1) for place in others])
    between = (max(1, later[0] - earlier[0]) for earlier, later in pairwise(places) if earlier[1] != later[1])
    return min(between, default=FARTHEST + 1)


def _from_evidence(candidates: Sequence[Candidate], readings: Sequence[_Reading], scale: _Scale) -> list[float]:
    """For each candidate, the norm of what its most alike earlier questions score among all of them."""
    values = _evidence_values(candidates, readings, scale)
    lengths = [length for candidate in candidates for length in candidate.lengths[4:]]
    mean = sum(lengths) / (len(lengths) or 1)
    scores = [_neighbours(*each, values, mean, scale) for each in zip(candidates, readings, strict=True)]
    best = sorted((score for own in scores for score in own), reverse=True)[: scale.weights.neighbours]
    least, power = best[-1] if best else 0.0, scale.weights.evidence_power
    return [sum(score**power for score in own if score >= least) ** (1 / power) for own in scores]


def _evidence_values(candidates: Sequence[Candidate], readings: Sequence[_Reading], scale: _Scale) -> list[float]:
    """How much each group says in an earlier question: people ask in other words than articles are written in."""
    having = [0] * len(scale.groups)
    for reading in readings:
        for groups in reading.learned.values():
            for at in groups:
                having[at] += 1
    known = max(scale.statistics.documents, sum(candidate.lengths[EVIDENCE] for candidate in candidates))
    return [group.weight * idf(known, count) for group, count in zip(scale.groups, having, strict=True)]


def _neighbours(
    candidate: Candidate, reading: _Reading, values: Sequence[float], mean: float, scale: _Scale
) -> list[float]:
    """BM25 of each earlier question of the candidate."""
    if not reading.learned:
        return []
    lengths = candidate.lengths[4:]
    b, k1 = scale.weights.length[EVIDENCE], scale.weights.evidence_saturation
    return [
        sum(values[at] for at in groups) * (k1 + 1) / (1 + k1 * (1 - b + b * lengths[number] / mean))
        for number, groups in reading.learned.items()
    ]


def _lift_siblings(candidates: Sequence[Candidate], share: float) -> None:
    """Documents of one title are one answer in several forms: each gains from the best of them."""
    best: dict[str, float] = defaultdict(float)
    for candidate in candidates:
        best[candidate.title] = max(best[candidate.title], candidate.score)
    for candidate in candidates:
        candidate.score = (candidate.score + share * best[candidate.title]) / (1 + share)
