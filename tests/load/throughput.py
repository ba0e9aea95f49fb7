"""Many clients at once: each signs in once, then reads the queue, tickets and its own list, and files now and then."""

import threading
import time
from statistics import median, quantiles

from tests.load.browser import Client
from tests.load.seed import PASSWORD


def throughput(address: str, clients: int, seconds: int) -> None:
    """Print calls per second, their p50 and p95, and how many failed."""
    taken: list[float] = []
    errors: list[str] = []
    start = threading.Barrier(clients + 1)
    until = [0.0]

    def run(number: int) -> None:
        client = Client(address)
        try:
            client.sign_in_as_program(f"agent{number % 20}@example.org", PASSWORD)
        except (AssertionError, OSError) as error:
            errors.append(str(error))
        start.wait()
        _work(client, number, until, taken, errors)

    threads = [threading.Thread(target=run, args=(number,), daemon=True) for number in range(clients)]
    for thread in threads:
        thread.start()
    until[0] = time.monotonic() + 10_000
    start.wait()
    began = time.monotonic()
    until[0] = began + seconds
    for thread in threads:
        thread.join()
    passed = time.monotonic() - began
    p95 = quantiles(taken, n=20)[-1] if len(taken) > 1 else 0
    middle = median(taken) if taken else 0
    print(
        f"{clients:3} clients {len(taken) / passed:21.1f} calls/s   p50 {middle:.0f} ms   p95 {p95:.0f} ms   "
        f"errors {len(errors)} of {len(taken) + len(errors)}{' (' + errors[0][:80] + ')' if errors else ''}",
        flush=True,
    )


def _work(client: Client, number: int, until: list[float], taken: list[float], errors: list[str]) -> None:
    draft = {"subject": "Screen stays black", "description": "Since this morning.", "category": "Hardware"}
    calls = [
        ("GET", "/api/v1/admin/tickets?view=open&pageSize=25", None),
        ("GET", f"/api/v1/tickets/{number * 17 + 1}", None),
        ("GET", "/api/v1/tickets", None),
        ("GET", "/api/v1/admin/tickets?assignedTo=me", None),
        ("POST", "/api/v1/tickets", draft),
    ]
    turn = number
    while time.monotonic() < until[0]:
        method, path, data = calls[turn % len(calls)]
        turn += 1
        began = time.perf_counter()
        try:
            status, body, _location = client.ask(method, path, data=data)
        except OSError as error:
            errors.append(str(error))
            client = Client(f"http://{client.host}")
            continue
        if status >= 400:
            errors.append(f"{status} {path} {body[:120]}")
        else:
            taken.append((time.perf_counter() - began) * 1000)
