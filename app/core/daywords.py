"""Days without their year, written as the reader's language writes them."""

import re
from datetime import date, datetime
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_skeleton
from flask_babel import get_locale, to_user_timezone

YEAR = re.compile(r"[,.]?\s*('de'\s*)?y+(\s*'г'\.?|年)?\s*")


def long_day(when: date) -> str:
    """Tuesday, March 3; a moment is taken in the reader's zone."""
    return _long(_day(when), _language())


def short_day(when: date) -> str:
    """Tue, Mar 3; a moment is taken in the reader's zone."""
    return str(format_skeleton("MMMEd", _day(when), locale=_language()))


def month_day(when: date) -> str:
    """Mar 3; a moment is taken in the reader's zone."""
    return str(format_skeleton("MMMd", _day(when), locale=_language()))


def month_day_year(when: date) -> str:
    """Mar 3, 2026, in words also where the language's usual date is in numbers."""
    return str(format_skeleton("yMMMd", _day(when), locale=_language()))


@lru_cache(maxsize=1000)
def _long(day: date, language: str) -> str:
    pattern = Locale.parse(language).date_formats["full"].pattern
    return format_date(day, YEAR.sub("", pattern), locale=language)


def _day(when: date) -> date:
    return to_user_timezone(when).date() if isinstance(when, datetime) else when


def _language() -> str:
    return str(get_locale() or "en")
