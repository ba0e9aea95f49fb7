"""The grown-up engine: PostgreSQL's tsvector with GIN, and trigrams for words that are written wrong."""

import time
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, TSVECTOR

from app.core.db import UtcDateTime
from app.extensions import db
from app.search.engines import Candidate, Engine, Filters, Statistics
from app.search.entries import Content, Entry, places_in
from app.search.ranking import idf

STRONG = "="  # the mark of a lexeme that says "strongly so"; no term has it
OFTEN = 3  # times in the body
MOST_READ, MOST_LOOKUPS = 40_000, 40  # rows of the rough order, and parts of the statement that makes it
FACTS_LAST = 60  # seconds
MOST_REMEMBERED = 4_000  # documents whose places are kept in memory, a few kilobytes each
WRITERS_LOCK = 7_238_512  # an advisory lock: counts of terms are kept by one writer at a time

entries_table = sa.table(
    "search_entries",
    sa.column("key", sa.Text),
    sa.column("kind", sa.Text),
    sa.column("audience", sa.Text),
    sa.column("language", sa.Text),
    sa.column("category", sa.Text),
    sa.column("tags", ARRAY(sa.Text)),
    sa.column("updated_at", UtcDateTime),
    sa.column("stamp", sa.Text),
    sa.column("title", sa.Text),
    sa.column("lengths", ARRAY(sa.Integer)),
    sa.column("vector", TSVECTOR),
    sa.column("places", sa.Text),
    sa.column("content", sa.Text),
)
FORGET = sa.text("""
    WITH gone AS (DELETE FROM search_entries WHERE key = ANY(:keys) RETURNING vector),
         counted AS (SELECT lexeme, count(*) AS times FROM gone, unnest(tsvector_to_array(vector)) AS lexeme GROUP BY 1)
    UPDATE search_terms SET documents = documents - times FROM counted WHERE term = lexeme
""")
COUNT = sa.text("""
    INSERT INTO search_terms (term, documents)
    SELECT lexeme, count(*) FROM search_entries, unnest(tsvector_to_array(vector)) AS lexeme WHERE key = ANY(:keys)
    GROUP BY 1 ORDER BY 1
    ON CONFLICT (term) DO UPDATE SET documents = search_terms.documents + excluded.documents
""")
LEARN = sa.text("""
    INSERT INTO search_words (word, documents) SELECT * FROM unnest(CAST(:words AS text[]), CAST(:counts AS int[]))
    ON CONFLICT (word) DO UPDATE SET documents = search_words.documents + excluded.documents
""")
FACTS = sa.text("""
    SELECT count(*), avg(lengths[1]), avg(lengths[2]), avg(lengths[3]), avg(lengths[4]),
           array_agg(DISTINCT language) FROM search_entries
""")
HAVING = sa.text("SELECT term, documents FROM search_terms WHERE term = ANY(:terms) AND documents > 0")
BEGINNING = sa.text("SELECT word FROM search_words WHERE word LIKE :prefix ORDER BY documents DESC, word LIMIT :most")
BY_INDEX = sa.text("SET LOCAL enable_seqscan = off; SET LOCAL max_parallel_workers_per_gather = 0")
AS_USUAL = sa.text("SET LOCAL enable_seqscan TO DEFAULT; SET LOCAL max_parallel_workers_per_gather TO DEFAULT")
PLACES = sa.text("SELECT key, xmin::text, places FROM search_entries WHERE key = ANY(:keys)")
LIKE = sa.text("""
    SELECT word FROM search_words WHERE word % :word AND abs(length(word) - length(:word)) <= 2
    ORDER BY similarity(word, :word) DESC, documents DESC, word LIMIT :most
""")


