"""Fields of knowledge's screens that the kit does not have."""

import re
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from wtforms import TextAreaField

LANGUAGES: Mapping[str, str] = {
    "en": "English",
    "de": "Deutsch",
    "fr": "Français",
    "es": "Español",
    "pt": "Português",
    "it": "Italiano",
    "nl": "Nederlands",
    "pl": "Polski",
    "ja": "日本語",
    "zh": "中文",
}  # each in its own words, for everybody
CHAPTER = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)\s+(\S.*)")


class ChaptersField(TextAreaField):
    """The chapters of a video, one a line: 1:30 How to plug it in."""

    def process_formdata(self, valuelist: list[str]) -> None:
        lines = [line.strip() for line in (valuelist[0] if valuelist else "").splitlines()]
        found = [(number, line, CHAPTER.fullmatch(line)) for number, line in enumerate(lines, 1) if line]
        wrong = [str(number) for number, _line, match in found if match is None]
        if wrong:
            raise ValueError(_("Not like “1:30 Title”: line %(numbers)s.", numbers=", ".join(wrong)))
        self.data = [_chapter(match) for _number, _line, match in found if match]

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "\n".join(f"{clock_text(chapter['seconds'])} {chapter['title']}" for chapter in self.data or [])


def clock_text(seconds: int) -> str:
    """A place in a video as a player says it: 1:05, 1:02:03."""
    minutes, rest = divmod(int(seconds), 60)
    hours, short = divmod(minutes, 60)
    return f"{hours}:{short:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _chapter(match: re.Match[str]) -> dict[str, Any]:
    hours, minutes, seconds, title = match.groups()
    return {"seconds": (int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds), "title": title}
