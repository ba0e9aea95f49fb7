"""Wishes from calendars elsewhere: a new time or a deletion becomes the same command as on our pages, or is refused."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from app.calendar import sources
from app.calendar.models import CalendarItem
from app.calendar.services.syncing.exchange import held, settled
from app.calendar.sources import Occurrence
from app.calendar.sync.port import RemoteEvent
from app.calendar.sync.state import Agreed, Times
from app.calendar.sync.work import Work
from app.core import clock
from app.core.audit import audit
from app.core.errors import DomainError, Invalid
from app.core.transaction import attempt, transaction


@transaction()
def take_move(work: Work, event: RemoteEvent) -> None:
    """Move ours to their time. Refused: our time goes back, with the reason in the event's text and at the source."""
    item = held(work)
    if item is None or event.state is None:
        return
    wanted = event.state.times
    _ask(item, lambda source, one, actor: source.move(one, *_moments(one, wanted), actor=actor), "moved")
    item.etag, item.agreed, item.removed_at = event.etag, Agreed(event.state, event.sent).kept(), None
    settled(item)
    item.push_due_at = clock.now()  # ours goes there again: the time refused, or the new one as written by us


@transaction()
def take_cancel(work: Work) -> None:
    """Cancel ours. Refused: the event comes back, with the reason in its text and at the source."""
    item = held(work)
    if item is None:
        return
    refusal = _ask(item, lambda source, one, actor: source.cancel(one, actor=actor), "cancelled")
    item.etag, item.agreed, item.was_sent, item.removed_at = None, None, False, clock.now()
    settled(item)
    if refusal:
        item.push_due_at = clock.now()


@transaction()
def ask_person(work: Work, event: RemoteEvent | None) -> None:
    """Both sides changed: keep both as they are, and have a person say which counts."""
    if item := held(work):
        theirs = event.state.kept() if event and event.state and not event.is_cancelled else None
        item.conflict = {"ours": work.ours.kept() if work.ours else None, "theirs": theirs}
        item.conflict_at = item.conflict_at or clock.now()
        item.leased_until = None


def _ask(item: CalendarItem, command: Callable[..., None], what: str) -> str | None:
    """Run the command in the name of the account's owner; the refusal, if it is one, is told to the source."""
    actor, source = item.link.account.owner, sources.source_of(item.source_kind)
    occurrence = sources.occurrence_of(item.source_kind, item.source_id, item.occurrence_key, actor=actor)
    refusal: str | None = None
    if occurrence is not None:
        with attempt(DomainError):
            try:
                command(source, occurrence, actor)
            except DomainError as error:
                refusal = error.message
                raise
    item.refusal = refusal
    audit(f"calendar.wish_{'refused' if refusal else what}", item, actor=actor, reason=refusal)
    if refusal and occurrence is not None:
        source.note_refusal(occurrence, refusal, actor=actor)
    return refusal


def _moments(occurrence: Occurrence, wanted: Times) -> tuple[datetime, datetime]:
    """Their time as moments; `Invalid` when it is none of the same kind."""
    if wanted.are_days != (occurrence.days is not None):
        raise Invalid(_("An event with a time cannot become an all-day one, nor the other way round."))
    if wanted.are_days:
        zone = ZoneInfo(occurrence.zone)
        starts, ends = (datetime.combine(date.fromisoformat(day), time(), zone).astimezone(UTC) for day in wanted)
    else:
        starts, ends = (datetime.fromisoformat(moment) for moment in wanted)
    if starts >= ends:
        raise Invalid(_("The end must come after the start."))
    return starts, ends
