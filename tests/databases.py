"""The databases of a test run: one template, migrated and initialised once, and its clones."""

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg2
from filelock import FileLock

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / ".env.example"


def neutral_environment() -> dict[str, str]:
    """Every setting of the product, empty: a developer's `.env` must not reach the tests."""
    names = re.findall(r"^#? ?([A-Z][A-Z0-9_]+)=", SAMPLE.read_text(encoding="utf-8"), re.MULTILINE)
    return dict.fromkeys(names, "") | {"TZ": "UTC"}


@dataclass(frozen=True)
class Databases:
    """Where the databases of one run live: files in `folder`, or on `server`, where their names start with `run`."""

    folder: Path
    server: str | None = None
    run: str = "helpdesk"

    @contextmanager
    def clone(self, name: str) -> Iterator[str]:
        """A fresh database with schema and basic rows, removed afterwards; yields its address."""
        template = self._template()
        if self.server is None:
            yield _sqlite_url(_copy(template, self.folder / f"{name}.db"))
            for file in self.folder.glob(f"{name}.db*"):
                file.unlink()
        else:
            database = self._database(name)
            self._execute(f'CREATE DATABASE "{database}" TEMPLATE "{template}"')
            yield self._url(database)
            self._execute(f'DROP DATABASE "{database}" WITH (FORCE)')

    def drop_template(self) -> None:
        """Leave nothing on a server that was there before us."""
        if self.server is not None:
            self._execute(f'DROP DATABASE IF EXISTS "{self._database("template")}"')

    def _template(self) -> str:
        """Built by the first who asks; the other workers wait for it."""
        name = "template.db" if self.server is None else self._database("template")
        url = _sqlite_url(self.folder / name) if self.server is None else self._url(name)
        ready = self.folder / "template.ready"
        with FileLock(self.folder / "template.lock"):
            if not ready.exists():
                if self.server is not None:
                    self.drop_template()  # left by a worker whose attempt failed
                    self._execute(f'CREATE DATABASE "{name}"')
                _initialise(url, self.folder)
                ready.touch()
        return name if self.server is not None else str(self.folder / name)

    def _database(self, name: str) -> str:
        return f"{self.run}_{name}"

    def _url(self, database: str) -> str:
        return f"{str(self.server).rpartition('/')[0]}/{database}"

    def _execute(self, statement: str) -> None:
        with closing(psycopg2.connect(self.server)) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(statement)


def _initialise(url: str, folder: Path) -> None:
    """The same command as in production: migrations, roles, permissions, first rows."""
    environment = os.environ | neutral_environment() | {"DATABASE_URL": url, "VAR_DIR": str(folder / "var")}
    command = [sys.executable, "run.py", "init"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"`python run.py init` failed:\n{done.stdout}{done.stderr}")


def _sqlite_url(file: Path) -> str:
    return f"sqlite:///{file}"


def _copy(template: str, target: Path) -> Path:
    """A copy by SQLite's own backup, which sees what is still in the write-ahead log."""
    with closing(sqlite3.connect(template)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
    return target
