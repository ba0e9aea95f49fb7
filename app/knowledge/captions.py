"""Captions of videos: WebVTT and SRT read with patience, written as plain WebVTT.

A cue whose times are wrong spoils only itself: it is listed with its line, and the others stay usable.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape, unescape

from flask_babel import gettext as _

MOST_CUES = 20_000
MOST_PROBLEMS = 200
LONGEST = 360_000.0  # seconds
ARROW = "-->"
TIME = re.compile(r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})")
TAG = re.compile(r"<[^>]*>")
REMARKS = ("WEBVTT", "NOTE", "STYLE", "REGION", "X-TIMESTAMP-MAP")


@dataclass(frozen=True)
class Cue:
    """Words shown from one second of a video to another."""

    start: float
    end: float
    text: str


@dataclass(frozen=True)
class Problem:
    """Why the cue that begins on this line cannot be used."""

    line: int
    text: str


@dataclass
class Reading:
    """What a file of captions says."""

    cues: list[Cue] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read(text: str) -> Reading:
    """The cues of a WebVTT or SRT file in order of time, and what could not be used."""
    reading = Reading()
    for line, block in _blocks(text):
        if len(reading.cues) >= MOST_CUES or len(reading.problems) >= MOST_PROBLEMS:
            reading.problems.append(Problem(line, _("Too much; reading stopped here.")))
            break
        try:
            if cue := _cue(block):
                reading.cues.append(cue)
        except ValueError as error:
            reading.problems.append(Problem(line, str(error)))
    reading.cues.sort(key=lambda cue: (cue.start, cue.end))
    return reading


def as_webvtt(cues: Sequence[Cue]) -> str:
    """The cues as a file that every browser plays; nothing in it is markup."""
    blocks = [f"{_clock(cue.start)} {ARROW} {_clock(cue.end)}\n{escape(cue.text, quote=False)}" for cue in cues]
    return "\n\n".join(["WEBVTT", *blocks]) + "\n"


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """Groups of lines that are not blank, each with the number of its first line."""
    block: list[str] = []
    lines = text.removeprefix("\ufeff").replace("\0", "\ufffd").splitlines()
    for number, line in enumerate([*lines, ""], 1):
        if line.strip():
            block.append(line.strip())
        elif block:
            yield number - len(block), block
            block = []


def _cue(block: list[str]) -> Cue | None:
    """The cue of a block, None for a remark; `ValueError` says what is wrong with it."""
    place = next((number for number, line in enumerate(block[:3]) if ARROW in line), None)
    if block[0].startswith(REMARKS) and place is None:
        return None
    if place is None:
        raise ValueError(_("The times are missing."))
    start, end = (_seconds(part) for part in block[place].split(ARROW, 1))
    if end <= start:
        raise ValueError(_("It ends before it begins."))
    text = "\n".join(_plain(line) for line in block[place + 1 :]).strip()
    if not text:
        raise ValueError(_("The text is missing."))
    return Cue(start, end, text)


def _plain(line: str) -> str:
    return unescape(TAG.sub("", line)).replace(ARROW, "→")


def _seconds(text: str) -> float:
    match = TIME.match(text.strip())
    if match is None or int(match[2]) > 59 or int(match[3]) > 59:
        raise ValueError(_("“%(time)s” is no time such as 00:01:30.500.", time=text.strip()[:40]))
    whole = int(match[1] or 0) * 3600 + int(match[2]) * 60 + int(match[3])
    seconds = (whole * 1000 + int(match[4].ljust(3, "0"))) / 1000
    if seconds > LONGEST:
        raise ValueError(_("“%(time)s” is no time such as 00:01:30.500.", time=text.strip()[:40]))
    return seconds


def _clock(seconds: float) -> str:
    whole = round(seconds * 1000)
    return f"{whole // 3_600_000:02}:{whole // 60_000 % 60:02}:{whole // 1000 % 60:02}.{whole % 1000:03}"
