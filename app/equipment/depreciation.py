"""What a device is still worth: straight-line depreciation, exact to the cent.

The month of the purchase counts whole, and each month's part is written off on its last day. Parts are differences of
rounded sums, so they differ by a cent at most and add up exactly to cost less floor.
"""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Part:
    """What one month takes off, and what remains."""

    on: date  # the last day of the month
    amount: Decimal
    remains: Decimal


@dataclass(frozen=True)
class StraightLine:
    """A cost that goes down to a floor in equal monthly parts; without months it stays."""

    cost: Decimal
    floor: Decimal
    months: int | None
    bought_on: date

    @property
    def goes(self) -> Decimal:
        """What is written off in all."""
        return max(self.cost - self.floor, Decimal(0)) if self.months else Decimal(0)

    def written_off(self, months: int) -> Decimal:
        """What so many months take off together."""
        if not self.months:
            return Decimal(0)
        share = self.goes * min(max(months, 0), self.months) / self.months
        return share.quantize(CENT, ROUND_HALF_EVEN)

    def months_by(self, day: date) -> int:
        """How many months have ended by the evening of a day, that of the purchase included."""
        begun = (day.year - self.bought_on.year) * 12 + day.month - self.bought_on.month
        return begun + (day == _last_day(day.year, day.month))

    def worth(self, day: date) -> Decimal:
        """The book value in the evening of a day; before the purchase, the cost."""
        return self.cost - self.written_off(self.months_by(day))

    @property
    def ends_on(self) -> date | None:
        """The day from which only the floor remains."""
        return self._month_end(self.months - 1) if self.months else None

    def parts(self) -> Iterator[Part]:
        """Every month from the first to the last."""
        for month in range(self.months or 0):
            amount = self.written_off(month + 1) - self.written_off(month)
            yield Part(self._month_end(month), amount, self.cost - self.written_off(month + 1))

    def _month_end(self, later: int) -> date:
        years, month = divmod(self.bought_on.month - 1 + later, 12)
        return _last_day(self.bought_on.year + years, month + 1)


def _last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])
