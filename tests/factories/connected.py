"""Connections to calendars elsewhere, and secret feeds."""

from typing import Any

from app.accounts.models import User
from app.calendar.models import AccountKind, CalendarAccount, CalendarFeed, CalendarItem, CalendarLink
from app.calendar.sources import ScopeKind
from app.core import clock, tokens
from app.core.transaction import transaction
from app.extensions import db

STATE = {"title": "Replace dock", "text": "", "place": "", "zone": "UTC", "is_busy": True}
HERE, THERE = ["2026-03-03T09:00:00Z", "2026-03-03T10:00:00Z"], ["2026-03-03T13:00:00Z", "2026-03-03T14:00:00Z"]


def connection(owner: User, **fields: Any) -> CalendarLink:
    """A person's own main calendar."""
    with transaction():
        account = CalendarAccount(owner_id=owner.id, kind=AccountKind.delegated, subject=owner.email)
        link = CalendarLink(account=account, scope_kind=ScopeKind.person, scope_id=owner.id,
                            **{"calendar_id": "primary", "title": owner.name, **fields})  # fmt: skip
        db.session.add(link)
    return link


def conflict(owner: User, link: CalendarLink | None = None) -> CalendarItem:
    """An entry that was changed here and there."""
    link = link or connection(owner)
    mark = tokens.new_nonce()
    sides = {"ours": {**STATE, "times": HERE}, "theirs": {**STATE, "times": THERE}}
    with transaction():
        item = CalendarItem(link_id=link.id, source_kind="visit", source_id=10**9 + link.id, mark=mark, remote_id=mark,
                            conflict=sides, conflict_at=clock.now(), was_sent=True)  # fmt: skip
        db.session.add(item)
    return item


def feed(owner: User) -> CalendarFeed:
    """A person's own secret address, whatever the person may do."""
    with transaction():
        nonce = tokens.new_nonce()
        row = CalendarFeed(owner_id=owner.id, scope_kind=ScopeKind.person, scope_id=owner.id, nonce=nonce,
                           token_hash=tokens.digest(nonce))  # fmt: skip
        db.session.add(row)
    return row
