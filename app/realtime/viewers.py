"""Who has which ticket open and who is typing: kept in this process, or in Redis for several processes."""

import json
import time
from dataclasses import asdict, dataclass
from typing import Any, Protocol

TYPING_SECONDS = 6.0
FORGOTTEN_SECONDS = (
    120  # a process that died takes its sockets out of Redis by silence; `SWEEP` repeats them well before
)


@dataclass
class Viewer:
    """One socket at a ticket."""

    id: int
    name: str
    typing_until: float = 0.0
    seen: float = 0.0


class Viewers(Protocol):
    """The register of who is where."""

    def put(self, ticket_id: int, sid: str, viewer: Viewer) -> None:
        """Note a socket at a ticket, or that it still is."""
        ...

    def take(self, ticket_id: int, sid: str) -> None:
        """Forget it."""
        ...

    def at(self, ticket_id: int) -> list[Viewer]:
        """Everybody there."""
        ...


class HereViewers:
    """For the one embedded process."""

    def __init__(self) -> None:
        self._rows: dict[int, dict[str, Viewer]] = {}

    def put(self, ticket_id: int, sid: str, viewer: Viewer) -> None:
        self._rows.setdefault(ticket_id, {})[sid] = viewer

    def take(self, ticket_id: int, sid: str) -> None:
        self._rows.get(ticket_id, {}).pop(sid, None)
        if not self._rows.get(ticket_id, True):
            self._rows.pop(ticket_id, None)

    def at(self, ticket_id: int) -> list[Viewer]:
        return list(self._rows.get(ticket_id, {}).values())


class SharedViewers:
    """For several processes, in one Redis hash a ticket."""

    def __init__(self, redis: Any) -> None:
        self._redis = redis

    def put(self, ticket_id: int, sid: str, viewer: Viewer) -> None:
        key, row = self._key(ticket_id), asdict(viewer) | {"seen": time.time()}
        self._redis.hset(key, sid, json.dumps(row))
        self._redis.expire(key, FORGOTTEN_SECONDS)

    def take(self, ticket_id: int, sid: str) -> None:
        self._redis.hdel(self._key(ticket_id), sid)

    def at(self, ticket_id: int) -> list[Viewer]:
        rows = [Viewer(**json.loads(row)) for row in self._redis.hvals(self._key(ticket_id))]
        return [row for row in rows if row.seen > time.time() - FORGOTTEN_SECONDS]

    @staticmethod
    def _key(ticket_id: int) -> str:
        return f"helpdesk:viewers:{ticket_id}"


def shown(viewers: list[Viewer]) -> list[dict[str, Any]]:
    """Each person once, as the `presence` event names them."""
    now = time.time()
    people: dict[int, dict[str, Any]] = {}
    for viewer in sorted(viewers, key=lambda one: one.id):
        row = people.setdefault(viewer.id, {"id": viewer.id, "name": viewer.name, "typing": False})
        row["typing"] = row["typing"] or viewer.typing_until > now
    return list(people.values())