class PostgresEngine(Engine):
    """Candidates by GIN alone, roughly ordered by how rare what they have is, and whether they have it strongly.

    No tsvector is read for the rough order, since reading is what costs. That a term is strong in a document (in its
    title or outline, asked for before, or often in the body) is therefore a lexeme of its own: the term with a mark.
    """

    is_in_database = True

    def __init__(self) -> None:
        self._facts: tuple[float, Any] | None = None
        self._places: dict[tuple[str, str], str] = {}  # of a key and the version of its row, which never changes

    def write(self, entries: Iterable[Entry], gone: Collection[str]) -> None:
        """As promised; the caller's transaction is the one commit."""
        new = list(entries)
        keys = [entry.document.key for entry in new]
        run = db.session.connection().execute
        run(sa.select(sa.func.pg_advisory_xact_lock(WRITERS_LOCK)))
        run(FORGET, {"keys": [*keys, *gone]})
        if new:
            run(sa.insert(entries_table), [_row(entry) for entry in new])
            run(COUNT, {"keys": keys})
            counts = Counter(word for entry in new for word in entry.words)
            run(LEARN, {"words": sorted(counts), "counts": [counts[word] for word in sorted(counts)]})
        self._facts = None

    @contextmanager
    def rebuilding(self) -> Iterator[Engine]:
        """The rows are replaced one by one, so that searches find everything all the while."""
        yield self

    def stamps(self) -> dict[str, str]:
        rows = db.session.execute(sa.select(entries_table.c.key, entries_table.c.stamp))
        return {row.key: row.stamp for row in rows}

    def languages(self) -> Collection[str]:
        return self._known()[5] or ()

    def _known(self) -> Any:
        """Number, mean lengths and languages of all documents, asked anew once a minute: they change slowly."""
        if self._facts is None or time.monotonic() - self._facts[0] > FACTS_LAST:
            self._facts = (time.monotonic(), db.session.execute(FACTS).one())
        return self._facts[1]

    def statistics(self, terms: Collection[str]) -> Statistics:
        """As promised, and the marked terms as well: `candidates` asks for them."""
        count, title, evidence, outline, body, _languages = self._known()
        known = db.session.execute(HAVING, {"terms": [*terms, *(f"{term}{STRONG}" for term in terms)]})
        means = (float(title or 0), float(evidence or 0), float(outline or 0), float(body or 0))
        return Statistics(count, means, {row.term: row.documents for row in known})

    def candidates(
        self, weights: Sequence[Mapping[str, float]], filters: Filters, statistics: Statistics, most: int
    ) -> list[Candidate]:
        terms = {term for group in weights for term in group}
        lookups = _lookups(weights, statistics)
        if not lookups:
            return []
        known = terms & statistics.having.keys()
        values = _values(lookups, filters) | {"most": most}
        with _by_index():
            rows = db.session.execute(sa.text(_asking(len(lookups), filters)), values).all()
        places = self._places_of([(row.key, row.version) for row in rows])
        return [Candidate(*(*told, places_in(places[told[0]], known))) for _version, *told in rows if told[0] in places]

    def _places_of(self, versions: Sequence[tuple[str, str]]) -> dict[str, str]:
        """By key, from memory where this version of the row was read before: fetching them is a third of a search."""
        found = {key: self._places.get((key, version)) for key, version in versions}
        unread = [key for key, places in found.items() if places is None]
        read = db.session.execute(PLACES, {"keys": unread}).all() if unread else []
        if len(self._places) + len(read) > MOST_REMEMBERED:
            self._places.clear()
        self._places |= {(key, version): places for key, version, places in read}
        kept = {key: places for key, places in found.items() if places is not None}
        return kept | {key: places for key, _version, places in read}

    def contents(self, keys: Collection[str]) -> dict[str, Content]:
        own = entries_table.c
        rows = db.session.execute(sa.select(own.key, own.content).where(own.key.in_(keys)))
        return {key: Content.unpacked(content) for key, content in rows}

    def words_beginning(self, prefix: str, most: int) -> list[str]:
        escaped = prefix.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        return list(db.session.scalars(BEGINNING, {"prefix": f"{escaped}%", "most": most}))

    def words_like(self, word: str, most: int) -> list[str]:
        return list(db.session.scalars(LIKE, {"word": word, "most": most}))


