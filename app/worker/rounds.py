"""What every loop of the worker is: rounds, each in a fresh application context, until told to stop."""

import logging
import threading
from collections.abc import Callable

from flask import Flask

log = logging.getLogger(__name__)


def repeat(app: Flask, work: Callable[[], int], stop: threading.Event, pause: Callable[[], object]) -> None:
    """Call `work` until `stop` is set; `pause` when it answers 0 or fails. No error ends the loop."""
    while not stop.is_set():
        if not _round(app, work):
            pause()


def _round(app: Flask, work: Callable[[], int]) -> int:
    try:
        with app.app_context():  # leaving it gives the session back
            return work()
    except Exception:  # the database may be down; the loop must be there when it comes back
        log.exception("a round of %s failed", work.__module__)
        return 0
