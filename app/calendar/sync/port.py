"""What sync needs of a calendar service. Google's is in `app.calendar.google`; CalDAV's would stand beside it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from app.calendar.sync.state import State, Times


@dataclass(frozen=True)
class RemoteEvent:
    """An event as the service has it."""

    id: str
    etag: str
    is_cancelled: bool = False
    mark: str = ""  # the name that we gave it; empty when it is not of our making
    state: State | None = None  # None when the service keeps nothing but the fact that it is cancelled
    sent: Times | None = None  # the times that we wrote last: whoever moved it since left these standing


@dataclass(frozen=True)
class RemotePage:
    """A part of a list of changes; the last one carries the token for the next time."""

    events: Sequence[RemoteEvent]
    next_page: str | None = None
    sync_token: str | None = None


@dataclass(frozen=True)
class RemoteCalendar:
    """A calendar that the account can use."""

    id: str
    name: str
    zone: str
    is_writable: bool = True


@dataclass(frozen=True)
class Channel:
    """A wake-up that the service promised."""

    resource: str
    expires_at: datetime | None = field(default=None)


class Calendar(Protocol):
    """One calendar at a service, spoken to in the name of one account. Every method is one request."""

    def changes(self, *, sync_token: str | None, page: str | None) -> RemotePage:
        """What changed since the token, or everything; `TokenExpired` when the service forgot."""
        ...

    def parameters(self) -> str:
        """What the list is asked for with; a token is good only for the same."""
        ...

    def event(self, event_id: str) -> RemoteEvent | None:
        """One event, cancelled ones too; None when there is none (any more)."""
        ...

    def insert(self, event_id: str, mark: str, state: State) -> RemoteEvent:
        """Put an event there under an id of ours; `Exists` when the id is taken."""
        ...

    def update(self, event_id: str, mark: str, state: State, etag: str) -> RemoteEvent:
        """Say it anew, and bring it back if cancelled; `Changed` when it is not what the etag names, `Missing`."""
        ...

    def delete(self, event_id: str) -> None:
        """Take it away; fine when it is gone already."""
        ...

    def watch(self, channel_id: str, token: str, address: str) -> Channel:
        """Have the service call `address` when something changed."""
        ...

    def unwatch(self, channel_id: str, resource: str) -> None:
        """End such calls; fine when they ended already."""
        ...


class RemoteError(Exception):
    """The service did not do what was asked. Nothing is ever deleted because of it."""


class Exists(RemoteError):
    """The id is taken."""


class Changed(RemoteError):
    """The event is another one than we knew."""


class Missing(RemoteError):
    """There is no such event, or no such calendar."""


class TokenExpired(RemoteError):
    """The service does not remember what it told us last."""


class NotLetIn(RemoteError):
    """Our proof of who we are is not taken."""


class Refused(RemoteError):
    """The request itself is wrong or not permitted: trying again changes nothing."""


class Busy(RemoteError):
    """Too much at once, down, or out of reach. `retry_after` in seconds, if the service said so."""

    def __init__(self, message: str = "", *, retry_after: float | None = None, is_limit: bool = False) -> None:
        super().__init__(message)
        self.retry_after = retry_after
        self.is_limit = is_limit  # it is we who ask too much: everything of this account waits
