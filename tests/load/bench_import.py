"""`make bench-import`: how fast devices come in from a file: checked, written, changed, undone; with how much memory.

Rooms and holders are known before; models are made by the first row that names them. Each figure is of the command
`import equipment`, with everything that it writes: devices, custodies, history, words of the search, rows of the run.
"""

import argparse
import csv
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from tests.databases import ROOT
from tests.load.bench import database
from tests.load.stack import settings

PEOPLE, ROOMS, MODELS = 2_000, 300, 60
STATES = ("in_stock", "in_use", "in_repair")


def main() -> None:
    """Measure the engines that were named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engines", nargs="*", default=["sqlite", "postgresql"], choices=["sqlite", "postgresql"])
    parser.add_argument("--rows", type=int, nargs="*", default=[5_000, 50_000])
    asked = parser.parse_args()
    for engine in asked.engines:
        with tempfile.TemporaryDirectory(prefix="bench-import-") as name:
            folder = Path(name)
            with database(engine, folder) as url:
                _measure(engine, url, folder, asked.rows)


def _measure(engine: str, url: str, folder: Path, sizes: Iterable[int]) -> None:
    print(f"{engine}:", flush=True)
    _run(url, folder, "init")
    people = (("email", "name"), *((f"p{n}@example.org", f"Person {n}") for n in range(PEOPLE)))
    rooms = (("code", "building", "floor"), *((f"R{n}", f"House {n % 9}", f"Floor {n % 5}") for n in range(ROOMS)))
    _take_over(url, folder, "people", _written(folder, people))
    _take_over(url, folder, "rooms", _written(folder, rooms))
    for size in sizes:
        number = _take_over(url, folder, "equipment", _written(folder, _devices(size, "")), said="new")
        changed = _take_over(url, folder, "equipment", _written(folder, _devices(size, " (moved)")), said="changed")
        for run in (changed, number):
            _said("undone", _run(url, folder, "undo-import", "equipment", run).stderr)


def _devices(size: int, suffix: str) -> Iterable[tuple[str, ...]]:
    yield ("tag", "serial", "name", "manufacturer", "model", "kind", "holder", "room", "bought on", "price", "notes")
    for n in range(size):
        model = n % MODELS
        holder = f"p{n % PEOPLE}@example.org" if not suffix and n % 3 else ""
        what = (f"LT-{n:06}", f"S{n:08}", f"Laptop {n}{suffix}", f"Maker {model % 12}", f"Model {model}", "laptop")
        bought = (f"2024-{n % 12 + 1:02}-{n % 28 + 1:02}", f"{500 + n % 2000}.00", "As it came.")
        yield (*what, holder, f"R{n % ROOMS}", *bought)


def _written(folder: Path, rows: Iterable[tuple[str, ...]]) -> Path:
    path = folder / "rows.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def _take_over(url: str, folder: Path, kind: str, file: Path, said: str = "") -> str:
    """Take the file over; answers the number of the run."""
    done = _run(url, folder, "import", kind, str(file))
    if said:
        _said(said, done.stderr)
    return done.stdout.rpartition(" ")[2].strip()


def _run(url: str, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "run.py", *words]
    environment = settings(folder, url, 18_080)
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)


def _said(what: str, text: str) -> None:
    for line in text.splitlines():
        if "rows/s" in line:
            print(f"  {what:8} {line}", flush=True)


if __name__ == "__main__":
    main()
