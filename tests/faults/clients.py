"""Clients as the contract asks for: one key per ticket, asked again with the same key until there is an answer."""

import http.client
import json
import threading
import time
import uuid
from collections import Counter
from types import TracebackType
from typing import Self

from tests.servers.process import LOOPBACK

SECONDS = 20
PAUSE = 0.05


class Clients:
    """Threads that file tickets until stopped; `acknowledged` maps each key to the number that was answered."""

    def __init__(self, port: int, tokens: list[str]) -> None:
        self.port = port
        self.acknowledged: dict[str, int] = {}
        self.answers: Counter[int] = Counter()
        self._stopping = threading.Event()
        self._threads = [threading.Thread(target=self._work, args=(token,), daemon=True) for token in tokens]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Let each client finish the ticket it is at."""
        self._stopping.set()
        for thread in self._threads:
            thread.join(SECONDS * 3)

    def _work(self, token: str) -> None:
        while not self._stopping.is_set():
            self._file(token, uuid.uuid4().hex)

    def _file(self, token: str, key: str) -> None:
        """Ask until it is acknowledged; a client that is told to stop asks on, so that no key stays in doubt."""
        while True:
            try:
                status, ticket = self._ask(token, key)
            except (OSError, http.client.HTTPException):
                time.sleep(PAUSE)
                continue
            self.answers[status] += 1
            if status == 201:
                self.acknowledged[key] = ticket["id"]
                return
            time.sleep(PAUSE)

    def _ask(self, token: str, key: str) -> tuple[int, dict[str, int]]:
        connection = http.client.HTTPConnection(LOOPBACK, self.port, timeout=SECONDS)
        body = json.dumps({"subject": key, "description": f"Filed as {key}.", "category": "Hardware"})
        headers = {"Authorization": token, "Content-Type": "application/json", "Idempotency-Key": key}
        try:
            connection.request("POST", "/api/v1/tickets", body, headers | {"Host": f"localhost:{self.port}"})
            answer = connection.getresponse()
            content = answer.read()
            return answer.status, json.loads(content) if answer.status == 201 else {}
        finally:
            connection.close()
