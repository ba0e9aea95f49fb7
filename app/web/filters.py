"""The filters and functions that templates may use; the only place that marks text as safe HTML."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache

import nh3
from babel import Locale, UnknownLocaleError
from babel.dates import format_timedelta
from flask import Flask
from flask_babel import format_date, format_decimal, format_time, get_locale, to_user_timezone
from flask_babel import gettext as _
from markupsafe import Markup, escape

from app.core import clock
from app.core.daywords import long_day, month_day, month_day_year, short_day
from app.core.richtext import sanitise
from app.web import assets

HUES = 12
TICKET_NUMBER = re.compile(r"(?<![\w&/#])#([1-9]\d{0,17})\b")
ADDRESS = re.compile(r"\bhttps?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]]")
TAG = re.compile(r"""(<(?:[^<>"']|"[^"]*"|'[^']*')*>)""")
JUST_NOW = 45  # seconds
_marks_only = nh3.Cleaner(tags={"mark"}, attributes={})
UNITS = (86400, 3600, 60, 1)  # seconds; longer units follow from the days


def init_app(app: Flask) -> None:
    """Give templates their filters."""
    assets.init_app(app)
    app.jinja_env.filters.update(relative_time=relative_time, exact_time=exact_time, rich=rich, page=page, plain=plain,
                                 linkify=linkify, marked=marked, language_name=language_name, initials=initials,
                                 hue=hue, day=day, long_day=long_day, short_day=short_day,
                                 month_day=month_day, month_day_year=month_day_year, amount=amount)  # fmt: skip


def relative_time(moment: datetime) -> str:
    """3 hours ago, in 2 days; in the reader's language."""
    passed = (moment - clock.now()).total_seconds()
    if abs(passed) < JUST_NOW:
        return _("just now")
    unit = next(size for size in UNITS if abs(passed) >= size * 0.85)  # Babel's threshold for going to the next unit
    return _in_words(round(passed / unit) * unit, str(get_locale()))


@lru_cache(maxsize=5000)
def _in_words(passed: int, locale: str) -> str:
    """A page says the same few spans again and again."""
    return str(format_timedelta(timedelta(seconds=passed), add_direction=True, locale=locale))


def day(when: date) -> str:
    """A date as the reader writes it."""
    return str(format_date(when, "medium"))


def amount(value: Decimal) -> str:
    """An amount of money without its currency."""
    return str(format_decimal(value, format="#,##0.00"))


def exact_time(moment: datetime) -> str:
    """Day and minute in the reader's zone, with the zone's name."""
    zone = to_user_timezone(moment).tzname()
    return f"{format_date(moment, 'medium')}, {format_time(moment, 'short')} {zone}"


def rich(html: str | None) -> Markup:
    """Sanitised HTML, cleaned once more so that nothing forgotten gets through; `#123` leads to the ticket."""
    return linkify(Markup(sanitise(html or "")))  # noqa: S704  this is the one place, and nh3 has just cleaned it


def page(html: str | None) -> Markup:
    """The sanitised text of an article, cleaned once more; pictures are loaded when they come near."""
    return Markup(sanitise(html or "").replace("<img ", '<img loading="lazy" '))  # noqa: S704  nh3 has just cleaned it


def marked(snippet: str | None) -> Markup:
    """A snippet of a search: text with nothing but <mark>."""
    return Markup(_marks_only.clean(snippet or ""))  # noqa: S704  nh3 leaves marks and text


def language_name(code: str) -> str:
    """A language in its own words, such as Deutsch; the code where nobody knows it."""
    try:
        own = Locale.parse(code.replace("-", "_")).get_display_name()
    except (UnknownLocaleError, ValueError):
        return code
    return (own or code)[:1].upper() + (own or code)[1:]


def linkify(text: str) -> Markup:
    """`#123` as a link to that ticket; plain text is escaped first."""
    pieces = TAG.split(str(escape(text)))
    is_in_link = False
    for number, piece in enumerate(pieces):
        if number % 2:
            is_in_link = piece.startswith("<a ") or (is_in_link and piece != "</a>")
        elif not is_in_link:
            pieces[number] = TICKET_NUMBER.sub(_ticket_link, piece)
    return Markup("".join(pieces))  # noqa: S704  escaped above, or safe already


def plain(text: str | None) -> Markup:
    """Plain text for a page: escaped, its line breaks kept, its web addresses and `#123` as links."""
    safe = ADDRESS.sub(_web_link, str(escape(text or "")))
    return linkify(Markup(safe.replace("\r\n", "\n").replace("\n", "<br>\n")))  # noqa: S704  escaped above


def initials(name: str | None) -> str:
    """The first letters of the first and the last word."""
    words = (name or "").split("@")[0].replace(".", " ").split() or ["?"]
    return "".join(word[0] for word in dict.fromkeys([words[0], words[-1]])).upper()


def hue(person_id: int | None) -> int:
    """Which of the colours stands for this person."""
    return (person_id or 0) % HUES


def _ticket_link(match: re.Match[str]) -> str:
    return f'<a href="/tickets/{match[1]}">#{match[1]}</a>'


def _web_link(match: re.Match[str]) -> str:
    return f'<a href="{match[0]}" rel="noopener noreferrer nofollow">{match[0]}</a>'
