"""`make load`: the k6 scripts against a fresh server with a small database, on the engine that is asked for.

python -m tests.load.k6 [--database sqlite|postgresql|both]
"""

import argparse
import os
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

from tests.load import stack
from tests.load.bench import database, seed
from tests.load.seed import PASSWORD

HERE = Path(__file__).parent


def main() -> None:
    """Run both scripts; the exit code says whether every threshold held."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    wanted = parser.parse_args().database
    failed = 0
    for engine in ("sqlite", "postgresql") if wanted == "both" else (wanted,):
        with tempfile.TemporaryDirectory(prefix="helpdesk-k6-") as name, database(engine, Path(name)) as url:
            seed(url, Path(name), 2_000)
            server = stack.embedded if engine == "sqlite" else stack.grown_up
            with server(Path(name), url) as running:
                for script in ("load-test.js", "tickets-test.js"):
                    print(f"\n== {engine}: {script} (limits lifted for loopback) ==", flush=True)
                    failed += _run(script, running.address.replace("127.0.0.1", "localhost"))
    sys.exit(bool(failed))


def _run(script: str, address: str) -> int:
    program = Path(sysconfig.get_path("scripts")) / "k6"
    values = {"BASE": address, "EMAIL": "person{n}@example.org", "PASSWORD": PASSWORD}
    command = [
        program,
        "run",
        "--no-color",
        "--quiet",
        *(part for item in values.items() for part in ("-e", "=".join(item))),
    ]
    return subprocess.run(
        [*command, HERE / script], env=os.environ | {"K6_NO_USAGE_REPORT": "true"}, check=False
    ).returncode


if __name__ == "__main__":
    main()
