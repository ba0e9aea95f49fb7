"""The order of hits: one ranker for the candidates of either engine.

BM25F over four fields (Robertson and Zaragoza, 2009), then what the words' nearness, the share of the question that is
answered, what earlier people chose, and the document's age say.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from app.search.engines import Candidate, Statistics
from app.search.entries import BODY, EVIDENCE, EVIDENCE_BEGINS, OUTLINE, TITLE
from app.search.question import Group, Question

FIELD_OF = {"A": TITLE, "B": EVIDENCE, "C": OUTLINE}


@dataclass(frozen=True)
class Weights:
    """What the ranker was tuned to; see docs/search.md for how."""

    fields: tuple[float, float, float, float] = (4.0, 2.0, 2.0, 1.0)
    length: tuple[float, float, float, float] = (0.3, 0.6, 0.4, 0.6)  # how much a long field counts less (BM25's b)
    saturation: float = 1.2
    nearness: float = 0.15
    coverage: float = 1.0
    prior: float = 0.1
    recency: float = 0.02


def idf(documents: int, having: int) -> float:
    """How much it says that a document has a term which so many have."""
    return math.log(1 + (documents - having + 0.5) / (having + 0.5))


def group_idf(group: Group, statistics: Statistics) -> float:
    """The weight of a group: as common as the most common term that answers fully."""
    full = [statistics.having.get(term, 0) for term, worth in group.terms.items() if worth >= 1.0]
    some = [statistics.having.get(term, 0) for term in group.terms]
    return idf(statistics.documents, max(full, default=0) or max(some, default=0))


def rank(
    question: Question, candidates: Sequence[Candidate], statistics: Statistics, today: int, weights: Weights = Weights()
) -> list[Candidate]:
    """The candidates with their scores and reasons, best first; equals in the order of their keys."""
    idfs = [group.weight * group_idf(group, statistics) for group in question.groups]
    for candidate in candidates:
        _score(candidate, question, idfs, statistics, today, weights)
    return sorted(candidates, key=lambda each: (-each.score, each.key))


def _score(
    candidate: Candidate, question: Question, idfs: Sequence[float], statistics: Statistics, today: int, weights: Weights
) -> None:
    total, answered, asked = 0.0, 0.0, sum(idfs) or 1.0
    norms = [
        weights.fields[at] / (1 - b + b * candidate.lengths[at] / (statistics.lengths[at] or 1.0))
        for at, b in enumerate(weights.length)
    ]
    spots: list[tuple[int, int, float]] = []
    for group, value in zip(question.groups, idfs, strict=True):
        frequency = _frequency(candidate, group, norms, spots)
        if frequency:
            total += value * frequency * (weights.saturation + 1) / (frequency + weights.saturation)
            answered += value
    candidate.answered = answered / asked
    total += weights.nearness * _nearness(spots, question.groups, idfs)
    total *= candidate.answered ** weights.coverage
    total *= 1 + weights.prior * math.log1p(candidate.lengths[EVIDENCE])
    age = max(0, today - candidate.updated) / 365
    candidate.score = total * (1 + weights.recency / (1 + age))


def _frequency(
    candidate: Candidate, group: Group, norms: Sequence[float], spots: list[tuple[int, int, float]]
) -> float:
    """How often the document has what the group asks for, each field at its weight."""
    found = 0.0
    for term, worth in group.terms.items():
        for place in candidate.places.get(term, ()):
            letter = place[-1]
            if letter == "B":
                found += worth * norms[EVIDENCE] * math.log1p(int(place[:-1]) - EVIDENCE_BEGINS)
            elif letter in "AC":
                found += worth * norms[FIELD_OF[letter]]
                spots.append((int(place[:-1]), group.at, worth))
            else:
                found += worth * norms[BODY]
                spots.append((int(place), group.at, worth))
    return found


def _nearness(spots: list[tuple[int, int, float]], groups: Sequence[Group], idfs: Sequence[float]) -> float:
    """Each pair of neighbours of the question counts by how near they come in the document."""
    by_group: dict[int, list[int]] = {}
    for place, at, _worth in spots:
        by_group.setdefault(at, []).append(place)
    total = 0.0
    for left, right, one, other in zip(groups, groups[1:], idfs, idfs[1:], strict=False):
        apart = _least_distance(by_group.get(left.at), by_group.get(right.at))
        if apart is not None and apart <= 8:
            total += min(one, other) / apart
    return total


def _least_distance(ones: list[int] | None, others: list[int] | None) -> int | None:
    if not ones or not others:
        return None
    ones, others = sorted(ones), sorted(others)
    i = j = 0
    least = 1_000_000
    while i < len(ones) and j < len(others):
        least = min(least, abs(ones[i] - others[j]) or 1)
        if ones[i] < others[j]:
            i += 1
        else:
            j += 1
    return least
