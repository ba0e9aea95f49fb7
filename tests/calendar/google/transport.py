"""The two roads to the stand-in: straight into it, and over HTTP on loopback."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httplib2

from tests.calendar.google.standin import Lost, StandIn


class Straight:
    """What Google's client takes for a connection: each request goes straight into the stand-in."""

    def __init__(self, standin: StandIn) -> None:
        self.standin = standin

    def request(self, uri: str, method: str = "GET", body: Any = None, headers: Any = None, **_more: Any) -> Any:
        """Ask the stand-in."""
        status, more, answer = self.standin.handle(method, uri, headers or {}, body)
        content = json.dumps(answer).encode() if answer is not None else b""
        response = httplib2.Response({"status": str(status), "content-type": "application/json", **more})
        response.reason = "reason"
        return response, content

    def close(self) -> None:
        """Nothing is open."""


@cache
def _service() -> Any:
    from googleapiclient.discovery import build

    return build("calendar", "v3", http=httplib2.Http(), static_discovery=True, cache_discovery=False)


def straight_service(standin: StandIn) -> Any:
    """Google's client over the straight road; made once, since reading the description takes its time."""
    service = _service()
    service._http = Straight(standin)
    return service


@contextmanager
def served(standin: StandIn) -> Iterator[str]:
    """The stand-in over HTTP on loopback; yields its address."""

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            length = int(self.headers.get("content-length") or 0)
            content = self.rfile.read(length) if length else None
            try:
                status, more, answer = standin.handle(self.command, self.path, dict(self.headers), content)
            except Lost:
                self.close_connection = True
                return
            body = json.dumps(answer).encode() if answer is not None else b""
            self.send_response(status)
            for name, value in ({"content-type": "application/json", "content-length": str(len(body))} | more).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = answer  # noqa: N815  named as the library names them

        def log_message(self, *_args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
