"""An engine that keeps everything in memory and leaves nothing out: what the two real ones are held against."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from app.search.engines import Candidate, Engine, Filters, Statistics
from app.search.entries import Content, Entry, places_in


class ExhaustiveEngine(Engine):
    """Every document is a candidate."""

    def __init__(self) -> None:
        self.entries: dict[str, Entry] = {}

    def write(self, entries: Iterable[Entry], gone: Collection[str]) -> None:
        self.entries |= {entry.document.key: entry for entry in entries}
        for key in gone:
            self.entries.pop(key, None)

    @contextmanager
    def rebuilding(self) -> Iterator[Engine]:
        yield self

    def stamps(self) -> dict[str, str]:
        return {key: entry.document.stamp for key, entry in self.entries.items()}

    def languages(self) -> Collection[str]:
        return {entry.document.language for entry in self.entries.values()}

    def statistics(self, terms: Collection[str]) -> Statistics:
        count = len(self.entries) or 1
        title, evidence, outline, body = (
            sum(entry.lengths[at] for entry in self.entries.values()) / count for at in range(4)
        )
        having = {term: sum(term in entry.places for entry in self.entries.values()) for term in terms}
        known = {term: number for term, number in having.items() if number}
        return Statistics(len(self.entries), (title, evidence, outline, body), known)

    def candidates(self, weights: Sequence[Mapping[str, float]], filters: Filters, most: int) -> list[Candidate]:
        terms = {term for group in weights for term in group}
        found = [candidate(entry, terms) for entry in self.entries.values()
                 if entry.document.audience in filters.audiences]  # fmt: skip
        return [each for each in found if each.places]

    def contents(self, keys: Collection[str]) -> dict[str, Content]:
        return {key: self.entries[key].content for key in keys}

    def words_beginning(self, prefix: str, most: int) -> list[str]:
        return sorted(word for word in self._words() if word.startswith(prefix))[:most]

    def words_like(self, word: str, most: int) -> list[str]:
        return sorted(self._words())

    def _words(self) -> set[str]:
        return {word for entry in self.entries.values() for word in entry.words}


def candidate(entry: Entry, terms: Collection[str]) -> Candidate:
    """The entry as an engine would give it."""
    told = entry.document
    updated = int(told.updated_at.timestamp() // 86_400)
    return Candidate(told.key, told.kind, told.category, told.tags, entry.title, told.language, updated, entry.lengths,
                     places_in(entry.written, terms))  # fmt: skip
