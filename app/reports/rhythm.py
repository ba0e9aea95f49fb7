"""When a report by mail is due, and of which days it tells."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.reports.models import Every

DAY = timedelta(days=1)


def next_run(every: Every, hour: int, zone: ZoneInfo, after: datetime) -> datetime:
    """The first such hour after that moment: of each day, of Mondays, or of first days of a month."""
    day = after.astimezone(zone).date()
    while True:
        moment = datetime.combine(day, time(hour), zone).astimezone(UTC)
        if moment > after and _fits(every, day):
            return moment
        day += DAY


def days_before(every: Every, day: date) -> tuple[date, date]:
    """The whole day, seven days or month before a day."""
    if every is Every.day:
        return day - DAY, day - DAY
    if every is Every.week:
        return day - 7 * DAY, day - DAY
    last = day.replace(day=1) - DAY
    return last.replace(day=1), last


def _fits(every: Every, day: date) -> bool:
    return {Every.day: True, Every.week: day.weekday() == 0, Every.month: day.day == 1}[every]
