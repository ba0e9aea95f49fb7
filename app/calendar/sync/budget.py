"""How many requests may be made: a bucket per account and one for all, filled steadily, emptied by use."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from app.calendar.sync.port import Busy


@dataclass
class Bucket:
    """`size` requests at once, filled again within `seconds`."""

    size: float
    seconds: float
    clock: Callable[[], float] = time.monotonic
    _left: float = field(init=False)
    _at: float = field(init=False)

    def __post_init__(self) -> None:
        self._left, self._at = self.size, self.clock()

    def wait(self) -> float:
        """How long until one request is free, in seconds; 0 when one is."""
        now = self.clock()
        self._left = min(self.size, self._left + (now - self._at) * self.size / self.seconds)
        self._at = now
        return 0.0 if self._left >= 1 else (1 - self._left) * self.seconds / self.size

    def use(self) -> None:
        """Take one."""
        self._left -= 1


@dataclass
class Budget:
    """The requests of this process: only one process at a time runs the jobs that make them."""

    per_account: int  # a minute
    in_all: int  # a minute
    clock: Callable[[], float] = time.monotonic
    _buckets: dict[int | None, Bucket] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def spend(self, account_id: int) -> None:
        """Take one request from both buckets; `Busy` says when there is one again."""
        with self._lock:
            own, everybodys = self._bucket(account_id, self.per_account), self._bucket(None, self.in_all)
            if wait := max(own.wait(), everybodys.wait()):
                raise Busy("our own limit of requests", retry_after=wait, is_limit=True)
            own.use()
            everybodys.use()

    def _bucket(self, key: int | None, size: int) -> Bucket:
        return self._buckets.setdefault(key, Bucket(size, 60, self.clock))
