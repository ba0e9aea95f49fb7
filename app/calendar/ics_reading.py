"""Calendars from people and programs: read in a bounded child process."""

import json
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from flask_babel import gettext as _

from app.calendar.sources import Window
from app.core import child
from app.core.child import Limits
from app.core.errors import Invalid, TooLarge

CHILD = Path(__file__).with_name("ics_child.py")
LIMITS = Limits(cpu_seconds=8, megabytes=512, wall_seconds=20)
MOST_BYTES = 2 * 1024 * 1024
MOST_EVENTS = 500


@dataclass(frozen=True)
class ReadEvent:
    """One date of an event of somebody else's calendar; `starts` and `ends` are moments in UTC, or days."""

    title: str
    text: str
    place: str
    uid: str
    starts: str
    ends: str
    is_days: bool


@dataclass(frozen=True)
class LeftEvent:
    """An event that cannot be read, and why: its line where even its name is unknown, else UID and title."""

    reason: str
    line: int
    uid: str
    title: str


@dataclass(frozen=True)
class ReadCalendar:
    """What a file says within the window; `is_cut` when it says more than is taken at once.

    `left` names the first of the `skipped` events that cannot be read.
    """

    events: list[ReadEvent]
    left: list[LeftEvent]
    skipped: int
    is_cut: bool


def read_calendar(stream: BinaryIO, window: Window, zone: str, limits: Limits = LIMITS) -> ReadCalendar:
    """The events of an iCalendar file, each date of a series by itself.

    `TooLarge` beyond 2 MB, `Invalid` when it is no calendar, or takes longer to read than any honest one does.
    """
    stream.seek(0, 2)
    if stream.tell() > MOST_BYTES:
        raise TooLarge(_("A calendar file may have 2 MB at most."))
    with tempfile.TemporaryDirectory() as folder:
        wanted = {"starts": _iso(window.starts_at), "ends": _iso(window.ends_at), "zone": zone, "most": MOST_EVENTS}
        Path(folder, "window").write_text(json.dumps(wanted), encoding="utf-8")
        answer = child.ask(CHILD, stream, Path(folder), limits)
    if "refused" in answer:
        raise Invalid(_("This file takes too long to read. Please export a shorter time, or fewer entries."))
    if "unreadable" in answer:
        raise Invalid(_("This is no calendar file that we can read. Please export it anew as iCalendar (.ics)."))
    events = [
        ReadEvent(one["title"], one["text"], one["place"], one["uid"], *one["times"], one["is_days"])
        for one in answer["events"]
        if not one["is_cancelled"]
    ]
    left = [LeftEvent(**one) for one in answer["left"]]
    return ReadCalendar(events, left, answer["skipped"], answer["is_cut"])


def _iso(moment: datetime) -> str:
    return moment.isoformat()
