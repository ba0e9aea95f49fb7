"""The connections that a person may see, how they fare, and what waits for a person's word."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import Team, User
from app.accounts.policies import can_see_person
from app.accounts.queries import person
from app.calendar import policies
from app.calendar.models import CalendarAccount, CalendarItem, CalendarLink, RemoteChange
from app.calendar.sources import ScopeKind
from app.core.errors import NotFound
from app.core.paging import Page, Paging, page_of
from app.extensions import db
from app.rooms.models import Room
from app.rooms.queries import room_for

NAMED_BY = {
    ScopeKind.person: (User.id, User.first_name),
    ScopeKind.team: (Team.id, Team.name),
    ScopeKind.room: (Room.id, Room.name),
}


@dataclass(frozen=True)
class Health:
    """How many items of a link stand where."""

    shown: int = 0
    waiting: int = 0
    given_up: int = 0
    conflicts: int = 0


def links_visible_to(actor: User) -> sa.Select[tuple[CalendarLink]]:
    """An administrator sees all connections, an agent the own ones, others none."""
    links = sa.select(CalendarLink).join(CalendarLink.account)
    links = links.options(joinedload(CalendarLink.account).joinedload(CalendarAccount.owner))
    if policies.keeps_all_connections(actor):
        return links
    return links.where(CalendarAccount.owner_id == actor.id if policies.can_connect(actor) else sa.false())


def links_of(actor: User, most: int = 200) -> Sequence[CalendarLink]:
    """The connections that the actor may see, the newest first."""
    return db.session.scalars(links_visible_to(actor).order_by(CalendarLink.id.desc()).limit(most)).all()


def links_page(actor: User, paging: Paging) -> Page:
    """A page of them."""
    return page_of(links_visible_to(actor), paging, keys={"id": CalendarLink.id}, tie=CalendarLink.id)


def link_for(actor: User, link_id: int) -> CalendarLink:
    """One connection; `NotFound` for hidden ones."""
    found = db.session.scalar(links_visible_to(actor).where(CalendarLink.id == link_id))
    if found is None:
        raise NotFound
    return found


def conflicts_of(actor: User, most: int = 100) -> Sequence[CalendarItem]:
    """What both sides changed, and a person must decide; the oldest first."""
    ids = links_visible_to(actor).with_only_columns(CalendarLink.id).scalar_subquery()
    items = sa.select(CalendarItem).where(CalendarItem.conflict_at.is_not(None), CalendarItem.link_id.in_(ids))
    items = items.options(joinedload(CalendarItem.link).joinedload(CalendarLink.account))
    return db.session.scalars(items.order_by(CalendarItem.conflict_at, CalendarItem.id).limit(most)).all()


def conflict_for(actor: User, item_id: int) -> CalendarItem:
    """One of them; `NotFound` when it is hidden or decided."""
    item = db.session.get(CalendarItem, item_id)
    if item is None or item.conflict_at is None:
        raise NotFound
    link_for(actor, item.link_id)
    return item


def given_up(link_id: int, most: int = 100) -> Sequence[CalendarItem]:
    """The dead letters of a link."""
    items = sa.select(CalendarItem).where(CalendarItem.link_id == link_id, CalendarItem.dead_at.is_not(None))
    return db.session.scalars(items.order_by(CalendarItem.dead_at, CalendarItem.id).limit(most)).all()


def health_of(link_ids: Sequence[int]) -> Mapping[int, Health]:
    """The numbers of these links."""
    counts = (
        sa.select(
            CalendarItem.link_id,
            sa.func.count().filter(CalendarItem.agreed.is_not(None), CalendarItem.removed_at.is_(None)),
            sa.func.count().filter(CalendarItem.push_due_at.is_not(None)),
            sa.func.count().filter(CalendarItem.dead_at.is_not(None)),
            sa.func.count().filter(CalendarItem.conflict_at.is_not(None)),
        )
        .where(CalendarItem.link_id.in_(link_ids))
        .group_by(CalendarItem.link_id)
    )
    return {row[0]: Health(*row[1:]) for row in db.session.execute(counts)}


def removals_waiting(link_id: int) -> int:
    """How many removals there wait for a person's word."""
    rows = sa.select(sa.func.count()).where(RemoteChange.link_id == link_id, RemoteChange.is_removal.is_(True))
    return db.session.scalar(rows) or 0


def has_account_trouble(actor: User) -> bool:
    """Whether an account of the actor is not let in any more: pages show a banner."""
    paused = sa.select(CalendarAccount.id).where(
        CalendarAccount.owner_id == actor.id, CalendarAccount.paused_reason.is_not(None)
    )
    return db.session.scalar(paused.limit(1)) is not None


def account_for(actor: User, account_id: int) -> CalendarAccount:
    """An account; `NotFound` unless it is the actor's own, or the actor keeps all."""
    account = db.session.get(CalendarAccount, account_id)
    if account is None or not (account.owner_id == actor.id or policies.keeps_all_connections(actor)):
        raise NotFound
    return account


def scope_names(scopes: Collection[tuple[ScopeKind, int]]) -> dict[tuple[ScopeKind, int], str]:
    """Whose calendars these are, in words; who is gone is left out."""
    found: dict[tuple[ScopeKind, int], str] = {}
    for kind, (key, name) in NAMED_BY.items():
        ids = [scope_id for of_kind, scope_id in scopes if of_kind is kind]
        if ids:
            rows = db.session.execute(sa.select(key, name).where(key.in_(ids)))
            found.update({(kind, scope_id): title for scope_id, title in rows})
    return found


def must_be_there(actor: User, kind: ScopeKind, scope_id: int) -> None:
    """`NotFound` unless there is such a person, team or room, and the actor may know of it."""
    if kind is ScopeKind.room:
        room_for(actor, scope_id)
    elif kind is ScopeKind.team:
        if db.session.get(Team, scope_id) is None or not actor.is_staff:
            raise NotFound
    elif not can_see_person(actor, person(scope_id)):
        raise NotFound
