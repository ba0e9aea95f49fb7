"""The product as it runs for real, on loopback: embedded on SQLite, or two web processes and a worker on PostgreSQL."""

import os
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.databases import ROOT, neutral_environment
from tests.servers.process import LOOPBACK, answers, free_port, running
from tests.servers.valkey import valkey

BARE = "import flask; app = flask.Flask('bare'); app.add_url_rule('/', view_func=lambda: 'ok')"
GUNICORN = (sys.executable, "-m", "gunicorn", "-k", "gthread", "--keep-alive", "15")


@dataclass(frozen=True)
class Stack:
    """Where it answers, and which processes it is made of."""

    address: str
    pids: tuple[int, ...]


def settings(folder: Path, url: str, port: int, **more: str) -> dict[str, str]:
    """Of a measured server: no limits for loopback, only warnings in the log."""
    return (
        os.environ
        | neutral_environment()
        | {
            "DATABASE_URL": url,
            "VAR_DIR": str(folder),
            "PORT": str(port),
            "LOG_LEVEL": "warning",
            "RATE_LIMIT_EXEMPT": "127.0.0.0/8,::1",
            "DEMO": "0",
            **more,
        }
    )


@contextmanager
def bare(folder: Path) -> Iterator[str]:
    """One Flask route that does nothing, on the same server: what nothing costs here."""
    port = free_port()
    (folder / "bare_route.py").write_text(BARE, encoding="utf-8")
    command = [
        *GUNICORN,
        "-w",
        "1",
        "--threads",
        "128",
        "--chdir",
        str(folder),
        "-b",
        f"{LOOPBACK}:{port}",
        "bare_route:app",
    ]
    with running(command, ready=lambda: answers(port), log=folder / "bare.log"):
        yield f"http://{LOOPBACK}:{port}"


@contextmanager
def embedded(folder: Path, url: str) -> Iterator[Stack]:
    """`python run.py`."""
    port = free_port()
    command, env = [sys.executable, "run.py"], settings(folder, url, port)
    with running(
        command, ready=lambda: is_ready(port), log=folder / "server.log", seconds=90, cwd=ROOT, env=env
    ) as server:
        yield Stack(f"http://{LOOPBACK}:{port}", (server.pid,))


@contextmanager
def grown_up(folder: Path, url: str) -> Iterator[Stack]:
    """Two web processes and one worker, with Redis between them."""
    port = free_port()
    with valkey() as redis_url:
        env = settings(folder, url, port, REDIS_URL=redis_url)
        web = [*GUNICORN, "-w", "2", "--threads", "32", "-b", f"{LOOPBACK}:{port}", "run:app"]
        worker = [sys.executable, "run.py", "worker"]
        with (
            running(web, ready=lambda: is_ready(port), log=folder / "web.log", seconds=90, cwd=ROOT, env=env) as first,
            running(worker, ready=lambda: True, log=folder / "worker.log", cwd=ROOT, env=env) as second,
        ):
            yield Stack(f"http://{LOOPBACK}:{port}", (first.pid, second.pid))


def is_ready(port: int) -> bool:
    """Whether `/readyz` says yes."""
    request = urllib.request.Request(f"http://{LOOPBACK}:{port}/readyz", headers={"Host": f"localhost:{port}"})
    try:
        urllib.request.urlopen(request, timeout=2).close()
    except OSError:
        return False
    return True


def memory_of(pids: tuple[int, ...]) -> int:
    """Resident memory of the processes and all their children, in bytes."""
    parents = {int(folder.name): _parent(folder) for folder in Path("/proc").glob("[0-9]*")}
    family = set(pids)
    while more := {pid for pid, parent in parents.items() if parent in family} - family:
        family |= more
    return sum(_resident(pid) for pid in family)


def _parent(folder: Path) -> int:
    try:
        return int((folder / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return -1


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0
