"""`make bench`: a big database on both engines, every figure beside a bare Flask route of the same run.

    python -m tests.load.bench [--tickets 100000] [--database sqlite|postgresql|both] [--seconds 10]

Rate limits are lifted for loopback (RATE_LIMIT_EXEMPT), as each run says.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.databases import ROOT, Databases, neutral_environment
from tests.load import stack
from tests.load.browser import Client, measure
from tests.load.seed import PASSWORD, VOCABULARY, WORDS
from tests.load.throughput import throughput
from tests.servers.postgres import postgres

AIMS = {
    "queue": 15,
    "filtered queue": 15,
    "ticket page": 12,
    "file by REST": 15,
    "file by form": 15,
    "reply": 15,
    "search": 30,
    "counts": 10,
}


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tickets", type=int, default=100_000)
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--times", type=int, default=60, help="calls per figure")
    parser.add_argument("--seconds", type=int, default=10, help="length of each throughput run")
    wanted = parser.parse_args()
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}; limits lifted for loopback")
    for engine in ("sqlite", "postgresql") if wanted.database == "both" else (wanted.database,):
        with tempfile.TemporaryDirectory(prefix="helpdesk-bench-") as folder:
            _measure(engine, Path(folder), wanted)


def _measure(engine: str, folder: Path, wanted: argparse.Namespace) -> None:
    with database(engine, folder) as url:
        began = time.monotonic()
        seed(url, folder, wanted.tickets)
        print(
            f"\n== {engine}: {wanted.tickets:,} tickets, {wanted.tickets * 3:,} messages, 2,000 users "
            f"(written in {time.monotonic() - began:.0f} s) =="
        )
        server = stack.embedded if engine == "sqlite" else stack.grown_up
        with stack.bare(folder) as nothing, server(folder, url) as running:
            plain = Client(nothing)
            _line("bare Flask route", *measure(lambda _number: plain.ask("GET", "/")[0], wanted.times * 3))
            _pages(running.address, wanted)
            print(f"{'memory of all processes':24} {stack.memory_of(running.pids) / 2**20:8.0f} MB")
            for clients in (16, 100):
                throughput(running.address, clients, wanted.seconds)
            print(f"{'memory after the load':24} {stack.memory_of(running.pids) / 2**20:8.0f} MB")


@contextmanager
def database(engine: str, folder: Path) -> Iterator[str]:
    """An empty database that keeps what it confirmed."""
    if engine == "sqlite":
        yield f"sqlite:///{folder / 'helpdesk.db'}"
    else:
        with postgres(durable=True) as server, Databases(folder, server, "helpdesk_bench").clone("big") as url:
            yield url


def seed(url: str, folder: Path, tickets: int) -> None:
    """Initialise the database and fill it, each message thrice per ticket, with 2,000 people."""
    env = os.environ | neutral_environment() | {"DATABASE_URL": url, "VAR_DIR": str(folder), "LOG_LEVEL": "warning"}
    subprocess.run([sys.executable, "run.py", "init"], cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)
    code = "import sys; sys.argv = ['run.py', 'init']; from app import create_app; from tests.load.seed import fill\n"
    code += f"with create_app().app_context(): fill({tickets}, 3, 2000)"
    subprocess.run([sys.executable, "-W", "ignore", "-c", code], cwd=ROOT, env=env, check=True)


def _pages(address: str, wanted: argparse.Namespace) -> None:
    agent, employee, program = Client(address), Client(address), Client(address)
    agent.sign_in("agent0@example.org", PASSWORD)
    employee.sign_in("person0@example.org", PASSWORD)
    program.sign_in_as_program("person1@example.org", PASSWORD)
    newest = wanted.tickets
    form = {
        "csrf_token": employee.csrf("/tickets/new"),
        "subject": "Printer on floor 3",
        "description": "It prints half pages.",
        "category": "Hardware",
        "priority": "medium",
    }
    said = {"csrf_token": agent.csrf(f"/staff/tickets/{newest}"), "body": "Please try the other tray.", "kind": "admin"}
    draft = {"subject": "Printer on floor 3", "description": "It prints half pages.", "category": "Hardware"}
    calls: dict[str, Callable[[int], int]] = {
        "queue": lambda n: agent.ask("GET", "/staff/tickets?view=open")[0],
        "filtered queue": lambda n: agent.ask("GET", "/staff/tickets?status=open,in_progress&priority=high&team=mine")[
            0
        ],
        "my work": lambda n: agent.ask("GET", "/staff/my-work")[0],
        "ticket page": lambda n: agent.ask("GET", f"/staff/tickets/{newest - n}")[0],
        "counts": lambda n: agent.ask("GET", "/staff/tickets/sidebar")[0],
        "search": lambda n: agent.ask("GET", f"/staff/tickets?q={WORDS[n % 40]}+{VOCABULARY[n * 7 + 60]}")[0],
        "queue by REST": lambda n: _staff(address, agent).ask("GET", "/api/v1/admin/tickets?view=open")[0],
        "file by REST": lambda n: program.ask("POST", "/api/v1/tickets", data=draft)[0],
        "file by form": lambda n: employee.ask("POST", "/tickets/new", form=form)[0],
        "reply": lambda n: agent.ask("POST", f"/staff/tickets/{newest - 300 - n}/messages", form=said)[0],
        "portal home": lambda n: employee.ask("GET", "/")[0],
    }
    for name, call in calls.items():
        _line(name, *measure(call, wanted.times))
    _line("sign-in by REST", *measure(lambda n: _sign_in(address, n), 20))


_programs: dict[str, Client] = {}


def _staff(address: str, _agent: Client) -> Client:
    if address not in _programs:
        _programs[address] = Client(address)
        _programs[address].sign_in_as_program("agent1@example.org", PASSWORD)
    return _programs[address]


def _sign_in(address: str, number: int) -> int:
    client = Client(address)
    client.sign_in_as_program(f"person{number + 10}@example.org", PASSWORD)
    return 200


def _line(name: str, middle: float, high: float) -> None:
    aim = AIMS.get(name)
    verdict = "" if aim is None else f"  aim {aim:3} ms: {'met' if middle <= aim else 'missed'}"
    print(f"{name:24} p50 {middle:7.1f} ms   p95 {high:7.1f} ms{verdict}", flush=True)


if __name__ == "__main__":
    main()
