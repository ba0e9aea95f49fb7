"""`make bench-search`: how good and how fast search is on both engines, on collections that are not part of this tree.

    SEARCH_DATA=FOLDER python -m tests.load.bench_search [--engine sqlite|postgresql|both] [--sizes 2428,100000]

The folder holds one sub-folder per collection: corpus.jsonl, queries_train.jsonl and qrels_train.tsv as BEIR has them,
or articles.jsonl with questions that were answered by an article. Those are judged in five folds: the articles learn
from four, the fifth asks. Texts for the speed come from the folder's sibling `kb`, or from the collections.
"""

import argparse
import gzip
import json
import math
import os
import random
import sys
import tarfile
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles
from typing import Any

from tests.databases import Databases
from tests.knowledge.sample import DATA
from tests.servers.postgres import postgres

AIMS = {"stackfaq": 0.80, "sumo_kb_firefox": 0.40, "sumo_kb_thunderbird": 0.45, "scifact": 0.68}
OFFICE = "microsoft_officedocs_support_md.tar.gz"
FOLDS = 5
WRITTEN = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass
class Collection:
    """Documents, who asks what, and what answers it."""

    documents: list[Any]
    questions: list[tuple[str, str, str]]  # id, text, further text
    answers: Mapping[str, Mapping[str, int]]


