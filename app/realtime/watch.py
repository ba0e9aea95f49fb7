"""Closes the sockets of sessions that ended and of people whose role changed, within seconds, in each process."""

import logging
import threading

from flask import Flask

from app.core import clock
from app.extensions import socketio
from app.realtime import queries, sockets
from app.realtime.sockets import OPEN

SWEEP_SECONDS = 5.0

log = logging.getLogger(__name__)


def sweep() -> int:
    """Close what must not stay open; answers how many sockets went."""
    here = dict(OPEN)
    if not here:
        return 0
    good = queries.live_sessions((socket.session_id for socket in here.values()), clock.now())
    gone = [sid for sid, socket in here.items() if good.get(socket.session_id) is not socket.is_staff]
    for sid in gone:
        socketio.server.disconnect(sid)
    for sid in here.keys() - set(gone):
        if sid in OPEN:
            sockets.stay(sid)
    return len(gone)


def loop(app: Flask, stop: threading.Event) -> None:
    """Sweep until stopped; no error ends it."""
    while not stop.wait(SWEEP_SECONDS):
        try:
            with app.app_context():
                sweep()
        except Exception:  # the database may be down; sockets that carry ids only may wait a moment
            log.exception("a sweep of the sockets failed")


def thread(app: Flask, stop: threading.Event) -> threading.Thread:
    """A thread that sweeps until stopped, not yet started."""
    return threading.Thread(target=loop, args=(app, stop), name="sockets", daemon=True)
