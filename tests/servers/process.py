"""How a test runs a server of another maker: loopback only, never left behind."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

LOOPBACK = "127.0.0.1"
PR_SET_PDEATHSIG = 1  # prctl(2): the signal a process gets when its parent dies


class ServerError(RuntimeError):
    """A server did not start; the message ends with what it printed."""


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on, all different."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind((LOOPBACK, 0))
        return [each.getsockname()[1] for each in sockets]


def free_port() -> int:
    """A port that nobody listens on."""
    return free_ports(1)[0]


def answers(port: int) -> bool:
    """Whether somebody listens on the loopback port."""
    try:
        with socket.create_connection((LOOPBACK, port), timeout=1):
            return True
    except OSError:
        return False


@contextmanager
def running(
    command: Sequence[str | os.PathLike[str]],
    *,
    ready: Callable[[], bool],
    log: Path,
    stop: signal.Signals = signal.SIGTERM,
    seconds: float = 120,
    **options: Any,
) -> Iterator[subprocess.Popen[bytes]]:
    """The command as a child that is `ready`; it is told to `stop` and waited for, whatever happens."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            stdout=output,
            stderr=subprocess.STDOUT,
            preexec_fn=_die_with_parent,  # noqa: PLW1509  one system call, no lock is taken
            **options,
        )
    try:
        _wait(process, ready, log, seconds)
        yield process
    finally:
        _end(process, stop)


def _die_with_parent() -> None:
    """A parent killed with -9 cannot clean up, so the kernel does it (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)


def _wait(process: subprocess.Popen[bytes], ready: Callable[[], bool], log: Path, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not ready():
        if process.poll() is not None or time.monotonic() > deadline:
            said = log.read_text(encoding="utf-8", errors="replace")[-2000:]
            raise ServerError(f"{process.args!r} is not ready (exit code {process.poll()}):\n{said}")
        time.sleep(0.05)


def _end(process: subprocess.Popen[bytes], stop: signal.Signals) -> None:
    if process.poll() is None:
        process.send_signal(stop)
    try:
        process.wait(timeout=15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
