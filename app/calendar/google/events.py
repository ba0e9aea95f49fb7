"""Our states as events of Google Calendar, and back."""

from datetime import datetime
from typing import Any

from app.calendar.sync.port import RemoteEvent
from app.calendar.sync.state import State, Times, plain, written

MARK, STARTS, ENDS = "helpdesk", "helpdeskStarts", "helpdeskEnds"  # private properties: only we see them


def body_of(mark: str, state: State) -> dict[str, Any]:
    """What is sent. No guests, ever; reminders are the calendar's own."""
    return {
        "status": "confirmed",
        "summary": state.title,
        "description": state.text,
        "location": state.place,
        "start": _when(state.times.starts, state),
        "end": _when(state.times.ends, state),
        "transparency": "opaque" if state.is_busy else "transparent",
        "extendedProperties": {"private": {MARK: mark, STARTS: state.times.starts, ENDS: state.times.ends}},
    }


def event_of(body: dict[str, Any]) -> RemoteEvent:
    """What Google answered; a cancelled event may come with little more than its id."""
    private = body.get("extendedProperties", {}).get("private", {})
    sent = Times(private[STARTS], private[ENDS]) if STARTS in private and ENDS in private else None
    is_cancelled = body.get("status") == "cancelled"
    has_times = "start" in body and "end" in body
    return RemoteEvent(
        id=body["id"],
        etag=body.get("etag", ""),
        is_cancelled=is_cancelled,
        mark=private.get(MARK, ""),
        state=_state(body) if has_times else None,
        sent=sent,
    )


def _state(body: dict[str, Any]) -> State:
    return State(
        title=plain(body.get("summary", ""), 10_000),
        text=plain(body.get("description", ""), 10_000),
        place=plain(body.get("location", ""), 10_000),
        times=Times(_read(body["start"]), _read(body["end"])),
        zone=body["start"].get("timeZone", "UTC"),
        is_busy=body.get("transparency", "opaque") == "opaque",
    )


def _when(time: str, state: State) -> dict[str, str]:
    """A time with its zone, or a day. Both members are named, for an update must take the other one away."""
    return {"date": time} if state.times.are_days else {"dateTime": time, "timeZone": state.zone}


def _read(when: dict[str, str]) -> str:
    return when["date"] if "date" in when else written(datetime.fromisoformat(when["dateTime"]))
