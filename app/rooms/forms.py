"""Fields of rooms' screens that the kit does not have."""

from collections.abc import Iterator, Mapping
from typing import Any

from babel.dates import get_day_names
from flask_babel import get_locale
from flask_babel import gettext as _
from wtforms import Field

from app.core.walltime import zone_names

ZONES: Mapping[str, str] = {
    name: name for name in sorted(zone_names()) if "/" in name and not name.startswith(("Etc/", "SystemV/"))
}


class HoursField(Field):
    """From when to when, for each weekday; a day without times is closed, no times at all mean always open."""

    control = "hours"

    def process_formdata(self, valuelist: list[str]) -> None:
        pairs = list(zip(valuelist[::2], valuelist[1::2], strict=False))
        if any(bool(opens) != bool(closes) for opens, closes in pairs):
            raise ValueError(_("A day needs both times, or none."))
        self.data = {str(day): [opens[:5], closes[:5]] for day, (opens, closes) in enumerate(pairs) if opens}

    def days(self) -> Iterator[tuple[str, str, str]]:
        """Each weekday in the reader's words, with its two times."""
        names: Any = get_day_names("wide", "stand-alone", get_locale() or "en")
        for day in range(7):
            opens, closes = (self.data or {}).get(str(day), ("", ""))
            yield names[day], opens, closes
