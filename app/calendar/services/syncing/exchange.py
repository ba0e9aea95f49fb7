"""The steps of one item between two calls of the service: take it, note what came of it. None speaks to the service."""

import random
from datetime import datetime, timedelta

import sqlalchemy as sa

from app.calendar import sources
from app.calendar.models import CalendarItem, CalendarLink, PauseReason, RemoteChange
from app.calendar.queries import sync as queries
from app.calendar.services.syncing.texts import ours_of
from app.calendar.sync import port
from app.calendar.sync.port import RemoteError, RemoteEvent
from app.calendar.sync.state import Agreed, State
from app.calendar.sync.work import Work
from app.core import clock
from app.core.db import insert_into
from app.core.transaction import transaction
from app.extensions import db

LEASE = timedelta(minutes=2)
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=5), timedelta(minutes=30)
GIVEN_UP_AFTER = timedelta(hours=24)


@transaction()
def take(item_id: int, *, is_due: bool = True) -> Work | None:
    """Lease an item and say how ours stands now; None when another worker has it, or nothing is due any more.

    Raises what the source raises: then nothing is leased, sent or removed.
    """
    now = clock.now()
    is_free = sa.or_(CalendarItem.leased_until.is_(None), CalendarItem.leased_until < now)
    claim = sa.update(CalendarItem).where(CalendarItem.id == item_id, is_free).values(leased_until=now + LEASE)
    if is_due:
        is_wanted = sa.or_(CalendarItem.push_due_at <= now, CalendarItem.leased_until < now)
        claim = claim.where(is_wanted).values(push_due_at=None)  # a change from here on sets it again
    if db.session.execute(claim, execution_options={"synchronize_session": False}).rowcount != 1:
        return None
    item = db.session.get_one(CalendarItem, item_id, populate_existing=True)
    if not item.link.is_leaving and not queries.owner_acts(item.link.account.owner):
        # who is gone sees nothing: that must not empty the calendar
        item.leased_until, item.push_due_at = None, now
        item.link.account.paused_at, item.link.account.paused_reason = now, PauseReason.owner_gone
        return None
    ours = _ours(item)
    work = _work(item, item.link, ours, now + LEASE)
    item.was_sent = item.was_sent or ours is not None  # from here on it may be there, whatever becomes of us
    return work


@transaction()
def agree(work: Work, event: RemoteEvent, state: State) -> None:
    """Both sides say `state`."""
    if item := held(work):
        item.etag, item.agreed = event.etag, Agreed(state, event.sent).kept()
        item.removed_at = None
        settled(item)


@transaction()
def let_go(work: Work) -> None:
    """Nothing was to be done."""
    if item := held(work):
        if work.ours is None and not work.was_sent:
            item.removed_at = item.removed_at or clock.now()
        settled(item)


@transaction()
def finish(work: Work) -> None:
    """It is not there any more, and shall not be; should it come back here, it is put there anew."""
    if item := held(work):
        item.etag, item.agreed, item.was_sent, item.refusal = None, None, False, None
        item.removed_at = clock.now()
        settled(item)


@transaction()
def renew(work: Work) -> None:
    """The id is taken by a stranger, or was used up: go on under the next one."""
    if item := held(work):
        item.generation += 1
        item.remote_id = f"{item.mark}{item.generation:x}"
        item.etag, item.agreed, item.was_sent, item.leased_until = None, None, False, None
        item.push_due_at = clock.now()


@transaction()
def note_removal(work: Work) -> None:
    """It seems deleted there. A push never takes that over: the next pull does, if the list says so as well."""
    if item := held(work):
        item.leased_until = None
        note_change(work.link_id, work.remote_id, is_removal=True, is_certain=False)
        item.link.poll_due_at = clock.now()


def note_change(link_id: int, remote_id: str, *, is_removal: bool, is_certain: bool) -> None:
    """Keep that an event is to be looked at; the newest word about it counts. Part of the caller's transaction."""
    values = {"is_removal": is_removal, "is_certain": is_certain}
    row = insert_into(RemoteChange).values(link_id=link_id, remote_id=remote_id, created_at=clock.now(), **values)
    db.session.execute(row.on_conflict_do_update(index_elements=["link_id", "remote_id"], set_=values))


