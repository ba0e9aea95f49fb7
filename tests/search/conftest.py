"""A source that holds what a test puts on it, indexed as the relay would."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from app.search import Document, services, sources


@dataclass
class Shelf:
    """Documents of the tests, by key."""

    by_key: dict[str, Document] = field(default_factory=dict)
    name: str = "shelf"

    def stamps(self) -> Iterable[tuple[str, str]]:
        return [(key, document.stamp) for key, document in self.by_key.items()]

    def documents(self, keys: Collection[str]) -> Iterable[Document]:
        return [self.by_key[key] for key in keys if key in self.by_key]

    def put(self, *documents: Document) -> list[str]:
        """Have these, in place of older ones of the same keys; answers the keys."""
        self.by_key |= {document.key: document for document in documents}
        return [document.key for document in documents]


@pytest.fixture
def shelf(session: Any) -> Iterator[Shelf]:
    """The tests' own source, beside those of the product."""
    own = Shelf()
    sources.register(own)
    yield own
    del sources._sources.by_name[own.name]


@pytest.fixture
def indexed(shelf: Shelf) -> Callable[..., None]:
    """Put documents on the shelf and into the index."""
    return lambda *documents: services.index_documents(shelf.put(*documents))
