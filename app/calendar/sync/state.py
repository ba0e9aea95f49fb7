"""What a calendar elsewhere says of one of our occurrences: the parts that both sides must have in common."""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from app.calendar.sources import Occurrence

LONGEST_TITLE, LONGEST_TEXT, LONGEST_PLACE = 500, 5000, 500


class Times(NamedTuple):
    """When: moments in UTC as RFC 3339, or days (the end is the day after the last)."""

    starts: str
    ends: str

    @property
    def are_days(self) -> bool:
        """Whether these are whole days."""
        return "T" not in self.starts


@dataclass(frozen=True)
class State:
    """An event as both sides can see it; ours and theirs are equal when their states are."""

    title: str
    text: str
    place: str
    times: Times
    zone: str
    is_busy: bool = True

    def says_the_same(self, other: "State") -> bool:
        """Whether a reader would see no difference; the zone is merely how the times are shown."""
        mine = (self.title, self.text, self.place, self.times, self.is_busy)
        return mine == (other.title, other.text, other.place, other.times, other.is_busy)

    def kept(self) -> dict[str, Any]:
        """As a row keeps it."""
        return asdict(self) | {"times": list(self.times)}

    @classmethod
    def of_kept(cls, values: dict[str, Any]) -> "State":
        """What a row kept."""
        return cls(**{**values, "times": Times(*values["times"])})


@dataclass(frozen=True)
class Agreed:
    """What both sides last said, and the times that the event there carried as written by us."""

    state: State
    sent: Times | None

    def kept(self) -> dict[str, Any]:
        """As a row keeps it."""
        return {"state": self.state.kept(), "sent": list(self.sent) if self.sent else None}

    @classmethod
    def of_kept(cls, values: dict[str, Any] | None) -> "Agreed | None":
        """What a row kept."""
        if not values:
            return None
        return cls(State.of_kept(values["state"]), Times(*values["sent"]) if values["sent"] else None)


def state_of(occurrence: Occurrence, *, address: str = "", refusal: str | None = None) -> State:
    """What we say of an occurrence; the reason for which a wish was refused stands on top of the text."""
    parts = (refusal, occurrence.text, address)
    return State(
        title=plain(occurrence.title, LONGEST_TITLE).replace("\n", " "),
        text=plain("\n\n".join(part.strip() for part in parts if part and part.strip()), LONGEST_TEXT),
        place=plain(occurrence.place, LONGEST_PLACE).replace("\n", " "),
        times=times_of(occurrence),
        zone=occurrence.zone,
        is_busy=occurrence.is_busy,
    )


def times_of(occurrence: Occurrence) -> Times:
    """When it takes place."""
    if occurrence.days:
        return Times(*(day.isoformat() for day in occurrence.days))
    return Times(written(occurrence.starts_at), written(occurrence.ends_at))


def written(moment: datetime) -> str:
    """A moment in UTC, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def plain(text: str, most: int) -> str:
    """A text as every service gives it back: one kind of line end, no blanks around, within its limit."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()[:most].rstrip()
