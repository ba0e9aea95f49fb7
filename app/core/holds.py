"""What is taken from when to when: one table for rooms, equipment and people, whose database refuses an overlap.

How a feature uses it, inside its own `transaction()`:

    clashes = holds.in_the_way(wanted)          # optional: what is free, what is not (and nobody else may take it now)
    holds.take(wanted)                          # all of them, or `BookingConflict`
    holds.free("booking", [occurrence.id])      # gives back what these sources hold

Intervals are half open and in UTC: what ends at 10:00 leaves 10:00 free. `take` and `in_the_way` lock the resources in
one fixed order, so that bookings of several resources cannot block each other; a transaction calls them once, with all
that it wants. Live holds of one resource never overlap: PostgreSQL's exclusion constraint and SQLite's triggers see to
it, which stand in the migration only.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Model, UtcDateTime, is_sqlite
from app.core.errors import Conflict, Invalid
from app.extensions import db

REFUSED = "holds_overlap"  # the constraint's name, and what the triggers say
AT_ONCE = 500


class Resource(StrEnum):
    """What can be taken. Names equal values: Flask-AppBuilder looks members up by name."""

    room = "room"
    equipment = "equipment"
    person = "person"


class Hold(Model):
    """A resource that is taken from `hold_from` until just before `hold_to`, by a row of some feature."""

    __tablename__ = "holds"
    __table_args__ = (
        sa.Index("ix_holds_resource", "resource_kind", "resource_id", "is_live", "hold_from"),
        sa.Index("ix_holds_source", "source_kind", "source_id"),
        {"sqlite_autoincrement": True},
    )

    resource_kind: Mapped[Resource] = mapped_column(sa.Enum(Resource, native_enum=False, length=20))
    resource_id: Mapped[int] = mapped_column(sa.BigInteger)
    hold_from: Mapped[datetime] = mapped_column(UtcDateTime)
    hold_to: Mapped[datetime] = mapped_column(UtcDateTime)
    source_kind: Mapped[str] = mapped_column(sa.String(20))  # "booking", "loan", "visit"
    source_id: Mapped[int] = mapped_column(sa.BigInteger)
    is_live: Mapped[bool] = mapped_column(default=True)


@dataclass(frozen=True, order=True)
class Wanted:
    """A resource that a source wants from `start` until just before `end`."""

    kind: Resource
    resource_id: int
    start: datetime
    end: datetime
    source_kind: str
    source_id: int


@dataclass(frozen=True)
class Clash:
    """What is wanted, and the hold that is in its way."""

    wanted: Wanted
    hold: Hold


class BookingConflict(Conflict):
    """Something is taken already; `clashes` says what by which source, `conflicts` the same for programs."""

    code = "booking_conflict"

    def __init__(self, clashes: Sequence[Clash], message: str | None = None, **details: Any) -> None:
        self.clashes = tuple(clashes)
        super().__init__(message, **{"conflicts": [_plain(clash.hold) for clash in clashes], **details})

    @classmethod
    def default_message(cls) -> str:
        return _("This is taken at that time already.")


def take(wanted: Iterable[Wanted]) -> list[Hold]:
    """Take everything that is wanted, in the caller's transaction; `BookingConflict` when any of it is taken.

    `Invalid` for an end that is not after its start.
    """
    ordered = sorted(wanted)
    if clashes := in_the_way(ordered):
        raise BookingConflict(clashes)
    rows = [_row(each) for each in ordered]
    try:
        with db.session.begin_nested():  # an error of PostgreSQL spoils everything since the savepoint, not more
            db.session.add_all(rows)
            db.session.flush()
    except IntegrityError as problem:
        if REFUSED not in str(problem.orig):
            raise
        raise BookingConflict(in_the_way(ordered)) from problem
    return rows


def in_the_way(wanted: Iterable[Wanted], *, is_final: bool = True) -> list[Clash]:
    """What is in the way of each; until the transaction ends, nobody else can take these resources.

    Without `is_final` it is a mere look, which waits for nobody: enough to refuse, not to promise.

    A wanted one that overlaps another wanted one of the same resource counts as in its way, as an unsaved hold.
    """
    ordered = sorted(wanted)
    if any(each.end <= each.start for each in ordered):
        raise Invalid.for_field("ends_at", _("The end must be after the start."))
    if is_final:
        _lock({(each.kind, each.resource_id) for each in ordered})
    clashes: list[Clash] = []
    for (kind, resource_id), group in _by_resource(ordered).items():
        known = taken(kind, [resource_id], group[0].start, max(each.end for each in group))
        clashes += _among(group, known)
    return clashes


def free(source_kind: str, source_ids: Iterable[int]) -> None:
    """Give back what these sources hold, in the caller's transaction; nothing happens where they hold nothing."""
    ids = list(source_ids)
    for begin in range(0, len(ids), AT_ONCE):
        mine = (Hold.source_kind == source_kind, Hold.source_id.in_(ids[begin : begin + AT_ONCE]), Hold.is_live)
        db.session.execute(sa.update(Hold).where(*mine).values(is_live=False))


