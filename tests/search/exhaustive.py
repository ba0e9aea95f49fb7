"""An engine that leaves nothing out: what the candidates of the two real ones are held against."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from app.search.engines import Candidate, Filters, Statistics
from app.search.entries import Entry, places_in


class ExhaustiveEngine:
    """Every document is a candidate."""

    def __init__(self) -> None:
        self.entries: dict[str, Entry] = {}

    def write(self, entries: Iterable[Entry], gone: Collection[str]) -> None:
        self.entries |= {entry.document.key: entry for entry in entries}

    def statistics(self, terms: Collection[str]) -> Statistics:
        count = len(self.entries) or 1
        title, evidence, outline, body = (
            sum(entry.lengths[at] for entry in self.entries.values()) / count for at in range(4)
        )
        having = {term: sum(term in entry.places for entry in self.entries.values()) for term in terms}
        known = {term: number for term, number in having.items() if number}
        return Statistics(len(self.entries), (title, evidence, outline, body), known)

    def candidates(
        self, weights: Sequence[Mapping[str, float]], filters: Filters, statistics: Statistics, most: int
    ) -> list[Candidate]:
        terms = {term for group in weights for term in group}
        found = [candidate(entry, terms) for entry in self.entries.values()
                 if entry.document.audience in filters.audiences]  # fmt: skip
        return [each for each in found if each.places]


def candidate(entry: Entry, terms: Collection[str]) -> Candidate:
    """The entry as an engine would give it."""
    told = entry.document
    updated = int(told.updated_at.timestamp() // 86_400)
    return Candidate(told.key, told.kind, told.category, told.tags, entry.title, told.language, updated, entry.lengths,
                     places_in(entry.written, terms))  # fmt: skip
