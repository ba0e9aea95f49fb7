"""What the demo company says and does, read from the files beside this one."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
AREAS = ("hardware", "printing", "software", "access", "network", "other")


@dataclass(frozen=True)
class Wish:
    """What somebody writes when they file a ticket."""

    subject: str
    description: str
    priority: str | None  # the category's own where nothing is said


@dataclass(frozen=True)
class Topic:
    """One kind of trouble: how people describe it, what IT asks, what they answer, what fixed it."""

    category: str
    wishes: tuple[Wish, ...]
    asks: tuple[str, ...]
    answers: tuple[str, ...]
    fixes: tuple[str, ...]
    notes: tuple[str, ...]
    departments: tuple[str, ...] = ()  # whose trouble it is; everybody's where nothing is said
    things: tuple[str, ...] = ()  # the kinds of device that it may be about


@cache
def read(name: str) -> dict[str, Any]:
    """One of the files."""
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))


def topics() -> list[Topic]:
    """Every kind of trouble."""
    return [_topic(values) for area in AREAS for values in read(area)["topic"]]


def outage() -> Topic:
    """The day on which the file server stood still."""
    values = read("other")["outage"]
    return Topic(values["category"], _wishes(values["tickets"]), (), (), (values["resolution"],), ())


def _topic(values: dict[str, Any]) -> Topic:
    parts = (tuple(values[name]) for name in ("asks", "answers", "fixes", "notes"))
    limits = (tuple(values.get(name, ())) for name in ("departments", "things"))
    return Topic(values["category"], _wishes(values["tickets"]), *parts, *limits)


def _wishes(lines: str) -> tuple[Wish, ...]:
    cells = [line.split(" | ") for line in lines.strip().splitlines()]
    return tuple(Wish(subject, text, rest[0] if rest else None) for subject, text, *rest in cells)
