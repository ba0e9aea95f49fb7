"""One state of the Whoosh index, read by many threads.

Whoosh's readers are for one thread: their files have one position each. Here everything that moves it holds a lock.
"""

import heapq
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from whoosh.index import FileIndex
from whoosh.reading import IndexReader

MOST_REMEMBERED = 5_000  # terms whose documents are kept in memory

Postings = tuple[Sequence[int], Sequence[float]]  # numbers of documents, and the term's rough weight in each


@dataclass
class View:
    """An open reader, and what was read of it once."""

    generation: tuple[str, int]
    facts: dict[int, dict[str, Any]]  # of each document, by its number
    numbers: dict[str, int]  # by key
    lengths: tuple[float, float, float, float]
    languages: frozenset[str]
    _reader: IndexReader
    _columns: dict[str, Any]
    _postings: dict[str, Postings] = field(default_factory=dict)
    _one_at_a_time: Lock = field(default_factory=Lock)

    def of(self, term: str) -> Postings:
        """The documents that have the term; the terms asked for last are remembered."""
        known = self._postings.get(term)
        if known is None:
            with self._one_at_a_time:
                if len(self._postings) >= MOST_REMEMBERED:
                    self._postings.clear()
                known = self._postings[term] = self._read(term.encode())
        return known

    def _read(self, term: bytes) -> Postings:
        numbers, weights = array("L"), array("f")
        if ("terms", term) in self._reader:
            matcher = self._reader.postings("terms", term)
            while matcher.is_active():
                numbers.append(matcher.id())
                weights.append(matcher.weight())
                matcher.next()
        return numbers, weights

    def kept(self, column: str, numbers: Iterable[int]) -> list[bytes]:
        """What is kept of these documents under this name."""
        with self._one_at_a_time:
            return [self._columns[column][number] for number in numbers]

    def words_beginning(self, prefix: str, most: int) -> list[str]:
        """Of the shortest words that begin so, the most common first."""
        with self._one_at_a_time:
            near = sorted(self._reader.expand_prefix("words", prefix), key=len)[: 2 * most]  # each costs a lookup
            return self._commonest(near, most)

    def words_like(self, word: str, most: int) -> list[str]:
        """Words of about the same letters that share one of the first two, the most common first."""
        with self._one_at_a_time:
            near = (each for letter in dict.fromkeys(word[:2]) for each in self._reader.expand_prefix("words", letter))
            return self._commonest([each for each in near if _looks_like(word, each.decode())], most)

    def _commonest(self, words: Sequence[bytes], most: int) -> list[str]:
        found = [(self._reader.doc_frequency("words", word), word) for word in words]
        return [word.decode() for _count, word in heapq.nlargest(most, found)]


def opened(index: FileIndex, generation: tuple[str, int]) -> View:
    """The index as it is now."""
    reader = index.reader()
    facts = {number: stored["facts"] for number, stored in reader.iter_docs()}
    title, evidence, outline, body = (
        sum(fact["lengths"][at] for fact in facts.values()) / (len(facts) or 1) for at in range(4)
    )
    return View(
        generation=generation,
        facts=facts,
        numbers={fact["key"]: number for number, fact in facts.items()},
        lengths=(title, evidence, outline, body),
        languages=frozenset(fact["language"] for fact in facts.values()),
        _reader=reader,
        _columns={name: reader.column_reader(name) for name in ("places", "content")} if facts else {},
    )


def _looks_like(word: str, other: str) -> bool:
    """Whether the words can be two slips apart at most: told by their letters, cheaply."""
    return abs(len(word) - len(other)) <= 2 and len(set(word) ^ set(other)) <= 4
