"""Servers, started in code: gunicorn with one threaded process (embedded), or with gevent (realtime)."""

import fcntl
import gc
import socket
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, BinaryIO

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.errors import AppImportError
from gunicorn.glogging import Logger

import config
from app.core.db import is_sqlite
from app.core.storage import storage
from app.extensions import db
from app.realtime import watch
from app.worker.processes import Loops

THREADS = 128  # a browser's live connection holds one of them: see the cap in app.realtime
PATIENCE_SECONDS = 5.0  # how long a server that is just ending may keep port and database

ONLY_EMBEDDED = (
    "DATABASE_URL: SQLite serves exactly one process, which `python run.py` starts. "
    "To run this one, set DATABASE_URL to a PostgreSQL database."
)


class PlainLogger(Logger):
    """Gunicorn's lines go where all others go."""

    def setup(self, cfg: Any) -> None:
        self.error_log.propagate = True
        self.access_log.disabled = True


class Server(BaseApplication):
    """Gunicorn with settings from code instead of its command line."""

    def __init__(self, app: Flask, **settings: Any) -> None:
        self.app, self.settings = app, settings
        super().__init__()

    def load_config(self) -> None:
        shared = {"proc_name": "helpdesk", "logger_class": PlainLogger, "control_socket_disable": True}
        shared["bind"] = f"{self.app.config['HOST']}:{self.app.config['PORT']}"
        for name, value in (shared | self.settings).items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self.app


def serve(app: Flask) -> None:
    """Serve everything from this one process: pages, REST, sockets, relay, sender and scheduler."""
    with app.app_context():
        if not app.config["S3_BUCKET_NAME"]:
            storage().prepare()  # a database that came from elsewhere is set up, its folder here is not
        db.session.remove()
        db.engine.dispose()  # no connection may cross the fork into gunicorn's worker process
    _freeze()
    loops: list[Loops] = []

    def start_loops(_worker: Any) -> None:
        loops.append(Loops(app))
        loops[0].start()

    def stop_loops(_server: Any, _worker: Any) -> None:
        for each in loops:
            each.stop()

    Server(
        app, worker_class="gthread", workers=1, threads=THREADS, worker_connections=1000, keepalive=15,
        timeout=60, graceful_timeout=5, post_worker_init=start_loops, worker_exit=stop_loops,
    ).run()  # fmt: skip


def serve_sockets(app: Flask) -> None:
    """Serve `/socket.io` alone, many thousand sockets in one process."""
    refuse_sqlite(app)
    if not app.config["REDIS_URL"]:
        raise config.ConfigError("REDIS_URL: the realtime process hears of news over Redis only")
    _let_queries_wait()
    with app.app_context():
        db.engine.dispose()
    for (
        thread
    ) in threading.enumerate():  # a timer of the rate limits that is still to ring would ring after the fork, twice
        if isinstance(thread, threading.Timer):
            thread.join(1)
    _freeze()

    def watch_sockets(_worker: Any) -> None:
        Loops(app, (watch,)).start()

    Server(
        app, worker_class="gevent", workers=1, worker_connections=20_000, graceful_timeout=5,
        post_worker_init=watch_sockets,
    ).run()  # fmt: skip


def web_app(make: Callable[[], Flask]) -> Flask:
    """The application for `gunicorn run:app`; a bad setting ends gunicorn with one sentence."""
    try:
        app = make()
        refuse_sqlite(app)
    except config.ConfigError as error:
        raise AppImportError(str(error)) from error
    _freeze()
    return app


def _freeze() -> None:
    """Take what the start made, and what lives as long as the process, out of the garbage collector's sight.

    A full collection stops every thread and walks all objects; screens, models and texts are some 400,000 of them.
    """
    gc.collect()
    gc.freeze()


def refuse_sqlite(app: Flask) -> None:
    """`ConfigError` when the database could not stand a second process."""
    with app.app_context():
        if is_sqlite():
            raise config.ConfigError(ONLY_EMBEDDED)


def claim_port(app: Flask) -> None:
    """`ConfigError` when somebody else serves on HOST and PORT."""
    host, port = app.config["HOST"], app.config["PORT"]
    if not _soon(lambda: _is_free(host, port)):
        raise config.ConfigError(f"PORT: {port} on {host} is in use by another program; choose another PORT")


def claim_database(app: Flask) -> BinaryIO | None:
    """Hold SQLite's file for this server, until the returned file is closed; `ConfigError` when another has it."""
    with app.app_context():
        if not is_sqlite():
            return None
        file = Path(f"{db.engine.url.database}.serving").open("wb")  # noqa: SIM115  held as long as the process lives
    if not _soon(lambda: _locked(file)):
        raise config.ConfigError("VAR_DIR: another server runs on this database; stop it or choose another VAR_DIR")
    return file


def _soon(succeeds: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not (done := succeeds()) and time.monotonic() < deadline:
        time.sleep(0.1)
    return done


def _is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with closing(socket.socket(family)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _locked(file: BinaryIO) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _let_queries_wait() -> None:
    """Let other sockets go on while PostgreSQL works: psycopg2 alone would stop the whole process."""
    import psycopg2.extensions as pg
    from gevent.socket import wait_read, wait_write

    def wait(connection: Any, timeout: float | None = None) -> None:
        while (state := connection.poll()) != pg.POLL_OK:
            (wait_read if state == pg.POLL_READ else wait_write)(connection.fileno(), timeout=timeout)

    pg.set_wait_callback(wait)
