"""One calendar at Google: each method is one request; Google's errors become those of the port."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from app.calendar.google.events import body_of, event_of
from app.calendar.sync import port
from app.calendar.sync.port import Channel, RemoteCalendar, RemoteEvent, RemotePage
from app.calendar.sync.state import State

PAGE = 2500  # the most that Google gives at once
LIMITS = {
    "rateLimitExceeded",
    "userRateLimitExceeded",
    "quotaExceeded",
    "calendarUsageLimitsExceeded",
    "dailyLimitExceeded",
}


class GoogleCalendar:
    """A calendar, spoken to through Google's own client. `spend` is asked before each request."""

    def __init__(self, service: Any, calendar_id: str, spend: Callable[[], None] = lambda: None) -> None:
        self.service, self.calendar_id, self.spend = service, calendar_id, spend

    def parameters(self) -> str:
        """What the list is asked for with; a change of it makes tokens worthless."""
        return f"google 1 {self.calendar_id} showDeleted maxResults={PAGE}"

    def changes(self, *, sync_token: str | None, page: str | None) -> RemotePage:
        """One page of what changed, or of everything."""
        wanted = {"calendarId": self.calendar_id, "showDeleted": True, "maxResults": PAGE}
        wanted |= {"syncToken": sync_token} if sync_token else {}
        wanted |= {"pageToken": page} if page else {}
        found = self._do(self.service.events().list(**wanted), gone=port.TokenExpired)
        events = [event_of(body) for body in found.get("items", [])]
        return RemotePage(events, found.get("nextPageToken"), found.get("nextSyncToken"))

    def event(self, event_id: str) -> RemoteEvent | None:
        """One event; None for 404 and 410."""
        try:
            found = self._do(self.service.events().get(calendarId=self.calendar_id, eventId=event_id))
        except port.Missing:
            return None
        return event_of(found)

    def insert(self, event_id: str, mark: str, state: State) -> RemoteEvent:
        """Put it there under our id, which keeps a repeated try from making a second one."""
        body = body_of(mark, state) | {"id": event_id}
        return event_of(
            self._do(self.service.events().insert(calendarId=self.calendar_id, body=body, sendUpdates="none"))
        )

    def update(self, event_id: str, mark: str, state: State, etag: str) -> RemoteEvent:
        """Say it anew if it is still what the etag names."""
        asked = self.service.events().update(
            calendarId=self.calendar_id, eventId=event_id, body=body_of(mark, state), sendUpdates="none"
        )
        asked.headers["If-Match"] = etag
        return event_of(self._do(asked))

    def delete(self, event_id: str) -> None:
        """Take it away; 404 and 410 mean that it is away."""
        try:
            self._do(self.service.events().delete(calendarId=self.calendar_id, eventId=event_id, sendUpdates="none"))
        except port.Missing:
            return

    def watch(self, channel_id: str, token: str, address: str) -> Channel:
        """Have Google call us when something changed."""
        body = {"id": channel_id, "token": token, "type": "web_hook", "address": address}
        found = self._do(self.service.events().watch(calendarId=self.calendar_id, body=body))
        expires = found.get("expiration")
        return Channel(found["resourceId"], datetime.fromtimestamp(int(expires) / 1000, UTC) if expires else None)

    def unwatch(self, channel_id: str, resource: str) -> None:
        """End the calls."""
        try:
            self._do(self.service.channels().stop(body={"id": channel_id, "resourceId": resource}))
        except port.Missing:
            return

    def calendars(self) -> Sequence[RemoteCalendar]:
        """The calendars into which this account may write, for the wizard."""
        found = self._do(self.service.calendarList().list(minAccessRole="writer", maxResults=250))
        return [
            RemoteCalendar(row["id"], row.get("summaryOverride") or row.get("summary", ""), row.get("timeZone", "UTC"))
            for row in found.get("items", [])
        ]

    def _do(self, asked: Any, gone: type[port.RemoteError] = port.Missing) -> Any:
        from google.auth.exceptions import RefreshError, TransportError
        from googleapiclient.errors import HttpError
        from httplib2 import HttpLib2Error

        self.spend()
        try:
            return asked.execute(num_retries=0)
        except HttpError as error:
            raise meaning(error, gone) from error
        except RefreshError as error:
            raise port.NotLetIn(str(error)) from error
        except (TransportError, HttpLib2Error, OSError) as error:
            raise port.Busy(f"{type(error).__name__}: {error}") from error


def meaning(error: Any, gone: type[port.RemoteError]) -> port.RemoteError:
    """What an answer of Google's means to us."""
    status, reasons, message = int(error.resp.status), _reasons(error), f"{error.resp.status} {error.reason}"
    plain_meanings = {401: port.NotLetIn, 404: port.Missing, 409: port.Exists, 410: gone, 412: port.Changed}
    if status in plain_meanings:
        return plain_meanings[status](message)
    if status == 429 or (status == 403 and reasons & LIMITS):
        return port.Busy(message, retry_after=_retry_after(error), is_limit=True)
    if status >= 500 or status == 408:
        return port.Busy(message, retry_after=_retry_after(error))
    return port.Refused(message)


def _reasons(error: Any) -> set[str]:
    try:
        listed = json.loads(error.content)["error"]["errors"]
        return {one.get("reason", "") for one in listed}
    except (ValueError, KeyError, TypeError, AttributeError):
        return set()


def _retry_after(error: Any) -> float | None:
    value = error.resp.get("retry-after", "")
    return float(value) if value.isdigit() else None
