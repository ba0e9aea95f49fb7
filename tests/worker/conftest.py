"""An event of the tests' own, told to handlers of the tests' own."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from app.core import outbox
from app.core.transaction import transaction
from app.extensions import db


@dataclass(frozen=True)
class KettleBoiled(outbox.Event):
    """Something that happens in tests only."""

    name = "tests.kettle_boiled"
    number: int


Handler = Callable[[dict[str, Any]], None]


@pytest.fixture
def told_to() -> Iterator[Callable[[Handler], Handler]]:
    """Have a function told of the tests' event: `told_to(handler)`."""

    def enrol(handler: Handler) -> Handler:
        outbox.SUBSCRIPTIONS.setdefault(KettleBoiled.name, {})[f"tests.{handler.__name__}"] = handler
        return handler

    yield enrol
    outbox.SUBSCRIPTIONS.pop(KettleBoiled.name, None)


def boil(*numbers: int) -> None:
    """Record one event for each number, in one transaction."""
    with transaction():
        for number in numbers:
            outbox.record(KettleBoiled(number))


def rows() -> list[outbox.OutboxMessage]:
    """The outbox rows of the tests' event, oldest first."""
    db.session.rollback()
    return (
        db.session.query(outbox.OutboxMessage)
        .filter_by(event=KettleBoiled.name)
        .order_by(outbox.OutboxMessage.id)
        .all()
    )
