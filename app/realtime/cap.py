"""A limit on open sockets: in a threaded server each holds a thread, and pages need threads too."""

import threading
from collections.abc import Callable, Iterable
from typing import Any

PATH = "/socket.io"
REFUSAL = ("503 Service Unavailable", [("Content-Type", "text/plain; charset=utf-8"), ("Retry-After", "60")])


class SocketCap:
    """WSGI middleware: the socket beyond the limit is told to come later; its page asks now and then instead."""

    def __init__(self, inner: Callable[..., Iterable[bytes]], most: int) -> None:
        self.inner, self.free = inner, threading.BoundedSemaphore(most)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Serve; a websocket's call lasts as long as the socket does."""
        if not environ.get("PATH_INFO", "").startswith(PATH):
            return self.inner(environ, start_response)
        if not self.free.acquire(blocking=False):
            start_response(*REFUSAL)
            return [b"Too many live connections.\n"]
        try:
            return self.inner(environ, start_response)
        finally:
            self.free.release()
