"""`make bench-reports`: the dashboard, reports and exports over a big database, on both engines.

    python -m tests.load.bench_reports [--tickets 100000] [--database sqlite|postgresql|both] [--times 20]

First every number is counted by hand over 20,000 random tickets (tests/reports/test_counting.py), not with `--quick`.
"""

import argparse
import http.client
import os
import subprocess
import sys
import tempfile
import time
import urllib.parse
from pathlib import Path

from tests.databases import ROOT
from tests.load import stack
from tests.load.bench import database, seed
from tests.load.browser import Client, measure
from tests.load.seed import PASSWORD

PIECE = 1 << 16
PAGES = {
    "dashboard, 30 days": ("/staff/dashboard", 200),
    "dashboard, 12 months": ("/staff/dashboard?from={year_ago}&to={today}", 500),
    "tickets by day": ("/staff/reports/tickets", 200),
    "response by month": ("/staff/reports/response-and-resolution?from={year_ago}&to={today}&group_by=month", 500),
    "agents": ("/staff/reports/agents", 200),
    "open by age": ("/staff/reports/backlog", 200),
    "busiest hours": ("/staff/reports/busiest-hours?from={year_ago}&to={today}", 500),
}


def main() -> None:
    """Count by hand, then measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tickets", type=int, default=100_000)
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--times", type=int, default=20, help="calls per figure")
    parser.add_argument("--quick", action="store_true", help="do not count by hand")
    wanted = parser.parse_args()
    for engine in ("sqlite", "postgresql") if wanted.database == "both" else (wanted.database,):
        if not wanted.quick:
            _count_by_hand(engine)
        with tempfile.TemporaryDirectory(prefix="helpdesk-reports-") as folder:
            _measure(engine, Path(folder), wanted)


def _count_by_hand(engine: str) -> None:
    tests = ["-q", "-n", "0", "tests/reports/test_counting.py", f"--database={engine}"]
    command = [sys.executable, "-m", "pytest", *tests]
    print(f"== {engine}: every number over 20,000 random tickets, counted by hand ==", flush=True)
    subprocess.run(command, cwd=ROOT, env=os.environ | {"REPORT_TICKETS": "20000"}, check=True)


def _measure(engine: str, folder: Path, wanted: argparse.Namespace) -> None:
    with database(engine, folder) as url:
        seed(url, folder, wanted.tickets)
        server = stack.embedded if engine == "sqlite" else stack.grown_up
        print(f"\n== {engine}: {wanted.tickets:,} tickets ==", flush=True)
        with server(folder, url) as running:
            client = Client(running.address)
            client.sign_in("admin0@example.org", PASSWORD)
            year_ago = time.gmtime(time.time() - 364 * 86_400)
            days = {"today": time.strftime("%Y-%m-%d"), "year_ago": time.strftime("%Y-%m-%d", year_ago)}
            for name, (path, aim) in PAGES.items():
                middle, high = measure(lambda _n, path=path: client.ask("GET", path.format(**days))[0], wanted.times)
                print(f"{name:24} p50 {middle:7.1f} ms   p95 {high:7.1f} ms  aim {aim} ms", flush=True)
            for kind in ("csv", "xlsx"):
                _export(client, running.address, running.pids, kind, wanted.tickets)
            _hang_up(client, running.address)


def _export(client: Client, address: str, pids: tuple[int, ...], kind: str, tickets: int) -> None:
    before, most, size = stack.memory_of(pids), 0, 0
    began = time.monotonic()
    answer = _begin(client, address, kind)
    answer.read(1)
    first = time.monotonic() - began
    while piece := answer.read(PIECE):
        size += len(piece)
        most = max(most, stack.memory_of(pids)) if size % (PIECE * 16) < PIECE else most
    took = time.monotonic() - began
    speed = f"{tickets / took:9,.0f} rows/s   first byte {first * 1000:6.0f} ms   {size / 2**20:6.1f} MB"
    print(f"export {kind:5} {speed}   memory +{max(0, most - before) / 2**20:.0f} MB", flush=True)


def _begin(client: Client, address: str, kind: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection(urllib.parse.urlsplit(address).netloc, timeout=120)
    cookies = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    headers = {"Cookie": cookies, "Host": "localhost:" + client.host.partition(":")[2]}
    connection.request("GET", f"/staff/reports/tickets-list/export?view=all&directly=1&format={kind}", headers=headers)
    return connection.getresponse()


def _hang_up(client: Client, address: str) -> None:
    """Somebody who hangs up in the middle must not keep the database: another page is as fast as before."""
    answer = _begin(client, address, "csv")
    answer.read(PIECE)
    answer.close()
    middle, high = measure(lambda _n: client.ask("GET", "/staff/tickets?view=open")[0], 20)
    print(f"queue after a hang-up    p50 {middle:7.1f} ms   p95 {high:7.1f} ms", flush=True)


if __name__ == "__main__":
    main()
