"""What the people of the demo company ask for, and how IT answers."""

from dataclasses import dataclass
from typing import Any

from app.demo.texts import read

AREAS = ("hardware", "printing", "software", "access", "network", "other")


@dataclass(frozen=True)
class Wish:
    """What somebody writes when they file a ticket."""

    subject: str
    description: str
    priority: str | None  # the category's own where nothing is said
    question: int | None  # which of its topic's IT would ask; none where everything is clear
    fix: str

    @property
    def is_request(self) -> bool:
        """Whether nothing is broken: they would like to have or to know something."""
        return self.priority == "low"


@dataclass(frozen=True)
class Topic:
    """One kind of trouble: how people describe it, what IT asks, what they answer."""

    category: str
    wishes: tuple[Wish, ...]
    asks: tuple[str, ...]
    answers: tuple[str, ...]
    departments: tuple[str, ...] = ()  # whose trouble it is; everybody's where nothing is said
    things: tuple[str, ...] = ()  # the kinds of device that it may be about


def topics() -> list[Topic]:
    """Every kind of trouble."""
    return [_topic(values) for area in AREAS for values in read(area)["topic"]]


def outage() -> Topic:
    """The day on which the file server stood still."""
    values = read("other")["outage"]
    return Topic(values["category"], _wishes(values["tickets"], values["resolution"]), (), ())


def _topic(values: dict[str, Any]) -> Topic:
    parts = (tuple(values.get(name, ())) for name in ("asks", "answers", "departments", "things"))
    return Topic(values["category"], _wishes(values["tickets"]), *parts)


def _wishes(lines: str, fix: str = "") -> tuple[Wish, ...]:
    rows = [(*(cell.strip() for cell in line.split(" |")), "", "", "") for line in lines.strip().splitlines()]
    return tuple(
        Wish(subject, text, priority or None, int(question) - 1 if question else None, own_fix or fix)
        for subject, text, priority, question, own_fix, *_none in rows
    )
