"""Recurring work of calendars elsewhere: send what is due, ask what changed, compare as a whole, keep calls alive."""

import logging
import time
from datetime import datetime, timedelta

from app.calendar.google.gateway import gateway
from app.calendar.models import CalendarLink
from app.calendar.queries import sync as queries
from app.calendar.services.syncing import channels, fetching, placing
from app.calendar.sync import pulling, pushing
from app.calendar.sync.port import Busy, NotLetIn, RemoteError
from app.core.jobs import job

ROUND = 10.0  # seconds, so that other jobs get their turn; what is left is due at the next tick
BATCH = 100
COMPARED_EVERY = timedelta(hours=1)
RENEWED_BEFORE = timedelta(hours=24)

log = logging.getLogger(__name__)


@job("calendar.push", every=timedelta(seconds=1))
def push_changes(now: datetime) -> None:
    """Send what is due, each item in its own transactions; an account that must wait, or is not let in, is left out."""
    ends, left_out = time.monotonic() + ROUND, set()
    for link_id in queries.leaving_links():
        fetching.end_left(link_id)
    for item_id, link_id, account_id in queries.due_items(now, BATCH):
        if time.monotonic() > ends:
            return
        if account_id in left_out:
            continue
        link = queries.link_row(link_id)
        if link is None:
            continue
        error = _push(item_id, link)
        if isinstance(error, NotLetIn) or (isinstance(error, Busy) and error.is_limit):
            left_out.add(account_id)


@job("calendar.pull", every=timedelta(seconds=1))
def pull_changes(now: datetime) -> None:
    """Ask the calendars whose turn has come."""
    ends = time.monotonic() + ROUND
    for link in queries.polled_links(now):
        if time.monotonic() > ends:
            return
        link_id = link.id
        try:
            pulling.pull(link_id, gateway().calendar(link))
        except NotLetIn as error:
            fetching.pull_failed(link_id, error)


@job("calendar.compare", every=timedelta(minutes=1))
def compare_calendars(now: datetime) -> None:
    """Compare all of ours with what each link shows: days move into the window, and what was missed is caught up."""
    for link in queries.unchecked_links(now - COMPARED_EVERY):
        link_id = link.id
        try:
            placing.place_all(link_id)
        except Exception:  # one source that cannot be read must not stop the other links; nothing is removed
            log.exception("link %s cannot be compared", link_id)


@job("calendar.renew_channels", every=timedelta(minutes=10))
def renew_channels(now: datetime) -> None:
    """Have the service call us when something changed; polling goes on beside it."""
    if not channels.can_be_called():
        return
    for link in queries.channel_links(now + RENEWED_BEFORE):
        channel_id, token, address = channels.offer(link.id)
        try:
            promise = gateway().calendar(link).watch(channel_id, token, address)
        except RemoteError as error:
            log.warning("no calls for link %s: %s", link.id, error)
        else:
            channels.keep(link.id, promise)


def _push(item_id: int, link: CalendarLink) -> RemoteError | None:
    try:
        calendar = gateway().calendar(link)
    except NotLetIn as error:
        fetching.pull_failed(link.id, error)
        return error
    return pushing.push(item_id, calendar)
