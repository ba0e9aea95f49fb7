"""What a visit takes: its technician, a room, a spare device. All of them in one transaction, or nothing."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from flask_babel import format_time
from flask_babel import gettext as _

from app.accounts.models import User
from app.calendar.models import Visit
from app.core import holds
from app.core.company import DeskHoursSettings
from app.core.daywords import short_day
from app.core.holds import BookingConflict, Clash, Resource, Wanted

KIND = "visit"
STEP = timedelta(minutes=30)
LOOK_AHEAD = timedelta(days=14)
OFFERED = 3


def reserve(visit: Visit, *, actor: User) -> None:
    """Take what the visit needs, giving back what it held before.

    `BookingConflict` naming what is in the way, with three times at which everything is free.
    """
    holds.free(KIND, [visit.id])
    try:
        holds.take(_wanted(visit))
    except BookingConflict as conflict:
        free = list(_free_times(visit))
        said = [_in_the_way(clash, visit, actor) for clash in conflict.clashes]
        if free:
            said.append(_("Free: %(times)s.", times="; ".join(_when(start) for start in free)))
        offered = [{"startsAt": start.isoformat(), "endsAt": (start + visit.duration).isoformat()} for start in free]
        raise BookingConflict(conflict.clashes, " ".join(said), free=offered) from conflict


def give_back(visit: Visit) -> None:
    """Free everything that the visit held."""
    holds.free(KIND, [visit.id])


def _resources(visit: Visit) -> dict[Resource, int]:
    found = {
        Resource.person: visit.technician.id,
        Resource.room: visit.room.id if visit.room else None,
        Resource.equipment: visit.device.id if visit.device else None,
    }
    return {kind: key for kind, key in found.items() if key is not None}


def _wanted(visit: Visit) -> list[Wanted]:
    span = (visit.starts_at, visit.ends_at, KIND, visit.id)
    return [Wanted(kind, key, *span) for kind, key in _resources(visit).items()]


def _in_the_way(clash: Clash, visit: Visit, actor: User) -> str:
    what = {Resource.person: visit.technician, Resource.room: visit.room, Resource.equipment: visit.device}
    hold = clash.hold
    names = holds.names([hold], actor)
    said = _("%(what)s is taken: %(start)s to %(end)s", what=what[clash.wanted.kind], start=_when(hold.hold_from),
             end=format_time(hold.hold_to, "short"))  # fmt: skip
    by = names.get((hold.source_kind, hold.source_id))
    return f"{said} ({by})." if by else f"{said}."


def _when(moment: datetime) -> str:
    return f"{short_day(moment)} {format_time(moment, 'short')}"


def _free_times(visit: Visit) -> Iterator[datetime]:
    """The next times within desk hours at which everything that the visit needs is free."""
    desk, horizon = DeskHoursSettings.desk(), visit.starts_at + LOOK_AHEAD
    taken = [
        (hold.hold_from, hold.hold_to)
        for kind, key in _resources(visit).items()
        for hold in holds.taken(kind, [key], visit.starts_at, horizon)
    ]
    start, found = visit.starts_at, 0
    while start < horizon and found < OFFERED:
        end = start + visit.duration
        blocking = [until for begins, until in taken if begins < end and until > start]
        if blocking:
            start = max(blocking)
        elif desk.between(start, end) < visit.duration:
            start += STEP
        else:
            yield start
            start, found = end, found + 1
