"""The live channel's server: attached to the application, over Redis where several processes hold sockets."""

import sys
from typing import Any

import socketio as protocol
from flask import Flask

from app.extensions import socketio
from app.realtime import inbound, sockets  # noqa: F401  inbound: its handlers must be known before the server is made
from app.realtime.cap import SocketCap
from app.realtime.viewers import HereViewers, SharedViewers

CHANNEL = "helpdesk"
MOST_IN_THREADS = 96  # of the embedded server's 128 threads; the others stay for pages
LARGEST_MESSAGE = 4096  # browsers send ids only


class Bus(protocol.RedisManager):
    """Says when Redis cannot be reached, so that the relay tries again; the library's own gives up in silence."""

    def _publish(self, data: Any) -> Any:
        heard = super()._publish(data)
        if heard is None:
            raise ConnectionError("REDIS_URL: live events cannot be passed on")
        return heard


def init_app(app: Flask) -> None:
    """Serve /socket.io: WebSocket only (no sticky sessions are needed), and from our own origin only."""
    redis_url = app.config.get("REDIS_URL")
    bus = (
        {"client_manager": Bus(redis_url, channel=CHANNEL, redis_options={"socket_connect_timeout": 2})}
        if redis_url
        else {}
    )
    socketio.init_app(
        app, async_mode="gevent" if _has_green_threads() else "threading", transports=["websocket"], path="socket.io",
        manage_session=False, max_http_buffer_size=LARGEST_MESSAGE, logger=False, engineio_logger=False, **bus,
    )  # fmt: skip
    sockets.use(_shared_viewers(redis_url) if redis_url else HereViewers())
    if not _has_green_threads():
        app.wsgi_app = SocketCap(app.wsgi_app, MOST_IN_THREADS)  # type: ignore[method-assign]


def _has_green_threads() -> bool:
    """Whether this is the realtime process, which gevent patched in its first line."""
    monkey = sys.modules.get("gevent.monkey")
    return bool(monkey and monkey.is_module_patched("socket"))


def _shared_viewers(url: str) -> SharedViewers:
    import redis

    return SharedViewers(redis.Redis.from_url(url, socket_connect_timeout=2, socket_timeout=2, decode_responses=True))
