"""The calendars of the stand-in: what it keeps, how it answers, and what people do in its own pages."""

import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from zoneinfo import ZoneInfo

from tests.calendar.google.description import BadRequest, understood

Answer = tuple[int, dict[str, str], Any]


class Lost(OSError):
    """The connection broke."""


class Crash(BaseException):
    """Our own process was killed at this very request; no handler may save anything."""


@dataclass
class Fault:
    """What goes wrong with the next request whose method has this name (any, if empty)."""

    kind: str  # lost (done, not answered), cut (not done), crash, crash_after, or an HTTP status
    method: str = ""
    retry_after: int | None = None
    skip: int = 0  # so many requests pass first


@dataclass
class Held:
    """An event as the stand-in keeps it."""

    body: dict[str, Any]
    revision: int


def error(status: int, reason: str, **headers: str) -> Answer:
    """A refusal as Google words it."""
    problem = {"code": status, "message": reason, "errors": [{"reason": reason, "message": reason}]}
    return status, headers, {"error": problem}


@dataclass
class StandIn:
    """One user's calendars."""

    page_size: int = 250
    zone: str = "Europe/Vienna"
    quota: int | None = None  # requests until 403, refilled by `refill`
    calendars: dict[str, dict[str, Held]] = field(default_factory=lambda: {"primary": {}})
    faults: list[Fault] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    bad: list[str] = field(default_factory=list)  # requests that the description does not know
    channels: dict[str, dict[str, Any]] = field(default_factory=dict)
    revision: int = 0
    oldest: int = 0  # tokens from before are forgotten
    pages: dict[str, tuple[list[str], int]] = field(default_factory=dict)
    on_change: Callable[["StandIn"], None] | None = None

    # --- requests -----------------------------------------------------------------------------------------------------

    def handle(self, verb: str, uri: str, headers: dict[str, str], content: bytes | str | None) -> Answer:
        """Answer one request, or break it as the next fault says."""
        parts = urlsplit(uri)
        query = {name: value for name, value in parse_qsl(parts.query) if name not in {"alt", "prettyPrint"}}
        body = json.loads(content) if content else None
        try:
            method, path = understood(verb, parts.path, query, body)
        except BadRequest as problem:
            self.bad.append(str(problem))
            return error(400, str(problem))
        self.counts[method] += 1
        fault = self._fault(method)
        if fault and fault.kind in {"cut", "crash"}:
            raise Crash if fault.kind == "crash" else Lost("cut")
        if fault and fault.kind.isdigit():
            return self._refusal(fault)
        if self.quota is not None:
            if self.quota <= 0:
                return error(403, "userRateLimitExceeded")
            self.quota -= 1
        answer = getattr(self, "do_" + method.replace(".", "_"))(path, query, body or {}, headers)
        if fault:
            raise Crash if fault.kind == "crash_after" else Lost("the reply was lost")
        return answer

    def _fault(self, method: str) -> Fault | None:
        for fault in self.faults:
            if fault.method in ("", method):
                if fault.skip:
                    fault.skip -= 1
                    return None
                self.faults.remove(fault)
                return fault
        return None

    @staticmethod
    def _refusal(fault: Fault) -> Answer:
        headers = {"retry-after": str(fault.retry_after)} if fault.retry_after is not None else {}
        reason = {"403": "rateLimitExceeded", "410": "updatedMinTooLongAgo"}.get(fault.kind, "backendError")
        return error(int(fault.kind), reason, **headers)

    # --- methods ------------------------------------------------------------------------------------------------------

    def do_events_insert(self, path: dict[str, str], _query: Any, body: dict[str, Any], _headers: Any) -> Answer:
        """A second event of one id is refused, also when the first is cancelled."""
        events = self.calendars.get(path["calendarId"])
        if events is None:
            return error(404, "notFound")
        if not re.fullmatch(r"[0-9a-v]{5,1024}", body.get("id", "")):
            return error(400, "invalid id")
        if body["id"] in events:
            return error(409, "duplicate")
        return 200, {}, self._keep(events, body["id"], body)

    def do_events_update(self, path: dict[str, str], _query: Any, body: dict[str, Any], headers: dict[str, str]) -> Answer:  # fmt: skip  # noqa: E501
        """The whole event anew, if it is still the one that If-Match names."""
        events = self.calendars.get(path["calendarId"], {})
        held = events.get(path["eventId"])
        if held is None:
            return error(404, "notFound")
        wanted = next((value for name, value in headers.items() if name.lower() == "if-match"), held.body["etag"])
        if wanted != held.body["etag"]:
            return error(412, "conditionNotMet")
        return 200, {}, self._keep(events, path["eventId"], body)

    def do_events_get(self, path: dict[str, str], *_rest: Any) -> Answer:
        """One event, cancelled ones too."""
        held = self.calendars.get(path["calendarId"], {}).get(path["eventId"])
        return (200, {}, self._shown(held)) if held else error(404, "notFound")

    def do_events_delete(self, path: dict[str, str], *_rest: Any) -> Answer:
        """Cancelled; a second time answers 410."""
        events = self.calendars.get(path["calendarId"], {})
        held = events.get(path["eventId"])
        if held is None:
            return error(404, "notFound")
        if held.body["status"] == "cancelled":
            return error(410, "deleted")
        self._cancel(held)
        return 204, {}, None

    def do_events_list(self, path: dict[str, str], query: dict[str, str], *_rest: Any) -> Answer:
        """Everything, or what changed since a token; in pages, the last of which carries the next token."""
        events = self.calendars.get(path["calendarId"])
        if events is None:
            return error(404, "notFound")
        if "pageToken" in query:
            left, revision = self.pages[query["pageToken"]]
        else:
            since = int(query.get("syncToken", "0"))
            if "syncToken" in query and since < self.oldest:
                return error(410, "fullSyncRequired")
            changed = sorted((held.revision, name) for name, held in events.items() if held.revision > since)
            left, revision = [name for _revision, name in changed], self.revision
        page, rest = left[: self.page_size], left[self.page_size :]
        answer: dict[str, Any] = {"kind": "calendar#events", "items": [self._listed(events[name]) for name in page if name in events]}  # fmt: skip  # noqa: E501
        if rest:
            token = f"page{len(self.pages)}"
            self.pages[token] = (rest, revision)
            answer["nextPageToken"] = token
        else:
            answer["nextSyncToken"] = str(revision)
        return 200, {}, answer

    def do_events_watch(self, path: dict[str, str], _query: Any, body: dict[str, Any], _headers: Any) -> Answer:
        """Promise to call."""
        self.channels[body["id"]] = body | {"calendarId": path["calendarId"], "resourceId": f"resource-{body['id']}"}
        expires = int((datetime.now(UTC) + timedelta(days=7)).timestamp() * 1000)
        return 200, {}, {"id": body["id"], "resourceId": f"resource-{body['id']}", "expiration": str(expires)}

    def do_channels_stop(self, _path: Any, _query: Any, body: dict[str, Any], _headers: Any) -> Answer:
        """Call no more."""
        return (204, {}, None) if self.channels.pop(body["id"], None) else error(404, "channelUnknown")

    def do_calendarList_list(self, *_rest: Any) -> Answer:  # noqa: N802  named as Google names it
        """The calendars."""
        rows = [{"id": name, "summary": name.title(), "timeZone": self.zone} for name in self.calendars]
        return 200, {}, {"items": rows}

    # --- what is kept -------------------------------------------------------------------------------------------------

    def _touch(self, held: Held) -> None:
        self.revision += 1
        held.revision = self.revision
        held.body["etag"] = f'"{self.revision}"'
        held.body["sequence"] = held.body.get("sequence", -1) + 1
        if self.on_change:
            self.on_change(self)

    def _keep(self, events: dict[str, Held], event_id: str, body: dict[str, Any]) -> dict[str, Any]:
        old = events.get(event_id)
        held = Held({**body, "id": event_id, "status": body.get("status", "confirmed")}, 0)
        held.body["sequence"] = old.body["sequence"] if old else -1
        events[event_id] = held
        self._touch(held)
        return self._shown(held)

    def _cancel(self, held: Held) -> None:
        held.body["status"] = "cancelled"
        self._touch(held)

    def _shown(self, held: Held) -> dict[str, Any]:
        """Times come back as Google shows them: in the calendar's zone, with an offset."""
        body = {**held.body}
        for name in ("start", "end"):
            if "dateTime" in body.get(name, {}):
                moment = datetime.fromisoformat(body[name]["dateTime"]).astimezone(ZoneInfo(self.zone))
                body[name] = {**body[name], "dateTime": moment.isoformat()}
        return body

    def _listed(self, held: Held) -> dict[str, Any]:
        """Of a cancelled event, a list says little more than its id."""
        if held.body["status"] == "cancelled":
            return {name: held.body[name] for name in ("id", "status", "etag")}
        return self._shown(held)

    # --- what people do there -----------------------------------------------------------------------------------------

    def alive(self, calendar: str = "primary") -> dict[str, dict[str, Any]]:
        """The events that a person sees."""
        return {
            name: held.body for name, held in self.calendars[calendar].items() if held.body["status"] != "cancelled"
        }

    def person_moves(self, event_id: str, starts: str, ends: str, calendar: str = "primary") -> None:
        """Somebody drags an event."""
        held = self.calendars[calendar][event_id]
        held.body |= {
            "start": {"dateTime": starts, "timeZone": self.zone},
            "end": {"dateTime": ends, "timeZone": self.zone},
        }
        self._touch(held)

    def person_retitles(self, event_id: str, title: str, calendar: str = "primary") -> None:
        """Somebody writes another title."""
        held = self.calendars[calendar][event_id]
        held.body["summary"] = title
        self._touch(held)

    def person_deletes(self, event_id: str, calendar: str = "primary") -> None:
        """Somebody deletes an event."""
        self._cancel(self.calendars[calendar][event_id])

    def person_adds(self, title: str, starts: str, ends: str, calendar: str = "primary") -> str:
        """Somebody writes an event of their own."""
        event_id = f"own{self.revision:05}"
        when = {"start": {"dateTime": starts}, "end": {"dateTime": ends}}
        self._keep(self.calendars[calendar], event_id, {"summary": title, **when})
        return event_id

    def forget_tokens(self) -> None:
        """All that was told so far is forgotten: the next list with a token answers 410."""
        self.revision += 1
        self.oldest = self.revision

    def purge(self, calendar: str = "primary") -> None:
        """Cancelled events disappear for good, as after some weeks: they answer 404; tokens that old answer 410."""
        events = self.calendars[calendar]
        for name in [name for name, held in events.items() if held.body["status"] == "cancelled"]:
            self.oldest = max(self.oldest, events.pop(name).revision)
