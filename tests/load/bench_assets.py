"""`make bench-assets`: rooms and devices under load, on both engines.

    python -m tests.load.bench_assets [--database sqlite|postgresql|both] [--clients 200] [--rooms 500]
        [--bookings 200000] [--devices 100000] [--times 60]

Clients are real ones over HTTP, against the product as it runs; rate limits are lifted for loopback.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

from tests.load import bench_devices, bench_rooms, stack
from tests.load.bench import database, seed

# each: (address of the server, address of the database, folder, what is wanted)
PARTS = (bench_rooms.measure_rooms, bench_devices.measure_devices)


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--rooms", type=int, default=500)
    parser.add_argument("--bookings", type=int, default=200_000)
    parser.add_argument("--devices", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=60, help="calls per figure about devices")
    wanted = parser.parse_args()
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}; limits lifted for loopback")
    for engine in ("sqlite", "postgresql") if wanted.database == "both" else (wanted.database,):
        with tempfile.TemporaryDirectory(prefix="helpdesk-bench-") as name, database(engine, Path(name)) as url:
            folder = Path(name)
            seed(url, folder, 10)
            bench_rooms.seed(url, folder, wanted)
            bench_devices.seed(url, folder, wanted)
            print(f"\n== {engine} ==")
            server = stack.embedded if engine == "sqlite" else stack.grown_up
            with server(folder, url) as running:
                for part in PARTS:
                    part(running.address, url, folder, wanted)


if __name__ == "__main__":
    main()
