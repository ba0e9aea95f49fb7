"""Turns: a few threads at a time, in the order in which they came."""

import threading
from collections import deque


class Turns:
    """A fair semaphore: whoever gives a turn back and asks again stands behind those who waited.

    `threading.Lock` lets the thread that just released it win nearly every time, since the others must wake up first.
    """

    def __init__(self, most: int = 1) -> None:
        self._free, self._guard = most, threading.Lock()
        self._waiting: deque[threading.Lock] = deque()

    def take(self, patience: float) -> bool:
        """Whether a turn came within `patience` seconds (negative: however long it takes)."""
        with self._guard:
            if self._free:
                self._free -= 1
                return True
            mine = threading.Lock()
            mine.acquire()
            self._waiting.append(mine)
        if mine.acquire(timeout=patience):
            return True
        with self._guard:
            if mine in self._waiting:
                self._waiting.remove(mine)
                return False
        return True  # it was handed over just now

    def give_back(self) -> None:
        """Hand the turn to whoever waits longest."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._free += 1
