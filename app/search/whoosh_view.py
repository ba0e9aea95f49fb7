"""One state of the Whoosh index, read by many threads.

Whoosh's readers are for one thread: their files have one position each. Here everything that moves it holds a lock.
"""

import heapq
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from whoosh.index import FileIndex
from whoosh.reading import IndexReader

MOST_REMEMBERED = 5_000  # terms whose documents are kept in memory

Postings = tuple[Sequence[int], Sequence[float]]  # numbers of documents, and the term's rough weight in each


@dataclass(frozen=True)
class Lexicon:
    """The words of one segment, in order, and how many documents have each. A segment never changes."""

    words: Sequence[bytes]
    documents: Sequence[int]

    def beginning(self, prefix: bytes) -> dict[bytes, int]:
        """The words that begin so."""
        begin, end = bisect_left(self.words, prefix), bisect_left(self.words, prefix + b"\xff")
        return dict(zip(self.words[begin:end], self.documents[begin:end], strict=True))


@dataclass
class View:
    """An open reader, and what was read of it once."""

    generation: tuple[str, int]
    facts: dict[int, dict[str, Any]]  # of each document, by its number
    numbers: dict[str, int]  # by key
    lengths: tuple[float, float, float, float]
    languages: frozenset[str]
    lexica: Mapping[str, Lexicon]  # of each segment, by its name
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
        found = self._beginning(prefix)
        return _commonest({word: found[word] for word in heapq.nsmallest(2 * most, found, key=len)}, most)

    def words_like(self, word: str, most: int) -> list[str]:
        """Words of about the same letters that share one of the first two, the most common first."""
        near = Counter[bytes]()
        for letter in dict.fromkeys(word[:2]):
            near.update(self._beginning(letter))
        return _commonest({each: near[each] for each in near if _looks_like(word, each.decode())}, most)

    def _beginning(self, prefix: str) -> Counter[bytes]:
        """The words of all segments that begin so, with the number of documents that have each."""
        found = Counter[bytes]()
        for lexicon in self.lexica.values():
            found.update(lexicon.beginning(prefix.encode()))
        return found


def _commonest(words: Mapping[bytes, int], most: int) -> list[str]:
    return [word.decode() for word in heapq.nlargest(most, words, key=lambda word: (words[word], word))]


def opened(index: FileIndex, generation: tuple[str, int], before: View | None) -> View:
    """The index as it is now; what is known of the segments that were there `before` is taken over."""
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
        lexica=_lexica(reader, before.lexica if before else {}),
        _reader=reader,
        _columns={name: reader.column_reader(name) for name in ("places", "content")} if facts else {},
    )


def _lexica(reader: IndexReader, known: Mapping[str, Lexicon]) -> dict[str, Lexicon]:
    segments = {str(leaf.segment().segment_id()): leaf for leaf, _offset in reader.leaf_readers() if leaf.segment()}
    return {name: known.get(name) or _lexicon(leaf) for name, leaf in segments.items()}


def _lexicon(segment: IndexReader) -> Lexicon:
    told = [(word, info.doc_frequency()) for word, info in segment.iter_field("words")]
    return Lexicon([word for word, _count in told], array("L", (count for _word, count in told)))


def _looks_like(word: str, other: str) -> bool:
    """Whether the words can be two slips apart at most: told by their letters, cheaply."""
    return abs(len(word) - len(other)) <= 2 and len(set(word) ^ set(other)) <= 4
