"""Questions of the loop that keeps calendars equal."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import User, team_members
from app.calendar.models import AccountKind, CalendarAccount, CalendarItem, CalendarLink, RemoteChange
from app.calendar.sources import Scope, ScopeKind
from app.extensions import db

MOST_AT_ONCE, SHARE_AT_ONCE, NEVER_MANY = 10, 0.05, 2


def scope_of(link: CalendarLink) -> Scope:
    """Whose occurrences the link shows, the members of a team as they are now."""
    return scope(link.scope_kind, link.scope_id)


def scope(kind: ScopeKind, scope_id: int) -> Scope:
    """A scope with its people."""
    if kind is ScopeKind.person:
        return Scope(kind, scope_id, frozenset({scope_id}))
    if kind is ScopeKind.team:
        members = sa.select(team_members.c.user_id).where(team_members.c.team_id == scope_id)
        return Scope(kind, scope_id, frozenset(db.session.scalars(members)))
    return Scope(kind, scope_id)


def moving_links(*conditions: sa.ColumnElement[bool]) -> Sequence[CalendarLink]:
    """The links that are not paused, by account."""
    links = sa.select(CalendarLink).join(CalendarLink.account).options(joinedload(CalendarLink.account))
    links = links.where(*conditions, CalendarLink.paused_at.is_(None), CalendarAccount.paused_at.is_(None))
    return db.session.scalars(links.order_by(CalendarLink.account_id, CalendarLink.id)).all()


def shown_links() -> Sequence[CalendarLink]:
    """Every link that shows something, paused ones too: they go on later where they stopped."""
    links = sa.select(CalendarLink).where(CalendarLink.is_leaving.is_(False))
    links = links.options(joinedload(CalendarLink.account).joinedload(CalendarAccount.owner))
    return db.session.scalars(links.order_by(CalendarLink.account_id, CalendarLink.id)).all()


def due_items(now: datetime, most: int) -> Sequence[tuple[int, int, int]]:
    """Item, link and account of what is to be sent, the longest due first: each link gets its turn."""
    forgotten = CalendarItem.leased_until < now  # whoever had it was killed
    due = sa.and_(
        CalendarItem.push_due_at <= now, sa.or_(CalendarItem.leased_until.is_(None), CalendarItem.leased_until < now)
    )
    held = CalendarAccount.hold_until
    items = (
        sa.select(CalendarItem.id, CalendarItem.link_id, CalendarLink.account_id)
        .join(CalendarItem.link)
        .join(CalendarLink.account)
        .where(sa.or_(due, forgotten), CalendarItem.dead_at.is_(None))
        .where(CalendarLink.paused_at.is_(None), CalendarAccount.paused_at.is_(None))
        .where(sa.or_(held.is_(None), held <= now))
        .order_by(CalendarItem.push_due_at, CalendarItem.id)
        .limit(most)
    )
    return [tuple(row) for row in db.session.execute(items)]


def polled_links(now: datetime) -> Sequence[CalendarLink]:
    """Links whose turn to be asked has come."""
    held = sa.or_(CalendarAccount.hold_until.is_(None), CalendarAccount.hold_until <= now)
    return moving_links(CalendarLink.poll_due_at <= now, CalendarLink.is_leaving.is_(False), held)


def unchecked_links(before: datetime) -> Sequence[CalendarLink]:
    """Links of which ours was not compared as a whole since `before`."""
    unchecked = sa.or_(CalendarLink.checked_at.is_(None), CalendarLink.checked_at < before)
    return moving_links(unchecked, CalendarLink.is_leaving.is_(False))


def items_of(link: CalendarLink) -> dict[tuple[str, int, str], CalendarItem]:
    """The items of a link by what they show."""
    rows = db.session.scalars(sa.select(CalendarItem).where(CalendarItem.link_id == link.id))
    return {(row.source_kind, row.source_id, row.occurrence_key): row for row in rows}


def items_of_source(kind: str, source_id: int) -> Sequence[CalendarItem]:
    """The items of one thing of ours, in every link."""
    rows = sa.select(CalendarItem).where(CalendarItem.source_kind == kind, CalendarItem.source_id == source_id)
    return db.session.scalars(rows).all()


def items_there(link_id: int, remote_ids: Iterable[str]) -> dict[str, CalendarItem]:
    """Our items among these events; events are known by nothing but the id that we gave them."""
    wanted, found = list(remote_ids), {}
    for start in range(0, len(wanted), 500):
        some = CalendarItem.remote_id.in_(wanted[start : start + 500])
        rows = db.session.scalars(sa.select(CalendarItem).where(CalendarItem.link_id == link_id, some))
        found.update({row.remote_id: row for row in rows})
    return found


def changes_of(link_id: int) -> Sequence[RemoteChange]:
    """The fetched changes that wait, in the order in which they came."""
    rows = sa.select(RemoteChange).where(RemoteChange.link_id == link_id)
    return db.session.scalars(rows.order_by(RemoteChange.id)).all()


def _standing(link_id: int) -> tuple[sa.ColumnElement[bool], ...]:
    return CalendarItem.link_id == link_id, CalendarItem.agreed.is_not(None), CalendarItem.removed_at.is_(None)


def standing_ids(link_id: int) -> dict[str, int]:
    """The ids there of what both sides agree is there, with the item of each."""
    return dict(list(db.session.execute(sa.select(CalendarItem.remote_id, CalendarItem.id).where(*_standing(link_id)))))


def is_much_removed(link_id: int) -> bool:
    """Whether so much is to be removed here at once that a person must say whether it is meant.

    More than 10 items, or 5 % of them; one or two are never much.
    """
    standing = db.session.scalar(sa.select(sa.func.count()).select_from(CalendarItem).where(*_standing(link_id))) or 0
    removed = (
        sa.select(sa.func.count())
        .select_from(RemoteChange)
        .join(CalendarItem, sa.and_(CalendarItem.link_id == link_id, CalendarItem.remote_id == RemoteChange.remote_id))
        .where(RemoteChange.link_id == link_id, RemoteChange.is_removal.is_(True), *_standing(link_id)[1:])
    )
    many = db.session.scalar(removed) or 0
    return many > MOST_AT_ONCE or many > max(NEVER_MANY, standing * SHARE_AT_ONCE)


def is_link_empty(link_id: int, *, but_given_up: bool = False) -> bool:
    """Whether nothing of ours is there any more, but for what was given up."""
    left = sa.select(CalendarItem.id).where(CalendarItem.link_id == link_id, CalendarItem.removed_at.is_(None))
    left = left.where(CalendarItem.dead_at.is_(None)) if but_given_up else left
    return db.session.scalar(left.limit(1)) is None


def link_row(link_id: int) -> CalendarLink | None:
    """A link with its account, as it stands."""
    return db.session.get(CalendarLink, link_id, options=[joinedload(CalendarLink.account)])


def owner_acts(owner: User) -> bool:
    """Whether anything may still happen in the name of this person."""
    return bool(owner.is_active)


def account_of(owner_id: int, kind: AccountKind, subject: str) -> CalendarAccount | None:
    """The account of this kind that the person has already."""
    wanted = sa.select(CalendarAccount).where(
        CalendarAccount.owner_id == owner_id, CalendarAccount.kind == kind, CalendarAccount.subject == subject
    )
    return db.session.scalar(wanted.limit(1))


def is_connected(account_id: int, calendar_id: str, kind: ScopeKind, scope_id: int) -> bool:
    """Whether a link of this account shows exactly this in this calendar."""
    same = (CalendarLink.account_id == account_id, CalendarLink.calendar_id == calendar_id)
    scope_is_same = (CalendarLink.scope_kind == kind, CalendarLink.scope_id == scope_id)
    return db.session.scalar(sa.select(CalendarLink.id).where(*same, *scope_is_same)) is not None


def leaving_links() -> Sequence[int]:
    """Links whose events are being removed."""
    return db.session.scalars(sa.select(CalendarLink.id).where(CalendarLink.is_leaving.is_(True))).all()


def channel_links(before: datetime) -> Sequence[CalendarLink]:
    """Links whose calls end before this moment, or that have none."""
    ends = sa.or_(CalendarLink.channel_expires_at.is_(None), CalendarLink.channel_expires_at < before)
    return moving_links(ends, CalendarLink.is_leaving.is_(False))


def accounts_of(owner_id: int) -> Sequence[CalendarAccount]:
    """The accounts of a person, the newest first."""
    accounts = sa.select(CalendarAccount).where(CalendarAccount.owner_id == owner_id)
    return db.session.scalars(accounts.order_by(CalendarAccount.id.desc())).all()
