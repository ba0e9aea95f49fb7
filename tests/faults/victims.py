"""The processes that are killed: the embedded server on SQLite; web processes and a worker on PostgreSQL."""

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.request import urlopen

import psutil

from tests.servers.process import LOOPBACK

READY_SECONDS = 120


class Victims:
    """Runs the product's processes and kills one of them, or one of their children, without a warning."""

    def __init__(self, environment: dict[str, str], root: Path, chance: random.Random) -> None:
        self.environment, self.root, self.chance = environment, root, chance
        self.port = environment["PORT"]
        self.commands = self._commands()
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def _commands(self) -> dict[str, list[str]]:
        if self.environment["DATABASE_URL"].startswith("sqlite"):
            return {"server": [sys.executable, "run.py"]}
        web = [sys.executable, "-m", "gunicorn", "--no-control-socket", "-k", "gthread", "-w", "2"]
        web += ["--threads", "16", "--log-level", "error"]
        return {
            "web": [*web, "-b", f"{LOOPBACK}:{self.port}", "run:app"],
            "worker": [sys.executable, "run.py", "worker"],
        }

    def __enter__(self) -> Self:
        for name in self.commands:
            self._start(name)
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        for process in self.running.values():
            _kill_group(process)

    def _start(self, name: str) -> None:
        self.running[name] = subprocess.Popen(
            self.commands[name], cwd=self.root, env=self.environment, start_new_session=True, stdout=subprocess.DEVNULL
        )

    def wait_until_ready(self) -> None:
        """Until `/readyz` says yes."""
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            with suppress(OSError), urlopen(f"http://{LOOPBACK}:{self.port}/readyz", timeout=5):
                return
            time.sleep(0.05)
        raise TimeoutError("the server did not come back")

    def kill_one(self) -> str:
        """Kill -9: mostly one serving child, which gunicorn replaces; sometimes everything, which is started anew."""
        name = self.chance.choice(list(self.running))
        children = psutil.Process(self.running[name].pid).children()
        if children and self.chance.random() < 0.8:
            with suppress(psutil.NoSuchProcess):
                self.chance.choice(children).kill()
            return f"a child of {name}"
        _kill_group(self.running[name])
        self._start(name)
        return name


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
