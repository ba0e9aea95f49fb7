"""Events waiting to be told, one row per subscriber, written with the change itself."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy import event as sa_event
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.core import clock
from app.core.db import Model, UtcDateTime
from app.extensions import db

Handler = Callable[[dict[str, Any]], None]

wake_up = threading.Event()  # a hint for the relay in this process; it polls anyway
_heard: ContextVar[bool] = ContextVar("heard", default=True)
_endings: dict[Callable[[], None], set[int]] = {}  # of this process's one relay: work -> rows that asked for it
telling: ContextVar[int] = ContextVar("telling")  # the row being told: a handler's key for doing its work only once


@dataclass(frozen=True)
class Event:
    """Something that happened: ids and plain values, named in the past tense."""

    name: ClassVar[str]


class OutboxMessage(Model):
    """One event for one subscriber, and how far its telling has come."""

    __tablename__ = "outbox_messages"
    __table_args__ = (
        sa.Index(
            "ix_outbox_messages_waiting",
            "due_at",
            sqlite_where=sa.text("told_at IS NULL AND dead_at IS NULL"),
            postgresql_where=sa.text("told_at IS NULL AND dead_at IS NULL"),
        ),
        {"sqlite_autoincrement": True},
    )

    event: Mapped[str] = mapped_column(sa.String(80))
    subscriber: Mapped[str] = mapped_column(sa.String(80))
    payload: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    leased_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    dead_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None] = mapped_column(sa.Text)


SUBSCRIPTIONS: dict[str, dict[str, Handler]] = {}  # event name -> subscriber name -> handler; filled by wiring


def subscribe(event: type[Event], handler: Handler) -> None:
    """Have `handler` told of each `event`, at least once, after the commit. Its dotted name is its address."""
    subscriber = f"{handler.__module__.removeprefix('app.')}.{handler.__name__}"
    SUBSCRIPTIONS.setdefault(event.name, {})[subscriber] = handler


@contextmanager
def unheard() -> Iterator[None]:
    """Let what happens inside be told to nobody: it lies in the past (the demo company's months)."""
    token = _heard.set(False)
    try:
        yield
    finally:
        _heard.reset(token)


def record(event: Event) -> None:
    """Store the event for each of its subscribers in the caller's transaction."""
    if not _heard.get():
        return
    payload = asdict(event)
    for subscriber in SUBSCRIPTIONS.get(event.name, {}):
        db.session.add(OutboxMessage(event=event.name, subscriber=subscriber, payload=payload))
    db.session.info["recorded"] = True


def at_end_of_batch(work: Callable[[], None]) -> None:
    """Asked by a handler: do `work` once, after the last row of the batch. The rows that asked fail with it."""
    _endings.setdefault(work, set()).add(telling.get())


def endings() -> list[tuple[Callable[[], None], set[int]]]:
    """The work that was asked for since the last batch, each with the rows that asked; taken by the relay."""
    asked = list(_endings.items())
    _endings.clear()
    return asked


@sa_event.listens_for(Session, "after_commit")
def nudge_relay(session: Session) -> None:
    """Wake the relay of this process once the facts are safe."""
    if not session.in_nested_transaction() and session.info.pop("recorded", False):
        wake_up.set()
