"""The embedded engine: a Whoosh index in the folder of kept files. One process reads and writes it."""

import shutil
import threading
import time
import uuid
import zlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from flask import current_app
from whoosh import columns, fields, formats, index

from app.search.engines import Candidate, Engine, Filters, Statistics
from app.search.entries import Content, Entry, places_in
from app.search.ranking import idf
from app.search.whoosh_view import View, opened

RANKED = ("key", "kind", "category", "tags", "title", "language", "updated", "lengths")  # as a candidate has them
PATIENCE = 60  # seconds for which another process may be writing
SURE_FOR = 1.0  # seconds for which the folder is not looked at again
ROUGH = {"A": 5.0, "C": 2.0, "": 1.0}  # field weights of the rough order; the ranker's are finer


class Weighted(fields.FieldType):
    """Terms with the weights that we give them; Whoosh analyses nothing."""

    def __init__(self) -> None:
        self.format = formats.Existence()
        self.analyzer = None
        self.scorable = self.stored = self.unique = False
        self.vector = None
        self.column_type = None

    def index(self, value: Mapping[str, float], **_kwargs: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        return ((term.encode(), 1, weight, b"") for term, weight in value.items())


def schema() -> fields.Schema:
    """What a document is to Whoosh: its terms and words are searched, the rest is kept beside them."""
    return fields.Schema(
        key=fields.ID(unique=True),
        facts=fields.STORED,
        terms=Weighted(),
        words=Weighted(),
        places=fields.COLUMN(columns.VarBytesColumn()),
        content=fields.COLUMN(columns.VarBytesColumn()),
    )


class WhooshEngine(Engine):
    """Candidates by a weighted union over the postings of the question's terms."""

    def __init__(self, folder: Path | None = None) -> None:
        self._given = folder
        self._lock = threading.Lock()
        self._newest: View | None = None
        self._sure_until = 0.0

    @property
    def _home(self) -> Path:
        return Path(current_app.config["VAR_DIR"]) / "search"

    @property
    def folder(self) -> Path:
        """The folder of the index in use; `current` names it, so that a rebuild can swap it."""
        if self._given:
            return self._given
        try:
            return self._home / (self._home / "current").read_text(encoding="ascii")
        except FileNotFoundError:
            return self._home / "first"

    def _index(self) -> index.FileIndex:
        folder = self.folder
        if not index.exists_in(folder):
            folder = self._given or self._home / uuid.uuid4().hex  # a name of its own: views are told apart by it
            folder.mkdir(parents=True, exist_ok=True)
            if not self._given:
                _write_whole(self._home / "current", folder.name)
            return index.create_in(folder, schema())
        return index.open_dir(folder)

    def write(self, entries: Iterable[Entry], gone: Collection[str]) -> None:
        with self._index().writer(limitmb=64, timeout=PATIENCE) as writer:
            for key in gone:
                writer.delete_by_term("key", key)
            for entry in entries:
                writer.update_document(
                    key=entry.document.key,
                    facts=_facts(entry),
                    terms=_rough_weights(entry.places),
                    words=dict.fromkeys(entry.words, 1.0),
                    places=entry.written.encode(),
                    content=zlib.compress(entry.content.packed().encode(), 1),
                )
        self._sure_until = 0.0

    @contextmanager
    def rebuilding(self) -> Iterator[Engine]:
        new = self._home / uuid.uuid4().hex
        old = self.folder
        try:
            building = WhooshEngine(new)
            building.write((), ())  # an index of nothing is one, too
            yield building
            _write_whole(self._home / "current", new.name)
            self._sure_until = 0.0
        except BaseException:
            shutil.rmtree(new, ignore_errors=True)
            raise
        shutil.rmtree(old, ignore_errors=True)

    def _view(self) -> View:
        """The newest state; what another process wrote is seen a second later.

        One thread opens a new state, and until it has, the others read the one before. Readers of an old state are
        dropped, not closed: somebody may still read them.
        """
        view = self._newest
        if view is not None and time.monotonic() <= self._sure_until:
            return view
        if not self._lock.acquire(blocking=view is None) and view is not None:
            return view
        try:
            view, found = self._newest, self._index()
            generation = (self.folder.name, found.latest_generation())
            if view is None or view.generation != generation:
                view = opened(found, generation, view)
            self._newest, self._sure_until = view, time.monotonic() + SURE_FOR
        finally:
            self._lock.release()
        return view

    def stamps(self) -> dict[str, str]:
        return {fact["key"]: fact["stamp"] for fact in self._view().facts.values()}

    def languages(self) -> Collection[str]:
        return self._view().languages

    def statistics(self, terms: Collection[str]) -> Statistics:
        view = self._view()
        having = {term: len(view.of(term)[0]) for term in terms}
        return Statistics(len(view.facts), view.lengths, {term: count for term, count in having.items() if count})

    def candidates(
        self, weights: Sequence[Mapping[str, float]], filters: Filters, statistics: Statistics, most: int
    ) -> list[Candidate]:
        view = self._view()
        scores: defaultdict[int, float] = defaultdict(float)
        for group in weights:
            for number, score in _group_scores(view, group).items():
                scores[number] += score
        ordered = sorted(scores, key=scores.__getitem__, reverse=True)
        best = list(islice((number for number in ordered if _passes(view.facts.get(number), filters)), most))
        having = _terms_of(set(best), view, {term for group in weights for term in group})
        kept = zip(best, view.kept("places", best), strict=True)
        return [_candidate(view.facts[number], places_in(text.decode(), having[number])) for number, text in kept]

    def contents(self, keys: Collection[str]) -> dict[str, Content]:
        view = self._view()
        known = [key for key in keys if key in view.numbers]
        kept = view.kept("content", [view.numbers[key] for key in known])
        return {key: Content.unpacked(zlib.decompress(text).decode()) for key, text in zip(known, kept, strict=True)}

    def words_beginning(self, prefix: str, most: int) -> list[str]:
        return self._view().words_beginning(prefix, most)

    def words_like(self, word: str, most: int) -> list[str]:
        return self._view().words_like(word, most)


def _terms_of(numbers: set[int], view: View, terms: Collection[str]) -> dict[int, list[str]]:
    """Which of the terms each of these documents has."""
    having: dict[int, list[str]] = {number: [] for number in numbers}
    for term in terms:
        for number in numbers.intersection(view.of(term)[0]):
            having[number].append(term)
    return having


def _facts(entry: Entry) -> dict[str, Any]:
    told = entry.document
    return {
        "key": told.key, "kind": told.kind, "audience": told.audience, "category": told.category,
        "tags": tuple(told.tags), "language": told.language, "updated": int(told.updated_at.timestamp() // 86_400),
        "title": entry.title, "stamp": told.stamp, "lengths": entry.lengths,
    }  # fmt: skip


def _rough_weights(places: Mapping[str, list[str]]) -> dict[str, float]:
    weights = {}
    for term, spots in places.items():
        count = Counter(spot.lstrip("0123456789") for spot in spots)
        weights[term] = sum(ROUGH[letter] * count[letter] for letter in ROUGH) + min(count["B"], 20)
    return weights


def _group_scores(view: View, group: Mapping[str, float]) -> dict[int, float]:
    """The best that any term of the group gives each document."""
    scores: dict[int, float] = {}
    for term, worth in group.items():
        numbers, weights = view.of(term)
        value = worth * idf(len(view.facts), len(numbers))
        for number, weight in zip(numbers, weights, strict=True):
            score = value * weight / (weight + 3.0)
            if score > scores.get(number, 0.0):
                scores[number] = score
    return scores


def _passes(fact: Mapping[str, Any] | None, filters: Filters) -> bool:
    return (
        fact is not None
        and fact["audience"] in filters.audiences
        and (not filters.kinds or fact["kind"] in filters.kinds)
        and (not filters.categories or fact["category"] in filters.categories)
        and (not filters.tags or not set(filters.tags).isdisjoint(fact["tags"]))
    )


def _candidate(fact: Mapping[str, Any], places: dict[str, str]) -> Candidate:
    return Candidate(*(*(fact[name] for name in RANKED), places))


def _write_whole(path: Path, text: str) -> None:
    """Replace the file at once: a reader sees the old name or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{uuid.uuid4().hex}")
    beside.write_text(text, encoding="ascii")
    beside.replace(path)
