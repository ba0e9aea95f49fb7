"""`make load`: the k6 scripts against a fresh server with a small database, on the engine that is asked for.

python -m tests.load.k6 [--database sqlite|postgresql|both] [SCRIPT ...]
"""

import argparse
import os
import random
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

from tests.databases import ROOT
from tests.load import stack
from tests.load.bench import database, seed
from tests.load.seed import PASSWORD, VOCABULARY

HERE = Path(__file__).parent
SCRIPTS = ("load-test.js", "tickets-test.js", "typing-test.js")
ARTICLES = 2_400


def main() -> None:
    """Run the scripts; the exit code says whether every threshold held."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("scripts", nargs="*", default=SCRIPTS, help="else all")
    wanted = parser.parse_args()
    failed = 0
    for engine in ("sqlite", "postgresql") if wanted.database == "both" else (wanted.database,):
        with tempfile.TemporaryDirectory(prefix="helpdesk-k6-") as name, database(engine, Path(name)) as url:
            seed(url, Path(name), 2_000)
            if "typing-test.js" in wanted.scripts:
                _write_articles(url, Path(name))
            server = stack.embedded if engine == "sqlite" else stack.grown_up
            with server(Path(name), url) as running:
                for script in wanted.scripts:
                    print(f"\n== {engine}: {script} (limits lifted for loopback) ==", flush=True)
                    failed += _run(script, running.address.replace("127.0.0.1", "localhost"))
    sys.exit(bool(failed))


def _write_articles(url: str, folder: Path) -> None:
    """Articles of words as they occur in texts, taken over as anybody takes theirs over."""
    chance, pages = random.Random(11), folder / "pages"
    pages.mkdir()
    for number in range(ARTICLES):
        title, text = (" ".join(chance.choices(VOCABULARY, k=words)) for words in (6, 250))
        (pages / f"{number}.md").write_text(f"---\ntitle: {title} {number}\n---\n\n{text}\n", encoding="utf-8")
    env = stack.settings(folder, url, 8080)
    tell = "import sys; sys.argv = ['run.py', 'init']; from app import create_app; from app.worker import relay\n"
    tell += "with create_app().app_context(): relay.run()"  # or the server would index while it is measured
    for command in (["run.py", "import", "articles", str(pages)], ["-c", tell]):
        subprocess.run([sys.executable, *command], cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)


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
