"""Kill the server at random moments while clients file tickets, and count what was lost, doubled or half done.

`make faults`, or: python -m tests.faults.kill --database sqlite --kills 200
"""

import argparse
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.databases import ROOT, neutral_environment
from tests.faults.clients import Clients
from tests.faults.findings import Findings, look
from tests.faults.victims import Victims
from tests.servers.postgres import postgres
from tests.servers.process import free_port

WARM_UP = (0.1, 1.5)  # seconds of undisturbed work before each kill


def main() -> int:
    """Run what the command line asks for; 0 when nothing was found."""
    options = _options()
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(1))  # leave no server behind
    bad = [_practise(name, options) for name in options.databases]
    return int(any(bad))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", dest="databases", action="append", choices=("sqlite", "postgresql"))
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--clients", type=int, default=20)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6), help="to see the same moments again")
    options = parser.parse_args()
    options.databases = options.databases or ["sqlite", "postgresql"]
    return options


def _practise(name: str, options: argparse.Namespace) -> bool:
    with _place(name) as environment:
        from tests.faults.people import prepare

        tokens = prepare(environment, options.clients)
        began = time.monotonic()
        findings = _torment(environment, tokens, options)
        seconds = time.monotonic() - began
    print(f"\n{name}: {options.kills} kills, {options.clients} clients, {seconds:.0f} s, seed {options.seed}")
    print(findings)
    return findings.is_bad


@contextmanager
def _place(name: str) -> Iterator[dict[str, str]]:
    """Settings for an empty folder and database."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="helpdesk-kill-")))
        url = f"sqlite:///{folder / 'helpdesk.db'}" if name == "sqlite" else stack.enter_context(postgres())
        yield os.environ | neutral_environment() | {
            "DATABASE_URL": url, "VAR_DIR": str(folder), "PORT": str(free_port()), "LOG_LEVEL": "error",
            "JWT_ACCESS_EXPIRY": "1d", "RATE_LIMIT_EXEMPT": "127.0.0.0/8",
        }  # fmt: skip


def _torment(environment: dict[str, str], tokens: list[str], options: argparse.Namespace) -> Findings:
    chance = random.Random(options.seed)
    with Victims(environment, ROOT, chance) as victims, Clients(int(environment["PORT"]), tokens) as clients:
        for number in range(1, options.kills + 1):
            victims.wait_until_ready()
            time.sleep(chance.uniform(*WARM_UP))
            victim = victims.kill_one()
            print(
                f"\r{number:4} of {options.kills}: {victim:<20} {len(clients.acknowledged):6} acknowledged",
                end="",
                flush=True,
            )
        victims.wait_until_ready()
        clients.stop()
        return look(environment, clients)


if __name__ == "__main__":
    sys.exit(main())