def _row(entry: Entry) -> dict[str, Any]:
    told = entry.document
    lexemes = [*entry.places, *(f"{term}{STRONG}" for term, places in entry.places.items() if _is_strong(places))]
    return {
        "key": told.key, "kind": told.kind, "audience": told.audience, "language": told.language,
        "category": told.category, "tags": list(told.tags), "updated_at": told.updated_at, "stamp": told.stamp,
        "title": entry.title, "lengths": list(entry.lengths), "vector": " ".join(lexemes), "places": entry.written,
        "content": entry.content.packed(),
    }  # fmt: skip


def _is_strong(places: Sequence[str]) -> bool:
    return len(places) >= OFTEN or any(place[-1] in "ABC" for place in places)


@contextmanager
def _by_index() -> Iterator[None]:
    """Keep the planner from reading every vector where a term is common: the index alone is a hundred times faster."""
    db.session.execute(BY_INDEX)
    yield
    db.session.execute(AS_USUAL)


Lookup = tuple[float, str]  # what having any of these terms is worth, and the terms as a tsquery


def _lookups(weights: Sequence[Mapping[str, float]], statistics: Statistics) -> list[Lookup]:
    """One for each group of equally good terms, the rarest first, until enough documents would be read."""
    found: list[tuple[float, int, str]] = []
    for group in weights:
        for worth in set(group.values()):
            for mark in ("", STRONG):
                terms = [f"{term}{mark}" for term, each in group.items() if each == worth]
                having = [statistics.having[term] for term in terms if term in statistics.having]
                if having:
                    query = " | ".join(f"'{term}'" for term in terms)
                    found.append((worth * idf(statistics.documents, max(having)), sum(having), query))
    lookups: list[Lookup] = []
    read = 0
    for value, having_any, query in sorted(found, reverse=True)[:MOST_LOOKUPS]:
        if not lookups or read + having_any <= MOST_READ:
            lookups.append((value, query))
            read += having_any
    return lookups


def _asking(lookups: int, filters: Filters) -> str:
    """The statement; only numbers and words of ours are put into it.

    Rows are told apart by where they lie (`ctid`), which holds within a statement and is summed up faster than keys.
    """
    passing = "audience = ANY(:audiences)"
    passing += " AND kind = ANY(:kinds)" if filters.kinds else ""
    passing += " AND category = ANY(:categories)" if filters.categories else ""
    passing += " AND tags && CAST(:tags AS text[])" if filters.tags else ""
    parts = " UNION ALL ".join(
        f"SELECT ctid AS spot, CAST(:value{number} AS float4) AS value FROM search_entries "  # noqa: S608  see above
        f"WHERE vector @@ CAST(:query{number} AS tsquery) AND {passing}"
        for number in range(lookups)
    )
    return (
        "WITH best AS MATERIALIZED ("  # noqa: S608  see above
        f"SELECT spot, sum(value) AS value FROM ({parts}) AS parts GROUP BY spot ORDER BY 2 DESC, 1 LIMIT :most) "
        "SELECT search_entries.xmin::text AS version, key, kind, category, tags, title, language, "
        "extract(epoch FROM updated_at)::int / 86400, lengths "
        "FROM best JOIN search_entries ON search_entries.ctid = best.spot ORDER BY value DESC, key"
    )


def _values(lookups: Sequence[Lookup], filters: Filters) -> dict[str, Any]:
    values: dict[str, Any] = {
        "audiences": list(filters.audiences), "kinds": list(filters.kinds), "categories": list(filters.categories),
        "tags": list(filters.tags),
    }  # fmt: skip
    for number, (value, query) in enumerate(lookups):
        values |= {f"value{number}": value, f"query{number}": query}
    return values
