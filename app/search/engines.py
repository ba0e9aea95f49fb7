"""What an engine must be able to do, and which one serves here."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import lru_cache
from threading import Lock
from typing import ClassVar, Protocol

from app.core.db import is_sqlite
from app.search.entries import Content, Entry

_MAKING = Lock()


@dataclass(frozen=True)
class Filters:
    """Which documents may be found at all; an empty collection means any."""

    audiences: Collection[str]
    kinds: Collection[str] = ()
    categories: Collection[str] = ()
    tags: Collection[str] = ()


@dataclass(frozen=True)
class Statistics:
    """How common things are in the index."""

    documents: int
    lengths: tuple[float, float, float, float]  # the mean of each field
    having: Mapping[str, int]  # term -> documents that have it


@dataclass
class Candidate:
    """A document that may be a hit, with what the ranker needs of it."""

    key: str
    kind: str
    category: str | None
    tags: Sequence[str]
    title: str  # folded: documents of one title are told by it
    language: str
    updated: int  # days since 1970
    lengths: Sequence[int]
    places: dict[str, str]  # term -> places, as the entry writes them
    score: float = 0.0
    answered: float = 0.0  # the share of the question's weight that the document has
    reasons: list[str] = field(default_factory=list)


class Engine(Protocol):
    """Keeps entries and finds candidates; knows nothing of relevance but how common a term is."""

    is_in_database: ClassVar[bool] = False  # then what it writes is part of the caller's transaction

    def write(self, entries: Iterable[Entry], gone: Collection[str]) -> None:
        """Put the entries in, in place of those of the same keys, and take `gone` out: one commit."""
        ...

    def rebuilding(self) -> AbstractContextManager["Engine"]:
        """An engine to write everything into anew; when left without an error it takes the place of this one."""
        ...

    def stamps(self) -> dict[str, str]:
        """Key and stamp of everything that is indexed."""
        ...

    def languages(self) -> Collection[str]:
        """The languages of the documents."""
        ...

    def statistics(self, terms: Collection[str]) -> Statistics:
        """How common these terms are."""
        ...

    def candidates(
        self, weights: Sequence[Mapping[str, float]], filters: Filters, statistics: Statistics, most: int
    ) -> list[Candidate]:
        """The documents that have most of these groups of terms (term -> worth), best first, roughly."""
        ...

    def contents(self, keys: Collection[str]) -> dict[str, Content]:
        """What is shown of these documents."""
        ...

    def words_beginning(self, prefix: str, most: int) -> list[str]:
        """Words of the documents that begin so, the most common first."""
        ...

    def words_like(self, word: str, most: int) -> list[str]:
        """Words of the documents that are written about like this one."""
        ...


def engine() -> Engine:
    """The engine that belongs to the database of this process; all threads share what it keeps in memory."""
    make = _whoosh if is_sqlite() else _postgres
    with _MAKING:  # `lru_cache` alone lets each thread of a first rush make its own
        return make()


def forget() -> None:
    """Begin anew: another database is served, as between tests."""
    _whoosh.cache_clear()
    _postgres.cache_clear()


@lru_cache(maxsize=1)
def _whoosh() -> Engine:
    from app.search.whoosh_engine import WhooshEngine

    return WhooshEngine()


@lru_cache(maxsize=1)
def _postgres() -> Engine:
    from app.search.postgres_engine import PostgresEngine

    return PostgresEngine()
