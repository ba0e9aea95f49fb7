"""Keeping the index: written by the relay, rebuilt by command, compared every night."""

from collections.abc import Callable, Collection, Iterator
from contextlib import nullcontext
from itertools import islice

from app.core.outbox import record
from app.core.transaction import transaction
from app.search import sources
from app.search.engines import Engine, engine
from app.search.entries import entry_of
from app.search.events import DocumentsChanged

BATCH = 200


def index_documents(keys: Collection[str]) -> None:
    """Bring the index of these documents to what their sources say now; one commit per batch."""
    _write(engine(), keys)


def rebuild(progress: Callable[[int, int], None]) -> int:
    """Index everything anew; `progress` is told how many of how many are done. Answers how many are found now."""
    wanted = sources.stamps()
    with engine().rebuilding() as new:
        for number, batch in enumerate(_batches(wanted)):
            _write(new, batch)
            progress(min((number + 1) * BATCH, len(wanted)), len(wanted))
    index_documents(differences())
    return len(wanted)


def differences() -> list[str]:
    """Keys that the index lacks, has in an older state, or still has."""
    wanted, kept = sources.stamps(), engine().stamps()
    return sorted(key for key in wanted.keys() | kept.keys() if wanted.get(key) != kept.get(key))


def mend() -> int:
    """Have the relay index what differs; answers how many documents that are."""
    different = differences()
    for batch in _batches(different):
        with transaction():
            record(DocumentsChanged(keys=tuple(batch)))
    return len(different)


def _write(target: Engine, keys: Collection[str]) -> None:
    for batch in _batches(keys):
        found = [entry_of(document) for document in sources.documents(batch)]
        gone = set(batch) - {entry.document.key for entry in found}
        with transaction() if target.is_in_database else nullcontext():  # for files, nobody has to wait with writing
            target.write(found, gone)


def _batches(keys: Collection[str]) -> Iterator[list[str]]:
    rest = iter(keys)
    while batch := list(islice(rest, BATCH)):
        yield batch
