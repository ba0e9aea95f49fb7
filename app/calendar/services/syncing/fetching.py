"""What was fetched from a calendar elsewhere: changes and new token are stored together, then handled one by one."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import sqlalchemy as sa

from app.calendar.models import CalendarItem, CalendarLink, PauseReason, RemoteChange, Ruling
from app.calendar.queries import sync as queries
from app.calendar.services.syncing.exchange import hold_account, note_change, pause_account
from app.calendar.sync import port
from app.calendar.sync.port import RemoteError, RemoteEvent
from app.core import clock
from app.core.transaction import transaction
from app.extensions import db

POLLED_EVERY, POLLED_WHEN_CALLED = timedelta(seconds=60), timedelta(minutes=10)


@transaction()
def store_changes(
    link_id: int, events: Iterable[RemoteEvent], sync_token: str | None, list_hash: str, *, is_full: bool
) -> None:
    """Keep what the list said of our events, and the token that will not say it again.

    An etag that we know is an echo of our own doing. What a full list did not show is no deletion yet.
    """
    link = queries.link_row(link_id)
    if link is None:
        return
    said = {event.id: event for event in events}
    items = queries.items_there(link_id, said)
    for remote_id, item in items.items():
        event = said[remote_id]
        is_known = event.etag == item.etag or (event.is_cancelled and item.removed_at is not None)
        if not is_known:
            note_change(link_id, remote_id, is_removal=event.is_cancelled, is_certain=True)
    if is_full:
        for remote_id in queries.standing_ids(link_id).keys() - said.keys():
            note_change(link_id, remote_id, is_removal=True, is_certain=False)
    now = clock.now()
    link.sync_token, link.list_hash, link.pulled_at = sync_token, list_hash, now
    link.poll_due_at = now + _until_next(link, now)
    link.failures, link.last_error, link.account.failures, link.account.last_ok_at = 0, None, 0, now


@transaction()
def be_certain(change_id: int, *, is_removed: bool) -> None:
    """An event that a full list did not show was fetched by itself."""
    values = {"is_certain": True, "is_removal": is_removed}
    db.session.execute(sa.update(RemoteChange).where(RemoteChange.id == change_id).values(values))


@transaction()
def drop_change(change_id: int) -> None:
    """It was handled."""
    db.session.execute(sa.delete(RemoteChange).where(RemoteChange.id == change_id))


@transaction()
def may_remove(link_id: int) -> bool:
    """Whether the removals that wait may be taken over; pauses the link and asks a person when they are many."""
    link = queries.link_row(link_id)
    if link is None:
        return False
    if link.are_removals_meant or not link.is_two_way or not queries.is_much_removed(link_id):
        return True
    link.paused_at, link.paused_reason = clock.now(), PauseReason.many_removed
    return False


@transaction()
def end_removals(link_id: int) -> None:
    """What a person said yes to is done; the next time is asked again."""
    db.session.execute(sa.update(CalendarLink).where(CalendarLink.id == link_id).values(are_removals_meant=False))


@transaction()
def put_back(link_id: int) -> None:
    """The removals that wait were a mistake: ours counts, everything is put there again."""
    now = clock.now()
    for change in queries.changes_of(link_id):
        if change.is_removal:
            item = queries.items_there(link_id, [change.remote_id]).get(change.remote_id)
            if item is not None:
                item.ruling, item.push_due_at = Ruling.ours, now
            db.session.delete(change)


@transaction()
def pull_failed(link_id: int, error: RemoteError) -> None:
    """The list could not be read: nothing changes here, and it is asked again, at the latest in ten minutes."""
    link = queries.link_row(link_id)
    if link is None:
        return
    now = clock.now()
    link.failures, link.last_error = link.failures + 1, (str(error) or type(error).__name__)[:500]
    wait = max(
        min(POLLED_EVERY * link.failures, POLLED_WHEN_CALLED).total_seconds(), getattr(error, "retry_after", 0) or 0
    )
    link.poll_due_at = now + timedelta(seconds=wait)
    if isinstance(error, port.NotLetIn):
        pause_account(link, error)
    elif isinstance(error, port.Missing):
        link.paused_at, link.paused_reason = now, PauseReason.calendar_gone
    elif isinstance(error, port.Busy) and error.is_limit:
        hold_account(link, error)


@transaction()
def wake(link_id: int) -> None:
    """The service says that something changed: ask at once."""
    db.session.execute(sa.update(CalendarLink).where(CalendarLink.id == link_id).values(poll_due_at=clock.now()))


def _until_next(link: CalendarLink, now: datetime) -> timedelta:
    is_called = link.channel_expires_at is not None and link.channel_expires_at > now
    return POLLED_WHEN_CALLED if is_called else POLLED_EVERY


@transaction()
def end_left(link_id: int) -> bool:
    """Forget a link whose events are all away, or cannot be taken away by us; False while some are left.

    Who ends a connection that the service refuses must not look at it for ever: what stands there then stays there.
    """
    link = queries.link_row(link_id)
    if link is None or not link.is_leaving:
        return False
    is_hopeless = link.pause in {PauseReason.no_access, PauseReason.calendar_gone}
    if not is_hopeless and not queries.is_link_empty(link_id, but_given_up=True):
        return False
    db.session.delete(link)
    return True


def try_again(item: CalendarItem) -> None:
    """Give what was given up a new day of tries; part of the caller's transaction."""
    item.dead_at, item.failing_since, item.failures, item.push_due_at = None, None, 0, clock.now()
