"""Theirs comes here: all pages first, one transaction for changes and token, and only then their handling."""

import hashlib
import logging

from app.calendar.models import RemoteChange
from app.calendar.queries import sync as queries
from app.calendar.services.syncing import exchange, fetching
from app.calendar.sync.port import Busy, Calendar, RemoteError, RemoteEvent, TokenExpired
from app.calendar.sync.pushing import carry_out, is_stranger
from app.calendar.sync.work import Work

log = logging.getLogger(__name__)


def pull(link_id: int, calendar: Calendar) -> RemoteError | None:
    """Fetch and handle what changed in one calendar; answers what the service refused."""
    try:
        fetch(link_id, calendar)
    except RemoteError as error:
        fetching.pull_failed(link_id, error)
        return error
    return handle_changes(link_id, calendar)


def fetch(link_id: int, calendar: Calendar) -> None:
    """Read the list of changes to its end, then keep it; a token that the service forgot leads to the whole list."""
    link = queries.link_row(link_id)
    list_hash = hashlib.sha256(calendar.parameters().encode()).hexdigest()
    token = link.sync_token if link.list_hash == list_hash else None
    try:
        events, new_token = _all_pages(calendar, token)
    except TokenExpired:
        token = None
        try:
            events, new_token = _all_pages(calendar, None)
        except TokenExpired as error:
            raise Busy("the list ended while it was read") from error
    fetching.store_changes(link_id, events, new_token, list_hash, is_full=token is None)


def handle_changes(link_id: int, calendar: Calendar) -> RemoteError | None:
    """Go through the changes that wait; what a worker has under lease is left for the next round."""
    try:
        for change in queries.changes_of(link_id):
            if not change.is_certain:
                _make_certain(change, calendar)
        if not fetching.may_remove(link_id):
            return None
        for change in queries.changes_of(link_id):
            _handle(change, calendar)
        fetching.end_removals(link_id)
    except RemoteError as error:
        fetching.pull_failed(link_id, error)
        return error
    return None


def _all_pages(calendar: Calendar, token: str | None) -> tuple[list[RemoteEvent], str | None]:
    events: list[RemoteEvent] = []
    page: str | None = None
    while True:
        part = calendar.changes(sync_token=token, page=page)
        events.extend(part.events)
        if part.next_page is None:
            return events, part.sync_token
        page = part.next_page


def _make_certain(change: RemoteChange, calendar: Calendar) -> None:
    """A full list did not show it: only the service's own answer about it counts."""
    change_id = change.id
    event = calendar.event(change.remote_id)
    fetching.be_certain(change_id, is_removed=event is None or event.is_cancelled)


def _handle(change: RemoteChange, calendar: Calendar) -> None:
    change_id, remote_id, link_id = change.id, change.remote_id, change.link_id
    item = queries.items_there(link_id, [remote_id]).get(remote_id)
    if item is not None and not _handle_item(item.id, remote_id, calendar):
        return
    fetching.drop_change(change_id)


def _handle_item(item_id: int, remote_id: str, calendar: Calendar) -> bool:
    """Look at one event and do what follows; False when it must be tried again."""
    try:
        work = exchange.take(item_id, is_due=False)
    except Exception as error:  # our own side cannot be read
        log.exception("item %s cannot be read", item_id)
        exchange.note_defect(item_id, error)
        return False
    if work is None:
        return False
    try:
        _look(work, calendar)
    except RemoteError as error:
        exchange.wait(work, error)
        raise
    return True


def _look(work: Work, calendar: Calendar) -> None:
    theirs = calendar.event(work.remote_id)
    if is_stranger(theirs, work):
        exchange.renew(work)
    elif theirs is not None and theirs.etag == work.etag and not work.is_open:
        exchange.let_go(work)
    else:
        carry_out(work.step_for(theirs), work, theirs, calendar)
