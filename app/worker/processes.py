"""The loops that run beside the web: in the embedded server's process, or in a worker of its own."""

import signal
import threading
from collections.abc import Sequence
from types import ModuleType

from flask import Flask

from app.realtime import watch
from app.worker import preparer, relay, scheduler, sender

# two relays: checking a large file must not delay live events
PARTS = (relay, relay, sender, scheduler, preparer, watch)
FAREWELL_SECONDS = 5.0  # what is cut off then is found again by its lease


class Loops:
    """Relays, sender, scheduler, preparer and the watch over sockets, each in a thread."""

    def __init__(self, app: Flask, parts: Sequence[ModuleType] = PARTS) -> None:
        self.stopping = threading.Event()
        self.threads = [part.thread(app, self.stopping) for part in parts]

    def start(self) -> None:
        """Let them run."""
        for thread in self.threads:
            thread.start()

    def stop(self) -> None:
        """Ask them to end, and wait a little for it."""
        self.stopping.set()
        for thread in self.threads:
            thread.join(FAREWELL_SECONDS)


def work(app: Flask) -> None:
    """Run the loops in this process until it is told to end."""
    loops = Loops(app)
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda _number, _frame: loops.stopping.set())
    loops.start()
    loops.stopping.wait()
    loops.stop()
