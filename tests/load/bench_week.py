"""`make bench-calendar`, second part: how fast the calendar of IT answers, on both engines, beside a bare Flask route.

python -m tests.load.bench_week [--database sqlite|postgresql|both] [--people 50] [--events 2000] [--times 100]
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.databases import ROOT, neutral_environment
from tests.load import bench, stack
from tests.load.browser import Client, measure
from tests.load.seed import PASSWORD

AIM = 50  # ms, the week's p95
WEEK = "start=2026-03-02&end=2026-03-09"


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--events", type=int, default=2_000)
    parser.add_argument("--times", type=int, default=100, help="calls per figure")
    wanted = parser.parse_args()
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}; whole requests over loopback, one at a time")
    for engine in ("sqlite", "postgresql") if wanted.database == "both" else (wanted.database,):
        with tempfile.TemporaryDirectory(prefix="helpdesk-bench-") as folder:
            week(engine, Path(folder), wanted)


def week(engine: str, folder: Path, wanted: argparse.Namespace) -> None:
    """The week view of everybody, of one person, and the list of two weeks."""
    with bench.database(engine, folder) as url:
        bench.seed(url, folder, wanted.events)
        _fill(url, folder, wanted)
        print(f"\n== {engine}: {wanted.people} people, {wanted.events:,} events in the week ==")
        server = stack.embedded if engine == "sqlite" else stack.grown_up
        with stack.bare(folder) as nothing, server(folder, url) as running:
            plain, agent = Client(nothing), Client(running.address)
            agent.sign_in("agent0@example.org", PASSWORD)
            calls: dict[str, Callable[[int], int]] = {
                "bare Flask route": lambda _n: plain.ask("GET", "/")[0],
                f"week (p95 <= {AIM} ms)": lambda _n: agent.ask("GET", f"/staff/calendar/events?{WEEK}")[0],
                "week, my own": lambda _n: agent.ask("GET", f"/staff/calendar/events?{WEEK}&who=me")[0],
                "page with the week": lambda _n: agent.ask("GET", "/staff/calendar?day=2026-03-02")[0],
                "page with a list": lambda _n: agent.ask("GET", "/staff/calendar?view=list&day=2026-03-02")[0],
            }
            for name, call in calls.items():
                bench._line(name, *measure(call, wanted.times))


def _fill(url: str, folder: Path, wanted: argparse.Namespace) -> None:
    env = os.environ | neutral_environment() | {"DATABASE_URL": url, "VAR_DIR": str(folder), "LOG_LEVEL": "warning"}
    code = "import sys; sys.argv = ['run.py', 'init']; from app import create_app; from tests.load.week import fill\n"
    code += f"with create_app().app_context(): fill({wanted.people}, {wanted.events})"
    subprocess.run([sys.executable, "-W", "ignore", "-c", code], cwd=ROOT, env=env, check=True)


if __name__ == "__main__":
    main()
