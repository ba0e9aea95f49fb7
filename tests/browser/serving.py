"""The product as its users meet it: `python run.py` on loopback, with a small company in its database."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.databases import ROOT
from tests.load.stack import embedded, settings


@dataclass(frozen=True)
class Desk:
    """A running help desk: where it is, where it keeps its files, and the ids of its people, tickets, items and a mail."""

    address: str
    folder: Path
    people: dict[str, int] = field(default_factory=dict)
    tickets: dict[str, int] = field(default_factory=dict)
    items: dict[str, int] = field(default_factory=dict)
    kept_mail: int = 0

    def ticket(self, start: str) -> int:
        """The id of the ticket whose subject starts so."""
        return next(number for subject, number in self.tickets.items() if subject.startswith(start))


@contextmanager
def desk(folder: Path, url: str) -> Iterator[Desk]:
    """A help desk whose company works already; `url` is an initialised database."""
    made = _fill(folder, url)
    with embedded(folder, url) as stack:
        yield Desk(stack.address.replace("127.0.0.1", "localhost"), folder, **made)


@contextmanager
def empty_desk(folder: Path, url: str) -> Iterator[Desk]:
    """A help desk that nobody administers yet."""
    with embedded(folder, url) as stack:
        yield Desk(stack.address.replace("127.0.0.1", "localhost"), folder)


def _fill(folder: Path, url: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.browser.company"]
    env = settings(folder, url, 8080)
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"the company could not be made:\n{done.stderr[-3000:]}")
    return dict(json.loads(done.stdout))
