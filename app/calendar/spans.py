"""From when to when, as a reader says it."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from flask_babel import format_date, format_time

from app.core.daywords import short_day
from app.web.portal import timezone


def span(times: list[str]) -> str:
    """Times of a kept state in the reader's zone: days, or moments."""
    starts, ends = times
    if "T" not in starts:
        first, last = date.fromisoformat(starts), date.fromisoformat(ends) - timedelta(days=1)
        return format_date(first) if first == last else f"{format_date(first)} – {format_date(last)}"
    zone = ZoneInfo(timezone())
    begins, finishes = (datetime.fromisoformat(moment).astimezone(UTC) for moment in (starts, ends))
    is_one_day = begins.astimezone(zone).date() == finishes.astimezone(zone).date()
    end = format_time(finishes, "short") if is_one_day else _moment(finishes)
    return f"{_moment(begins)} – {end}"


def _moment(moment: datetime) -> str:
    return f"{short_day(moment)}, {format_time(moment, 'short')}"
