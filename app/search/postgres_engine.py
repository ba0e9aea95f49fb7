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
from app.search.entries import Content, Entry
from app.search.ranking import idf

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
    sa.column("content", sa.Text),
)
WRITERS_LOCK = 7_238_512  # an advisory lock: counts of terms are kept by one writer at a time

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
PASSING = """
    audience = ANY(:audiences) AND (:all_kinds OR kind = ANY(:kinds))
    AND (:all_categories OR category = ANY(:categories)) AND (:all_tags OR tags && CAST(:tags AS text[]))
"""


class PostgresEngine(Engine):
    """Candidates by GIN, roughly ordered by the rank of each group of terms times its rarity."""

    def __init__(self) -> None:
        self._facts: tuple[float, Any] | None = None

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
        return dict(db.session.execute(sa.select(entries_table.c.key, entries_table.c.stamp)).tuples().all())

    def languages(self) -> Collection[str]:
        return self._known()[5] or ()

    def _known(self) -> Any:
        """Number, mean lengths and languages of all documents, asked anew once a minute: they change slowly."""
        if self._facts is None or time.monotonic() - self._facts[0] > 60:
            self._facts = (time.monotonic(), db.session.execute(FACTS).one())
        return self._facts[1]

    def statistics(self, terms: Collection[str]) -> Statistics:
        count, *lengths, _languages = self._known()
        known = db.session.execute(
            sa.text("SELECT term, documents FROM search_terms WHERE term = ANY(:terms) AND documents > 0"),
            {"terms": list(terms)},
        ).tuples()
        return Statistics(count, tuple(float(each or 0) for each in lengths), dict(known.all()))

    def candidates(self, weights: Sequence[Mapping[str, float]], filters: Filters, most: int) -> list[Candidate]:
        terms = {term for group in weights for term in group}
        statistics = self.statistics(terms)
        groups = [{term: worth for term, worth in group.items() if term in statistics.having} for group in weights]
        groups = [group for group in groups if group]
        if not groups:
            return []
        statement, values = _asking(groups, statistics)
        rows = db.session.execute(sa.text(statement), values | _passing(filters) | {"most": most})
        return [_candidate(row, terms) for row in rows]

    def contents(self, keys: Collection[str]) -> dict[str, Content]:
        rows = db.session.execute(
            sa.select(entries_table.c.key, entries_table.c.content).where(entries_table.c.key.in_(keys))
        )
        return {key: Content.unpacked(content) for key, content in rows}

    def words_beginning(self, prefix: str, most: int) -> list[str]:
        asked = sa.text("SELECT word FROM search_words WHERE word LIKE :prefix ORDER BY documents DESC, word LIMIT :most")
        escaped = prefix.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        return list(db.session.scalars(asked, {"prefix": f"{escaped}%", "most": most}))

    def words_like(self, word: str, most: int) -> list[str]:
        asked = sa.text("""
            SELECT word FROM search_words WHERE word % :word AND abs(length(word) - length(:word)) <= 2
            ORDER BY similarity(word, :word) DESC, documents DESC LIMIT :most
        """)
        return list(db.session.scalars(asked, {"word": word, "most": most}))


def _row(entry: Entry) -> dict[str, Any]:
    told = entry.document
    return {
        "key": told.key, "kind": told.kind, "audience": told.audience, "language": told.language,
        "category": told.category, "tags": list(told.tags), "updated_at": told.updated_at, "stamp": told.stamp,
        "title": entry.title, "lengths": list(entry.lengths), "vector": entry.vector, "content": entry.content.packed(),
    }  # fmt: skip


def _passing(filters: Filters) -> dict[str, Any]:
    return {
        "audiences": list(filters.audiences),
        "kinds": list(filters.kinds), "all_kinds": not filters.kinds,
        "categories": list(filters.categories), "all_categories": not filters.categories,
        "tags": list(filters.tags), "all_tags": not filters.tags,
    }  # fmt: skip


def _asking(groups: Sequence[Mapping[str, float]], statistics: Statistics) -> tuple[str, dict[str, Any]]:
    values: dict[str, Any] = {}
    scores = []
    for number, group in enumerate(groups):
        values[f"group{number}"] = " | ".join(f"'{term}'" for term in group)
        values[f"value{number}"] = idf(statistics.documents, max(statistics.having[term] for term in group))
        scores.append(f"CAST(:value{number} AS float4) * ts_rank('{{.1, .2, .4, 1}}', vector, CAST(:group{number} AS tsquery))")
    values["any"] = " | ".join(values[f"group{number}"] for number in range(len(groups)))
    statement = f"""
        SELECT key, kind, audience, category, tags, title, language, extract(epoch FROM updated_at)::int / 86400 AS updated,
               lengths, vector::text AS vector
        FROM search_entries WHERE vector @@ CAST(:any AS tsquery) AND {PASSING}
        ORDER BY {" + ".join(scores)} DESC, key LIMIT :most
    """
    return statement, values


def _candidate(row: Any, terms: Collection[str]) -> Candidate:
    vector = row.vector
    places = {}
    for term in terms:
        at = vector.find(f"'{term}':")
        if at >= 0:
            begin = at + len(term) + 3
            end = vector.find(" ", begin)
            places[term] = vector[begin : end if end >= 0 else None].split(",")
    told = row._asdict()
    del told["vector"]
    return Candidate(**told, places=places)
