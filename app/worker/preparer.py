"""Prepares long exports, one after the other in a loop of its own, so that they delay no job."""

import threading
from functools import partial

from flask import Flask

from app.reports.preparing import prepare_next
from app.worker.rounds import repeat

POLL_SECONDS = 2.0


def loop(app: Flask, stop: threading.Event) -> None:
    """Prepare until stopped; what is cut off then is found again by its lease."""
    repeat(app, prepare_next, stop, partial(stop.wait, POLL_SECONDS))


def thread(app: Flask, stop: threading.Event) -> threading.Thread:
    """A thread that prepares until stopped, not yet started."""
    return threading.Thread(target=partial(loop, app, stop), name="preparer", daemon=True)
