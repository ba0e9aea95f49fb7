"""When things happen at the demo company: busy Mondays, quiet weekends, desk hours; all relative to now."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from app.core.walltime import DeskHours

DAYS = 120
WEEKDAYS = (1.75, 1.15, 1.0, 0.95, 0.8, 0.09, 0.06)  # how many tickets come on a Monday, a Tuesday ...
HOURS = {7: 6, 8: 16, 9: 18, 10: 13, 11: 9, 12: 5, 13: 10, 14: 10, 15: 7, 16: 5, 17: 2, 19: 1, 21: 1}
INCIDENT_DAYS_AGO = 21


@dataclass(frozen=True)
class Timetable:
    """Moments in the life of the company, drawn from `chance`."""

    now: datetime
    desk: DeskHours
    chance: Random

    def filings(self, count: int, zones: list[ZoneInfo]) -> list[datetime]:
        """So many moments at which somebody files a ticket that is done by now, one per zone in turn; oldest first."""
        today = self.now.astimezone(self.desk.zone).date()
        days = [today - timedelta(days=back) for back in range(1, DAYS)]
        weights = [WEEKDAYS[day.weekday()] for day in days]
        latest = self.desk_ago(12)
        moments: list[datetime] = []
        while len(moments) < count:
            moment = self._on(self.chance.choices(days, weights)[0], zones[len(moments) % len(zones)])
            if moment < latest:
                moments.append(moment)
        return sorted(moments)

    def incident(self, count: int) -> list[datetime]:
        """So many moments on one busy morning, about three weeks ago."""
        day = self.now.astimezone(self.desk.zone) - timedelta(days=INCIDENT_DAYS_AGO)
        while day.weekday() > 3:  # Monday to Thursday
            day -= timedelta(days=1)
        start = datetime.combine(day.date(), time(9, 44), self.desk.zone).astimezone(UTC)
        minutes = sorted(self.chance.triangular(0, 260, 25) for _ in range(count - 1))
        return [start, *(start + timedelta(minutes=2 + minute) for minute in minutes)]

    def later(self, moment: datetime, hours: float) -> datetime:
        """So many desk hours later."""
        return self.desk.add(moment, timedelta(hours=hours))

    def desk_ago(self, hours: float) -> datetime:
        """The latest moment, to a minute, from which so many desk hours have passed until now."""
        wanted, early, late = timedelta(hours=hours), self.now - timedelta(days=DAYS), self.now
        while late - early > timedelta(minutes=1):
            middle = early + (late - early) / 2
            early, late = (middle, late) if self.desk.between(middle, self.now) >= wanted else (early, middle)
        return early

    def desk_hours_since(self, days: float) -> float:
        """How many desk hours have passed since so many days ago."""
        return self.desk.between(self.now - timedelta(days=days), self.now) / timedelta(hours=1)

    def _on(self, day: date, zone: ZoneInfo) -> datetime:
        hour = self.chance.choices(list(HOURS), list(HOURS.values()))[0]
        clock = time(hour, self.chance.randrange(60), self.chance.randrange(60))
        return datetime.combine(day, clock, zone).astimezone(UTC)
