"""What leaves for Sentry: the error, and nothing about people."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import sentry_sdk
from sentry_sdk.transport import Transport

from app.operations import sentry

ADDRESS = "alice@example.org"
SECRETS = ("alice", "sesame", "203.0.113.9", "My password is")


class Kept(Transport):
    """Keeps what would be sent."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[Any] = []

    def capture_envelope(self, envelope: Any) -> None:
        self.sent.append(envelope)


@pytest.fixture
def transport() -> Iterator[Kept]:
    """Reporting, as long as the test lasts."""
    kept = Kept()
    with sentry_sdk.isolation_scope():
        sentry.init("http://key@127.0.0.1:1/1", "development", transport=kept, default_integrations=False)
        yield kept
        sentry_sdk.init()


def test_an_error_arrives_without_people_and_what_they_typed(transport):
    sentry_sdk.set_user({"id": 7, "email": ADDRESS, "ip_address": SECRETS[2]})
    sentry_sdk.set_extra("form", f"{SECRETS[3]} {SECRETS[1]}")
    sentry_sdk.add_breadcrumb(message=f"select {ADDRESS}")

    fail_and_report()

    [envelope] = transport.sent
    event = envelope.get_event()
    assert event["exception"]["values"][0]["value"] == "no such person: [address]"
    text = json.dumps(event, default=str)
    assert not [word for word in SECRETS if word in text]


def test_of_a_request_only_its_method_is_kept():
    event = {"request": {"method": "POST", "url": "http://x/?token=sesame", "cookies": "a", "data": {"body": "b"}}}

    assert sentry.scrub(event, {})["request"] == {"method": "POST"}


# Far from the words above: a report quotes the lines of code around the failure.


def fail_and_report() -> None:
    """Meet an error whose message names somebody."""
    try:
        raise ValueError(f"no such person: {ADDRESS}")
    except ValueError as problem:
        sentry_sdk.capture_exception(problem)
    sentry_sdk.flush()