@transaction()
def wait(work: Work, error: RemoteError) -> None:
    """The service did not do it: try again later, with growing pauses, for a day; then a person must look.

    A limit of the service stops everything of the account until it may be asked again; a proof that is not taken
    pauses the account.
    """
    item = held(work)
    if item is None:
        return
    now = clock.now()
    item.leased_until, item.last_error = None, _said(error)
    item.failing_since = item.failing_since or now
    item.push_due_at = item.push_due_at or now
    if isinstance(error, port.NotLetIn):
        pause_account(item.link, error)
    elif isinstance(error, port.Missing):  # not even the calendar is there
        item.link.paused_at, item.link.paused_reason = now, PauseReason.calendar_gone
    elif isinstance(error, port.Busy) and error.is_limit:
        hold_account(item.link, error)
    else:
        item.failures += 1
        item.push_due_at = now + _pause(item.failures, error)
    if isinstance(error, port.Refused) or now - item.failing_since > GIVEN_UP_AFTER:
        item.dead_at, item.push_due_at = now, None


@transaction()
def note_defect(item_id: int, error: Exception) -> None:
    """Our own side could not be read: nothing is sent, and it is tried again as after any failure."""
    item = db.session.get_one(CalendarItem, item_id)
    now = clock.now()
    item.failures, item.last_error = item.failures + 1, f"{type(error).__name__}: {error}"[:500]
    item.failing_since, item.leased_until = item.failing_since or now, None
    item.push_due_at = now + _pause(item.failures, error)
    if now - item.failing_since > GIVEN_UP_AFTER:
        item.dead_at, item.push_due_at = now, None


def pause_account(link: CalendarLink, error: RemoteError) -> None:
    """Say no more to a service that does not let us in; part of the caller's transaction."""
    account = link.account
    account.paused_at, account.paused_reason = clock.now(), PauseReason.no_access
    account.last_error, account.last_error_at = _said(error), clock.now()


def hold_account(link: CalendarLink, error: port.Busy) -> None:
    """Ask nothing more until the service may be asked again; part of the caller's transaction."""
    account, now = link.account, clock.now()
    account.failures += 1
    account.hold_until = max(account.hold_until or now, now + _pause(account.failures, error))
    account.last_error, account.last_error_at = _said(error), now


def _ours(item: CalendarItem) -> State | None:
    """How our side stands: None when it is gone, cancelled, not of this calendar, or the link is being removed."""
    link = item.link
    if link.is_leaving:
        return None
    key = (item.source_kind, item.source_id, item.occurrence_key)
    occurrence = sources.occurrence_of(*key, actor=link.account.owner)
    if occurrence is None or occurrence.is_cancelled or not queries.scope_of(link).concerns(occurrence):
        return None
    return ours_of(item, occurrence)


def _work(item: CalendarItem, link: CalendarLink, ours: State | None, leased_until: datetime) -> Work:
    return Work(
        item_id=item.id, link_id=link.id, account_id=link.account_id, leased_until=leased_until,
        remote_id=item.remote_id, mark=item.mark, etag=item.etag, ours=ours, agreed=Agreed.of_kept(item.agreed),
        was_sent=item.was_sent, is_two_way=link.is_two_way,
        is_open=item.conflict_at is not None or item.ruling is not None, ruling=item.ruling,
        saw_removal=item.conflict is not None and item.conflict["theirs"] is None,
    )  # fmt: skip


def held(work: Work) -> CalendarItem | None:
    """The item, if the lease is still ours: who comes too late must not overwrite what another did meanwhile."""
    item = db.session.get(CalendarItem, work.item_id, populate_existing=True, with_for_update={"of": CalendarItem})
    return item if item is not None and item.leased_until == work.leased_until else None


def settled(item: CalendarItem) -> None:
    """Give the item back, with nothing open; part of the caller's transaction."""
    item.leased_until, item.failures, item.failing_since, item.last_error = None, 0, None, None
    item.conflict_at, item.conflict, item.ruling = None, None, None
    item.link.pushed_at = item.link.account.last_ok_at = clock.now()
    item.link.account.failures = 0


def _pause(failures: int, error: Exception) -> timedelta:
    """Full jitter, so that many who failed together do not come back together; never less than the service asked."""
    grown = min(FIRST_WAIT * 2 ** min(failures, 20), LONGEST_WAIT)
    asked = timedelta(seconds=min(getattr(error, "retry_after", None) or 0, 86_400))
    return asked + random.uniform(0.1, 1) * grown  # noqa: S311  spread, no secret


def _said(error: Exception) -> str:
    return (str(error) or type(error).__name__)[:500]
