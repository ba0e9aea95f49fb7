"""How what is ours (a visit, a booking, a task) is offered to feeds and calendars elsewhere, and hears their wishes."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from flask_babel import gettext as _

from app.accounts.models import User
from app.core.errors import NotAllowed
from app.core.outbox import Event, record


class ScopeKind(StrEnum):
    """Whose calendar it is."""

    person = "person"
    room = "room"
    team = "team"


@dataclass(frozen=True)
class Scope:
    """Whose occurrences are wanted: of one person, of a team (that is, of its members), or of one room."""

    kind: ScopeKind
    id: int
    person_ids: frozenset[int] = frozenset()  # the person, or the members of the team

    def concerns(self, occurrence: "Occurrence") -> bool:
        """Whether the occurrence belongs into this calendar."""
        if self.kind is ScopeKind.room:
            return self.id in occurrence.room_ids
        if self.kind is ScopeKind.team and self.id in occurrence.team_ids:
            return True
        return bool(self.person_ids & occurrence.person_ids)


@dataclass(frozen=True)
class Window:
    """From when to when, half open."""

    starts_at: datetime
    ends_at: datetime

    def meets(self, occurrence: "Occurrence") -> bool:
        """Whether any of the occurrence lies within."""
        return occurrence.starts_at < self.ends_at and self.starts_at < occurrence.ends_at


@dataclass(frozen=True)
class Occurrence:
    """One thing that takes place once, as the actor who asked may see it.

    `starts_at` and `ends_at` are moments in UTC, half open; an all-day one says its days in `days` as well: the first
    and the one after the last. `version` grows with each change and is the SEQUENCE of feeds.
    """

    kind: str
    source_id: int
    starts_at: datetime
    ends_at: datetime
    zone: str
    title: str
    updated_at: datetime
    key: str = ""  # which one of a series, by its original start; empty where there is only one
    version: int = 0
    text: str = ""
    place: str = ""
    path: str = ""  # of its page here, such as /staff/visits/7
    days: tuple[date, date] | None = None
    person_ids: frozenset[int] = frozenset()
    room_ids: frozenset[int] = frozenset()
    team_ids: frozenset[int] = frozenset()
    is_cancelled: bool = False
    is_busy: bool = True
    recurrence: str = ""  # an RRULE for feeds only, in wall time of `zone`; sync takes a series one by one
    excluded: tuple[datetime, ...] = ()  # starts that the RRULE names and that do not take place

    @property
    def name(self) -> str:
        """What identifies it for ever, and never says anything else."""
        return "-".join(part for part in (self.kind, str(self.source_id), self.key) if part)


class Source(ABC):
    """One kind of thing that calendars show. A feature derives from this, overrides, and registers in wiring."""

    kind: ClassVar[str]

    @abstractmethod
    def occurrences(self, scope: Scope, window: Window, *, actor: User) -> Iterable[Occurrence]:
        """What concerns the scope, meets the window and may be seen by the actor, each date of a series by itself.

        Cancelled ones belong to it while they are known, so that readers of a feed learn of it.
        """

    @abstractmethod
    def of(self, source_id: int, *, actor: User) -> Sequence[Occurrence]:
        """Every occurrence of one thing, cancelled ones too; nothing when it is gone or hidden from the actor.

        An error is never an answer: whoever cannot read raises, and nothing is removed elsewhere.
        """

    def move(self, occurrence: Occurrence, starts_at: datetime, ends_at: datetime, *, actor: User) -> None:
        """Somebody moved it in a calendar elsewhere: the same command, rights and refusals as on our own page."""
        raise NotAllowed(_("This can be moved in the help desk only."))

    def cancel(self, occurrence: Occurrence, *, actor: User) -> None:
        """Somebody deleted it in a calendar elsewhere: the same command, rights and refusals as on our own page."""
        raise NotAllowed(_("This can be cancelled in the help desk only."))

    def note_refusal(self, occurrence: Occurrence, reason: str, *, actor: User) -> None:  # noqa: B027  most have no place
        """A wish from elsewhere was refused: say so where people look, such as on the ticket. Nothing, if nowhere."""


@dataclass(frozen=True)
class OccurrencesChanged(Event):
    """Something that calendars show came, changed or went."""

    name = "calendar.occurrences_changed"
    kind: str
    source_id: int


def note_change(kind: str, source_id: int) -> None:
    """To be called by the service that changes the thing, in its transaction: calendars elsewhere follow."""
    record(OccurrencesChanged(kind=kind, source_id=source_id))


@dataclass
class _Sources:
    by_kind: dict[str, Source] = field(default_factory=dict)


_sources = _Sources()


def register(source: Source) -> None:
    """Have what this source offers shown by feeds and calendars elsewhere; called in wiring."""
    _sources.by_kind[source.kind] = source


def source_of(kind: str) -> Source:
    """The source of a kind; `KeyError` for one that nobody registered."""
    return _sources.by_kind[kind]


def is_offered(kind: str) -> bool:
    """Whether anybody offers this kind of thing."""
    return kind in _sources.by_kind


def occurrences(scope: Scope, window: Window, *, actor: User) -> Iterator[Occurrence]:
    """What every source has for this scope and window."""
    for source in _sources.by_kind.values():
        yield from source.occurrences(scope, window, actor=actor)


def occurrence_of(kind: str, source_id: int, key: str, *, actor: User) -> Occurrence | None:
    """One occurrence as it stands now; None when it is gone or hidden from the actor."""
    found = source_of(kind).of(source_id, actor=actor)
    return next((one for one in found if one.key == key), None)