@dataclass
class Shelf:
    """A source of documents that exist only for the measurement."""

    documents_by_key: dict[str, Any] = field(default_factory=dict)
    name: str = "bench"

    def stamps(self) -> Iterable[tuple[str, str]]:
        return [(key, document.stamp) for key, document in self.documents_by_key.items()]

    def documents(self, keys: Iterable[str]) -> Iterable[Any]:
        return [self.documents_by_key[key] for key in keys if key in self.documents_by_key]


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", default=os.environ.get("SEARCH_DATA", str(DATA / "search")), help="else SEARCH_DATA")
    parser.add_argument("--engine", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--collections", default=",".join(AIMS))
    parser.add_argument("--sizes", default="2428,100000", help="numbers of documents to measure the speed at; 0: none")
    wanted = parser.parse_args()
    if not wanted.data or not Path(wanted.data).is_dir():
        sys.exit("bench-search: name the folder of the collections: SEARCH_DATA=FOLDER make bench-search")
    for engine in ("sqlite", "postgresql") if wanted.engine == "both" else (wanted.engine,):
        with tempfile.TemporaryDirectory(prefix="helpdesk-search-") as folder, running(engine, Path(folder)):
            print(f"\n== {'Whoosh' if engine == 'sqlite' else 'PostgreSQL'} ==", flush=True)
            for name in filter(None, wanted.collections.split(",")):
                judge(Path(wanted.data), name)
            for size in map(int, wanted.sizes.split(",")):
                if size:
                    clock(Path(wanted.data), size)


@contextmanager
def running(engine: str, folder: Path) -> Iterator[None]:
    """The product on an empty database of this engine."""
    from contextlib import ExitStack

    with ExitStack() as opened:
        server = opened.enter_context(postgres(durable=True)) if engine == "postgresql" else None
        url = opened.enter_context(Databases(folder, server, "helpdesk_search").clone("bench"))
        from app import create_app
        from tests.conftest import dispose, settings_for_tests

        app = create_app(settings_for_tests(url, folder))
        with app.app_context():
            yield
            dispose()


def index(documents: Sequence[Any]) -> float:
    """Put these in place of everything; answers the seconds."""
    from app import search
    from app.search import services

    search.register(Shelf({document.key: document for document in documents}))
    began = time.monotonic()
    services.rebuild(lambda _done, _whole: None)
    return time.monotonic() - began


def judge(data: Path, name: str) -> None:
    """Ask a collection's questions and say how good the answers are."""
    if not (data / name).is_dir():
        print(f"{name:22} is not in {data}")
        return
    gains, firsts = [], []
    for part in collections(data / name):
        index(part.documents)
        for question, text, further in part.questions:
            found = asked(text, further)
            right = part.answers[question]
            gains.append(gain(found, right))
            firsts.append(bool(found) and right.get(found[0], 0) > 0)
    mean, first = sum(gains) / len(gains), sum(firsts) / len(firsts)
    aim = f"aim {AIMS[name]:.2f}" if name in AIMS else ""
    print(f"{name:22} nDCG@10 {mean:.3f}   hit@1 {first:.3f}   {len(gains):,} questions   {aim}", flush=True)


def asked(text: str, further: str = "", limit: int = 10) -> list[str]:
    """The ids of the best documents."""
    from app import search

    found = search.find(search.Wish(text, context=further, audience="staff", limit=limit))
    return [hit.key.partition(":")[2] for hit in found.hits]


def gain(found: Sequence[str], right: Mapping[str, int]) -> float:
    """How good the first ten are: nDCG@10."""
    ideal = sorted(right.values(), reverse=True)[:10]
    best = sum((2**worth - 1) / math.log2(at + 2) for at, worth in enumerate(ideal))
    return sum((2 ** right.get(each, 0) - 1) / math.log2(at + 2) for at, each in enumerate(found[:10])) / best


def collections(folder: Path) -> Iterator[Collection]:
    """A collection as it is, or its folds where documents learn from questions."""
    answers: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for line in (folder / "qrels_train.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        question, found, worth = line.split("\t")
        answers[question][found] = int(worth)
    questions = [row for row in rows(folder, "queries_train.jsonl") if answers.get(row["_id"])]
    if not any(folder.glob("articles.jsonl*")):
        documents = [document(row["_id"], row["title"], row["text"]) for row in rows(folder, "corpus.jsonl")]
        yield Collection(documents, [(row["_id"], row["text"], "") for row in questions], answers)
        return
    random.Random(7).shuffle(questions)
    for fold in range(FOLDS):
        yield _learned(list(rows(folder, "articles.jsonl")), questions, answers, fold)


def _learned(
    articles: list[Any], questions: list[Any], answers: Mapping[str, Mapping[str, int]], fold: int
) -> Collection:
    earlier = defaultdict(list)
    for number, row in enumerate(questions):
        for article in answers[row["_id"]] if number % FOLDS != fold else ():
            earlier[article].append(f"{row['title']}\n{row['text']}")
    documents = [document(row["_id"], row["title"], evidence=earlier[row["_id"]]) for row in articles]
    return Collection(documents, [(row["_id"], row["title"], row["text"]) for row in questions[fold::FOLDS]], answers)


def rows(folder: Path, name: str) -> Iterator[Any]:
    """The lines of a JSONL file, packed or not."""
    packed = folder / f"{name}.gz"
    text = gzip.decompress(packed.read_bytes()) if packed.exists() else (folder / name).read_bytes()
    yield from map(json.loads, text.decode("utf-8").split("\n")[:-1])


def document(key: str, title: str, text: str = "", evidence: Sequence[str] = ()) -> Any:
    """One of the collection's."""
    from app.search import Document, Section

    sections = [Section(text)] if text else []
    return Document(f"bench:{key}", "article", title, WRITTEN, "1", sections=sections, evidence=evidence)


def clock(data: Path, size: int) -> None:
    """Index so many documents and measure searches and suggestions."""
    from app import search

    texts = list(_texts(data))
    took = index(list(_documents(texts, size)))
    questions = [title for title, _text in random.Random(5).sample(texts, min(200, len(texts)))]
    questions = [" ".join(question.split()[:8]) for question in questions]
    print(f"{size:,} documents: indexed in {took:.0f} s")
    for name, ask in (
        ("search", lambda text: search.find(search.Wish(text, audience="staff"))),
        ("suggestion", lambda text: search.suggest(search.Wish(text[: max(4, len(text) * 2 // 3)], audience="staff"))),
        ("one common word", lambda _text: search.find(search.Wish("error", audience="staff"))),
    ):
        _line(name, ask, questions)


def _line(name: str, ask: Callable[[str], Any], questions: Sequence[str]) -> None:
    for question in questions[:20]:  # what is read once is warm afterwards, as on a server
        ask(question)
    times = []
    for question in questions:
        began = time.perf_counter()
        ask(question)
        times.append((time.perf_counter() - began) * 1000)
    parts = quantiles(times, n=20)
    print(f"  {name:18} p50 {parts[9]:6.1f} ms   p95 {parts[18]:6.1f} ms   longest {max(times):6.1f} ms", flush=True)


def _texts(data: Path) -> Iterator[tuple[str, str]]:
    """Titles and texts of real support articles."""
    packed = data.parent / "kb" / OFFICE
    if not packed.exists():
        yield from ((row["title"], row["text"]) for row in rows(data / "scifact", "corpus.jsonl"))
        return
    with tarfile.open(packed) as archive:
        for member in archive:
            if member.name.endswith(".md") and (file := archive.extractfile(member)):
                front, _, text = file.read().decode("utf-8", "replace").removeprefix("---").partition("\n---")
                titles = [line[6:].strip(" \"'") for line in front.splitlines() if line.startswith("title:")]
                yield (titles or [member.name])[0], text


def _documents(texts: Sequence[tuple[str, str]], size: int) -> Iterator[Any]:
    """The texts, and beyond their number new ones made of parts of two of them."""
    chance = random.Random(3)
    for number in range(size):
        if number < len(texts):
            yield document(str(number), *texts[number])
            continue
        (one, text), (other, more) = chance.sample(texts, 2)
        words = one.split()[: chance.randint(2, 6)] + other.split()[-chance.randint(2, 6) :]
        yield document(str(number), " ".join(words), _part(text, chance) + "\n" + _part(more, chance))


def _part(text: str, chance: random.Random) -> str:
    begin = chance.randrange(max(1, len(text) - 700))
    return text[begin : begin + 700]


if __name__ == "__main__":
    main()
