"""Many devices on both engines, p95 of what people and programs ask of them; a part of `make bench-assets`.

python -m tests.load.bench_devices [--devices 100000] [--database sqlite|postgresql|both] [--times 60]

Each figure is a whole request to a running server, on a connection that is kept.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.databases import ROOT, neutral_environment
from tests.load import stack
from tests.load.bench import database
from tests.load.bench import seed as seed_people
from tests.load.browser import Client, measure
from tests.load.seed import PASSWORD

AIM = 30  # ms, p95


def main() -> None:
    """Measure devices alone."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--devices", type=int, default=100_000)
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--times", type=int, default=60, help="calls per figure")
    wanted = parser.parse_args()
    for engine in ("sqlite", "postgresql") if wanted.database == "both" else (wanted.database,):
        with tempfile.TemporaryDirectory(prefix="helpdesk-assets-") as name, database(engine, Path(name)) as url:
            folder, began = Path(name), time.monotonic()
            seed_people(url, folder, 1_000)
            seed(url, folder, wanted)
            print(f"\n== {engine}: {wanted.devices:,} devices (written in {time.monotonic() - began:.0f} s) ==")
            server = stack.embedded if engine == "sqlite" else stack.grown_up
            with server(folder, url) as running:
                measure_devices(running.address, url, folder, wanted)


def seed(url: str, folder: Path, wanted: argparse.Namespace) -> None:
    """Write the devices into a database that has people."""
    _fill(url, folder, f"from tests.load.seed_devices import fill; fill({wanted.devices})")


def _fill(url: str, folder: Path, what: str) -> None:
    env = os.environ | neutral_environment() | {"DATABASE_URL": url, "VAR_DIR": str(folder), "LOG_LEVEL": "warning"}
    code = "import sys; sys.argv = ['run.py', 'init']; from app import create_app\n"
    code += f"with create_app().app_context():\n    {what}"
    subprocess.run([sys.executable, "-W", "ignore", "-c", code], cwd=ROOT, env=env, check=True)


def measure_devices(address: str, _url: str, _folder: Path, wanted: argparse.Namespace) -> None:
    """List, filter, search and history, on the desk and over REST."""
    count, times = wanted.devices, wanted.times
    desk, program = Client(address), Client(address)
    desk.sign_in("agent0@example.org", PASSWORD)
    program.sign_in_as_program("agent1@example.org", PASSWORD)
    some = lambda n: count * (n % 97 + 1) // 100  # noqa: E731  spread over the whole table
    pages: dict[str, Callable[[int], str]] = {
        "list": lambda n: "/staff/equipment",
        "list, page 100": lambda n: "/staff/equipment?page_EquipmentView=100",
        "list by tag": lambda n: "/staff/equipment?_oc_EquipmentView=tag&_od_EquipmentView=asc",
        "filter by state": lambda n: "/staff/equipment?_flt_0_state=in_stock",
        "filter by holder": lambda n: f"/staff/equipment?_flt_0_holder={n % 500 + 10}",
        "filter by model": lambda n: f"/staff/equipment?_flt_0_model={n % 400 + 1}",
        "search a tag": lambda n: f"/staff/equipment?_flt_0_tag={some(n):06}",
        "search a model": lambda n: f"/staff/equipment?_flt_0_tag=falke+{n % 400}",
        "search a common word": lambda n: "/staff/equipment?_flt_0_tag=nordwind",
        "device and history": lambda n: f"/staff/equipment/show/{some(n)}",
    }
    calls = {
        "REST list": lambda n: "",
        "REST list by cursor": lambda n: "?sort=tag&pageSize=50",
        "REST filter": lambda n: f"?state=in_stock&kind=laptop&model={n % 400 + 1}",
        "REST search": lambda n: f"?q=falke+{some(n)}",
        "REST search, common": lambda n: "?q=lt",
        "REST history": lambda n: f"/{some(n)}/history",
    }
    for name, page in pages.items():
        _line(name, *measure(lambda n, page=page: desk.ask("GET", page(n))[0], times))
    for name, path in calls.items():
        _line(name, *measure(lambda n, path=path: program.ask("GET", f"/api/v1/admin/equipment{path(n)}")[0], times))


def _line(name: str, middle: float, high: float) -> None:
    verdict = "met" if high <= AIM else "missed"
    print(f"{name:24} p50 {middle:7.1f} ms   p95 {high:7.1f} ms  aim {AIM} ms: {verdict}", flush=True)


if __name__ == "__main__":
    main()
