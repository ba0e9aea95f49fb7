"""Turns: one thread at a time, in the order in which they came."""

import threading
from collections import deque


class Turns:
    """A fair lock: whoever gives a turn back and asks again stands behind those who waited.

    `threading.Lock` lets the thread that just released it win nearly every time, since the others must wake up first.
    """

    def __init__(self) -> None:
        self._is_taken, self._guard = False, threading.Lock()
        self._waiting: deque[threading.Lock] = deque()

    def take(self, patience: float) -> bool:
        """Whether a turn came within `patience` seconds."""
        with self._guard:
            if not self._is_taken:
                self._is_taken = True
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
                self._is_taken = False
