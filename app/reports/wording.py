"""Numbers as people read them: durations, shares, changes."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import get_day_names
from flask_babel import format_date, format_datetime, format_decimal, format_percent, get_locale, ngettext
from flask_babel import gettext as _

from app.reports.periods import Period
from app.reports.tables import Column, Kind

NOTHING = "–"
SMALLEST = 0.005  # a change below half a percent is none
MANIFOLD = 10
DAY, HOUR, MINUTE = 86_400, 3_600, 60


def said(kind: Kind, value: Any) -> str:
    """A value in the reader's language."""
    if value is None:
        return NOTHING
    say = {
        Kind.number: format_decimal, Kind.duration: duration, Kind.share: share, Kind.money: money,
        Kind.date: day, Kind.moment: moment,
    }.get(kind, str)  # fmt: skip
    return str(say(value))


def duration(seconds: int) -> str:
    """The two largest units."""
    if seconds >= 2 * DAY:
        return _("%(days)d d %(hours)d h", days=seconds // DAY, hours=seconds % DAY // HOUR)
    if seconds >= HOUR:
        return _("%(hours)d h %(minutes)d min", hours=seconds // HOUR, minutes=seconds % HOUR // MINUTE)
    if seconds >= MINUTE:
        return _("%(minutes)d min", minutes=seconds // MINUTE)
    return _("%(seconds)d s", seconds=seconds)


def share(value: float) -> str:
    """A share in percent; one that is not whole is never shown as 0 or 100."""
    rounded = round(value, 2)
    is_between = 0 < value < 1 and rounded in (0, 1)
    return str(format_percent(value, "#,##0.0 %" if is_between else "#,##0 %"))


def money(value: Any) -> str:
    """An amount with two places; its currency stands in the column or row."""
    return str(format_decimal(value, "#,##0.00"))


def day(value: date) -> str:
    """A day."""
    return str(format_date(value, "medium"))


def moment(value: datetime, zone: ZoneInfo | None = None) -> str:
    """Day and minute in the reader's zone; who writes for somebody who is not here names their zone."""
    if zone is None:
        return str(format_datetime(value, "short"))
    return str(format_datetime(value.astimezone(zone).replace(tzinfo=None), "short", rebase=False))


def compared(period: Period) -> str:
    """Which days are shown and which they are compared with."""
    first, last = format_date(period.first, "medium"), format_date(period.last, "medium")
    return ngettext(
        "%(first)s, compared with the day before",
        "%(first)s to %(last)s, compared with the %(num)d days before",
        period.days, first=first, last=last,
    )  # fmt: skip


def weekdays() -> list[str]:
    """The days of the week from Monday, short."""
    names = get_day_names("abbreviated", context="stand-alone", locale=get_locale())
    return [names[number] for number in range(7)]


def change(column: Column, now: Any, before: Any) -> dict[str, str] | None:
    """How a number moved since the period before: in words, its direction, and whether that is good news."""
    if now is None or before is None:
        return None
    moved = now - before
    if column.kind is not Kind.share:
        if not before:
            return None if not moved else {"text": _("before: 0"), "way": "up", "news": _news(column, "up")}
        moved = moved / before
    way = "same" if abs(moved) < SMALLEST else ("up" if moved > 0 else "down")
    text = _points(moved) if column.kind is Kind.share else _by_how_much(moved)
    return {"text": text if way != "same" else _("as before"), "way": way, "news": _news(column, way)}


def _by_how_much(moved: float) -> str:
    """In percent; what grew tenfold is better said so."""
    if moved >= MANIFOLD - 1:
        return _("%(times)s times", times=format_decimal(round(moved + 1)))
    return str(format_percent(abs(moved), "#,##0 %"))


def _points(moved: float) -> str:
    return _("%(number)s points", number=format_decimal(round(abs(moved) * 100, 1)))


def _news(column: Column, way: str) -> str:
    if way == "same" or not column.better:
        return "neutral"
    return "good" if (way == "up") == (column.better == "high") else "bad"


def points(value: Any) -> str:
    """A difference of two shares, in percentage points with its sign."""
    return _signed(round(float(value) * 100, 1))


def in_two(change: Any, mix: Any) -> tuple[str, str, str]:
    """A change and its two parts, within and mix, so rounded that they add up for the reader too."""
    whole, second = round(float(change) * 100, 1), round(float(mix) * 100, 1)
    return _signed(whole), _signed(round(whole - second, 1)), _signed(second)


def _signed(number: float) -> str:
    sign = "+" if number > 0 else "\N{MINUS SIGN}" if number < 0 else ""
    return _("%(number)s points", number=sign + format_decimal(abs(number), "#,##0.0"))
