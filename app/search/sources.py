"""Where documents come from: features register their sources in wiring."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from app.search.documents import Document


class Source(Protocol):
    """A feature's documents. The part of a key before the colon names the source: `article:7`."""

    name: str

    def stamps(self) -> Iterable[tuple[str, str]]:
        """Key and stamp of every document that is to be found now; read by the nightly comparison and by rebuild."""
        ...

    def documents(self, keys: Collection[str]) -> Iterable[Document]:
        """The documents of these keys, at most a few hundred at once; those not to be found (any more) are left out."""
        ...


@dataclass
class _Sources:
    by_name: dict[str, Source] = field(default_factory=dict)


_sources = _Sources()


def register(source: Source) -> None:
    """Have the source's documents indexed; called in wiring."""
    _sources.by_name[source.name] = source


def stamps() -> Mapping[str, str]:
    """Key and stamp of every document of every source."""
    return {key: stamp for source in _sources.by_name.values() for key, stamp in source.stamps()}


def documents(keys: Collection[str]) -> Iterator[Document]:
    """The documents of these keys, whatever source they are of."""
    for name, source in _sources.by_name.items():
        own = [key for key in keys if key.partition(":")[0] == name]
        if own:
            yield from source.documents(own)
