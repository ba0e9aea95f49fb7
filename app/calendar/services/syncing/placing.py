"""Which of our occurrences belong into which calendar elsewhere: items are made, and set due when ours changed."""

import secrets
from collections.abc import Iterable
from datetime import timedelta

from app.calendar import sources
from app.calendar.models import CalendarItem, CalendarLink, PauseReason
from app.calendar.queries import sync as queries
from app.calendar.services.syncing.texts import ours_of
from app.calendar.sources import Occurrence, Window
from app.calendar.sync.state import Agreed
from app.core import clock
from app.core.transaction import transaction
from app.extensions import db

SHOWN_BEFORE, SHOWN_AHEAD = timedelta(days=7), timedelta(days=180)
SOON = timedelta(seconds=1)  # ten edits in a second make one call
TOMBSTONES_KEPT = timedelta(days=90)


@transaction()
def place_thing(kind: str, source_id: int) -> None:
    """One thing came, changed or went: its items in every link are due, and made where they are missing."""
    placed: dict[int, list[CalendarItem]] = {}
    for item in queries.items_of_source(kind, source_id):
        placed.setdefault(item.link_id, []).append(item)
        _make_due(item)
        item.refusal = None  # it spoke of how the thing stood before
    seen: dict[int, list[Occurrence]] = {}
    for link in queries.shown_links():
        owner = link.account.owner
        if owner.id not in seen:
            seen[owner.id] = list(sources.source_of(kind).of(source_id, actor=owner))
        known = {item.occurrence_key for item in placed.get(link.id, ())}
        _place_new(link, (one for one in seen[owner.id] if one.key not in known))


@transaction()
def place_all(link_id: int) -> int:
    """Compare all of ours with what a link shows; what differs is due. Answers how many that are."""
    link = queries.link_row(link_id)
    if link is None or link.is_leaving:
        return 0
    now = clock.now()
    link.checked_at = now
    owner = link.account.owner
    if not queries.owner_acts(owner):  # who is gone sees nothing: that must not empty the calendar
        link.account.paused_at, link.account.paused_reason = now, PauseReason.owner_gone
        return 0
    items, window = queries.items_of(link), shown_window()
    scope = queries.scope_of(link)
    current = {(one.kind, one.source_id, one.key): one for one in sources.occurrences(scope, window, actor=owner)}
    due = _place_new(link, (one for what, one in current.items() if what not in items))
    for what, item in items.items():
        if item.removed_at and item.removed_at < now - TOMBSTONES_KEPT:
            db.session.delete(item)
        elif _differs(item, current.get(what), window):
            _make_due(item)
            due += 1
    return due


def shown_window() -> Window:
    """What calendars elsewhere show: a week back, half a year ahead."""
    now = clock.now()
    return Window(now - SHOWN_BEFORE, now + SHOWN_AHEAD)


def _differs(item: CalendarItem, occurrence: Occurrence | None, window: Window) -> bool:
    agreed = Agreed.of_kept(item.agreed)
    if occurrence is None or occurrence.is_cancelled:
        is_in_window = agreed is None or agreed.state.times.ends >= window.starts_at.isoformat()
        return item.removed_at is None and item.was_sent and is_in_window
    return agreed is None or not ours_of(item, occurrence).says_the_same(agreed.state)


def _place_new(link: CalendarLink, occurrences: Iterable[Occurrence]) -> int:
    scope, window, made = queries.scope_of(link), shown_window(), 0
    for one in occurrences:
        if one.is_cancelled or not scope.concerns(one) or not window.meets(one):
            continue
        mark = secrets.token_hex(16)
        db.session.add(
            CalendarItem(
                link_id=link.id, source_kind=one.kind, source_id=one.source_id, occurrence_key=one.key,
                mark=mark, remote_id=mark, push_due_at=clock.now() + SOON,
            )
        )  # fmt: skip
        made += 1
    return made


def _make_due(item: CalendarItem) -> None:
    """Send it soon; what is due already stays so, and what was given up gets a new chance."""
    if item.push_due_at is None or item.dead_at:
        item.push_due_at = clock.now() + SOON
    if item.dead_at:
        item.dead_at, item.failing_since, item.failures = None, None, 0
