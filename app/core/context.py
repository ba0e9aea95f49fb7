"""What is known about the call under way: its request id and the caller's address. Set by the web and the worker."""

from contextvars import ContextVar

request_id: ContextVar[str | None] = ContextVar("request_id", default=None)
address: ContextVar[str | None] = ContextVar("address", default=None)
