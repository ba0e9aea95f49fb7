"""IT tickets that have a text and a topic only, as CSV: python -m tests.conversion.it_topics ROWS > tickets.csv

The source has no times and no people: tickets are spread over the two years before `END`, over two thousand people.
"""

import csv
import gzip
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

END = datetime(2025, 12, 31, tzinfo=UTC)
SPAN = timedelta(days=730)
PEOPLE = 2000
COLUMNS = ("subject", "description", "createdAt", "resolvedAt", "category", "requester.email", "requester.name")


def tickets(rows: list[dict[str, str]]) -> Iterator[tuple[str, ...]]:
    """One ticket for each text; its subject is the beginning of it."""
    for number, row in enumerate(rows):
        created = END - SPAN + SPAN * number / len(rows)
        resolved = created + timedelta(minutes=30 + number * 7919 % 7200)
        person = number * 7907 % PEOPLE
        text = row["text"].strip() or row["id"]
        yield (
            " ".join(text.split()[:8])[:500], text, created.isoformat(), resolved.isoformat(), row["topic_group"],
            f"person{person}@it-topics.example", f"Person {person}",
        )  # fmt: skip


def write(rows: Iterable[tuple[str, ...]]) -> None:
    """The tickets as the import takes them."""
    writer = csv.writer(sys.stdout)
    writer.writerow(COLUMNS)
    writer.writerows(rows)


if __name__ == "__main__":
    with gzip.open(Path(sys.argv[1]), "rt", encoding="utf-8", newline="") as source:
        write(tickets(list(csv.DictReader(source))))
