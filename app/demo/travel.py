"""A clock that can be set to the past for this thread, while all others keep the real time."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from app.core import clock


class Traveller:
    """The present moment as this thread wants it to be."""

    def __init__(self, real: Callable[[], datetime]) -> None:
        self.real = real
        self.thread = threading.get_ident()
        self.moment: datetime | None = None

    def __call__(self) -> datetime:
        if self.moment is not None and threading.get_ident() == self.thread:
            return self.moment
        return self.real()


@contextmanager
def travelling() -> Iterator[Traveller]:
    """Set `moment` to live in the past; afterwards the real clock is back."""
    traveller = Traveller(clock.now)
    traveller.real = clock.use(traveller)
    try:
        yield traveller
    finally:
        clock.use(traveller.real)