def taken(kind: Resource, resource_ids: Iterable[int], start: datetime, end: datetime) -> list[Hold]:
    """The live holds of these resources between two moments, by resource and time."""
    live = (Hold.resource_kind == kind, Hold.resource_id.in_(list(resource_ids)), Hold.is_live)
    rows = sa.select(Hold).where(*live, Hold.hold_from < end, Hold.hold_to > start)
    return list(db.session.scalars(rows.order_by(Hold.resource_id, Hold.hold_from)))


def is_free(kind: Resource, resource_id: Any, start: datetime, end: datetime) -> sa.ColumnElement[bool]:
    """Whether a resource (an id, or a column of the query around) is free; one look into the index each.

    Holds never overlap, so only the last one that begins before `end` can reach beyond `start`.
    """
    mine = (Hold.resource_kind == kind, Hold.resource_id == resource_id, Hold.is_live, Hold.hold_from < end)
    last = sa.select(Hold.hold_to).where(*mine).order_by(Hold.hold_from.desc()).limit(1).scalar_subquery()
    return sa.func.coalesce(last, sa.literal(datetime.min.replace(tzinfo=UTC), UtcDateTime)) <= start


Naming = Callable[[Sequence[int], Any], dict[int, str]]
_NAMES: dict[str, Naming] = {}


def name_sources(source_kind: str, naming: Naming) -> None:
    """Teach the refusals how sources of a kind are called: `naming(ids, actor)` answers what the actor may know."""
    _NAMES[source_kind] = naming


def names(found: Iterable[Hold], actor: Any) -> dict[tuple[str, int], str]:
    """What the actor may know of the sources of these holds, by kind and id."""
    by_kind: dict[str, list[int]] = {}
    for hold in found:
        by_kind.setdefault(hold.source_kind, []).append(hold.source_id)
    return {
        (kind, source_id): name
        for kind, ids in by_kind.items()
        if kind in _NAMES
        for source_id, name in _NAMES[kind](ids, actor).items()
    }


def _lock(resources: set[tuple[Resource, int]]) -> None:
    """Two who insert into an exclusion constraint at once may wait for each other: so they queue before it."""
    if is_sqlite():
        return  # BEGIN IMMEDIATE lets one write at a time
    places = {kind: place for place, kind in enumerate(Resource)}
    for kind, resource_id in sorted(resources):
        key = (places[kind] << 56) ^ resource_id
        db.session.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.cast(key, sa.BigInteger))))


def _by_resource(ordered: Iterable[Wanted]) -> dict[tuple[Resource, int], list[Wanted]]:
    groups: dict[tuple[Resource, int], list[Wanted]] = {}
    for each in ordered:
        groups.setdefault((each.kind, each.resource_id), []).append(each)
    return groups


def _among(group: Sequence[Wanted], known: Sequence[Hold]) -> list[Clash]:
    """The clashes of one resource; both are in order of time."""
    clashes, at = [], 0
    before: Wanted | None = None
    for each in group:
        while at < len(known) and known[at].hold_to <= each.start:
            at += 1
        if at < len(known) and known[at].hold_from < each.end:
            clashes.append(Clash(each, known[at]))
        elif before is not None and before.end > each.start:
            clashes.append(Clash(each, _row(before)))
        else:
            before = each
    return clashes


def _row(wanted: Wanted) -> Hold:
    return Hold(
        resource_kind=wanted.kind, resource_id=wanted.resource_id, hold_from=wanted.start, hold_to=wanted.end,
        source_kind=wanted.source_kind, source_id=wanted.source_id, is_live=True,
    )  # fmt: skip


def _plain(hold: Hold) -> dict[str, Any]:
    return {"from": in_text(hold.hold_from), "to": in_text(hold.hold_to), "resource": hold.resource_kind.value,
            "resourceId": hold.resource_id, "source": hold.source_kind}  # fmt: skip


def in_text(moment: datetime) -> str:
    """A moment as programs read it."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
