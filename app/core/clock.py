"""The one place that asks what time it is."""

from collections.abc import Callable
from datetime import UTC, datetime

_source: Callable[[], datetime] = lambda: datetime.now(UTC)  # noqa: E731  a plain default, replaced by name below


def now() -> datetime:
    """The present moment: aware, in UTC."""
    return _source()


def use(source: Callable[[], datetime]) -> Callable[[], datetime]:
    """Take the time from `source` from now on (tests, demo data); answers the source before."""
    global _source
    before, _source = _source, source
    return before
