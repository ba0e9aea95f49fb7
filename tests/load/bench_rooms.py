"""Rooms under load: one slot for many, several rooms for many, free rooms among a year of bookings."""

import argparse
import json
import os
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import quantiles

from tests.databases import ROOT, neutral_environment
from tests.load.browser import Client, measure
from tests.load.seed import PASSWORD

AIM = 50  # ms, for free rooms
PEOPLE = 20  # who share the clients


def seed(url: str, folder: Path, wanted: argparse.Namespace) -> None:
    """Rooms, and bookings over a year, in a process of its own."""
    env = os.environ | neutral_environment() | {"DATABASE_URL": url, "VAR_DIR": str(folder), "LOG_LEVEL": "warning"}
    code = "import sys; sys.argv = ['run.py', 'init']; from app import create_app; from tests.load import seed_rooms\n"
    code += f"with create_app().app_context(): seed_rooms.fill({wanted.rooms}, {wanted.bookings})"
    began = time.monotonic()
    subprocess.run([sys.executable, "-W", "ignore", "-c", code], cwd=ROOT, env=env, check=True)
    print(f"{wanted.rooms:,} rooms, {wanted.bookings:,} bookings (written in {time.monotonic() - began:.0f} s)")


def measure_rooms(address: str, _url: str, _folder: Path, wanted: argparse.Namespace) -> None:
    """Every figure of rooms."""
    tokens = [_token(address, f"person{number}@example.org") for number in range(PEOPLE)]
    clients = [_client(address, tokens[number % PEOPLE]) for number in range(wanted.clients)]
    _free_rooms(clients[0])
    far = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(days=500)
    _race(f"{len(clients)} clients, one slot", clients, lambda _number: 1, far)
    _race(f"{len(clients)} clients, 8 rooms", clients, lambda number: 1 + number % 8, far + timedelta(days=1))
    _series(clients, far + timedelta(days=2))


def _race(name: str, clients: list[Client], room_of: Callable[[int], int], start: datetime) -> None:
    """All at once; who wins, who is refused, and how long the slowest waited."""
    draft = {"title": "Race", "startsAt": start.isoformat(), "endsAt": (start + timedelta(hours=1)).isoformat()}
    _all_at_once(name, clients, room_of, draft)


def _series(clients: list[Client], start: datetime) -> None:
    """Series in three rooms that get in each other's way."""
    draft = {"title": "Series", "startsAt": start.isoformat(), "endsAt": (start + timedelta(hours=1)).isoformat(),
             "recurrence": "FREQ=DAILY;COUNT=10"}  # fmt: skip
    _all_at_once(f"{len(clients)} clients, series", clients, lambda number: 10 + number % 3, draft)


def _all_at_once(name: str, clients: list[Client], room_of: Callable[[int], int], draft: dict[str, str]) -> None:
    ready, found, taken = threading.Barrier(len(clients)), Counter[int](), []

    def book(number: int) -> None:
        ready.wait()
        began = time.perf_counter()
        status, body, _location = clients[number].ask("POST", f"/api/v1/rooms/{room_of(number)}/bookings", data=draft)
        taken.append((time.perf_counter() - began) * 1000)
        found[status] += 1
        if status not in (201, 409):
            print(f"    {status}: {body[:200]}")

    threads = [threading.Thread(target=book, args=(number,)) for number in range(len(clients))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    others = sum(found.values()) - found[201] - found[409]
    slow = quantiles(taken, n=20)[-1]
    print(f"{name:28} {found[201]:4} booked, {found[409]:4} refused, {others:3} errors; p95 {slow:6.0f} ms")


def _free_rooms(client: Client) -> None:
    """Free rooms at times all over the year, with and without wishes."""
    base = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(days=2)

    def ask(number: int, more: str = "") -> int:
        start = base + timedelta(hours=37 * number % 8000)
        when = f"from={start:%Y-%m-%dT%H:%M:%SZ}&to={start + timedelta(hours=1):%Y-%m-%dT%H:%M:%SZ}"
        return client.ask("GET", f"/api/v1/rooms/availability?{when}{more}")[0]

    for name, more in (("free rooms", ""), ("free rooms, 8 seats, 2 features", "&capacity=8&features=1,2")):
        middle, high = measure(lambda number, more=more: ask(number, more), 100)
        print(f"{name:32} p50 {middle:6.1f} ms, p95 {high:6.1f} ms (aim {AIM})")


def _token(address: str, email: str) -> str:
    client = Client(address)
    client.sign_in_as_program(email, PASSWORD)
    return str(client.token)


def _client(address: str, token: str) -> Client:
    client = Client(address)
    client.token = token
    status, body, _location = client.ask("GET", "/api/v1/auth/me")  # the connection stands before the race
    assert status == 200, body
    assert json.loads(body)["email"]
    return client
