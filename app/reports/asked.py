"""One reading of a report: who asks, which days, grouped by what, narrowed to what."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from app.accounts.models import User
from app.reports.periods import Period
from app.reports.registry import Report
from app.reports.schemas import Narrowing


@dataclass(frozen=True)
class Asked:
    """Everything that a report needs to know; `now` stands still while it is read."""

    actor: User
    report: Report
    period: Period
    group_by: str
    narrowing: Narrowing
    now: datetime
    compares: bool = True  # with the period before
    most: int | None = None  # rows that are wanted; None: all of them

    def before(self) -> "Asked":
        """The same of the period before."""
        return replace(self, period=self.period.before())

    def given(self) -> Mapping[str, Any]:
        """The narrowing as the queue's filters name it."""
        return self._given

    @cached_property
    def _given(self) -> Mapping[str, Any]:
        return self.narrowing.narrowing()  # every link of a table asks for it
