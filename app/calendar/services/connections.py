"""Connections to calendars elsewhere: made, paused, resumed, synced anew, ended; conflicts ruled on."""

from flask_babel import gettext as _

from app.accounts.models import User
from app.calendar import policies
from app.calendar.models import (
    AccountKind,
    CalendarAccount,
    CalendarItem,
    CalendarLink,
    PauseReason,
    Ruling,
)
from app.calendar.queries import connections as queries
from app.calendar.queries import sync
from app.calendar.schemas.connections import ConnectionDraft
from app.calendar.services.syncing import fetching
from app.calendar.sources import ScopeKind
from app.core import clock, sealing
from app.core.audit import audit
from app.core.errors import Conflict, Invalid, require
from app.core.transaction import transaction
from app.extensions import db

SEALED_FOR = "calendar-account"  # what sealed secrets are for


@transaction()
def connect(draft: ConnectionDraft, *, actor: User) -> CalendarLink:
    """Show a person, team or room in a calendar elsewhere.

    Agents connect their own; administrators everybody's, and rooms and teams. `NotFound` for an unknown account,
    person, team or room, `Invalid` where the account is not theirs, `Conflict` when the calendar shows it already.
    """
    require(policies.can_connect(actor))
    scope_id = draft.scope_id or actor.id
    is_own = draft.scope_kind is ScopeKind.person and scope_id == actor.id
    require(is_own or policies.keeps_all_connections(actor), _("You can connect your own calendar only."))
    queries.must_be_there(actor, draft.scope_kind, scope_id)
    account = queries.account_for(actor, draft.account_id) if draft.account_id else _account(draft, actor)
    if sync.is_connected(account.id, draft.calendar_id, draft.scope_kind, scope_id):
        raise Conflict(_("This calendar shows it already."))
    what = (draft.scope_kind, scope_id)
    link = CalendarLink(
        account=account, scope_kind=draft.scope_kind, scope_id=scope_id, calendar_id=draft.calendar_id,
        title=draft.title or queries.scope_names([what]).get(what, ""), direction=draft.direction,
    )  # fmt: skip
    db.session.add(link)
    db.session.flush()
    audit("calendar.connected", link, actor=actor, direction=draft.direction.value, scope=draft.scope_kind.value)
    return link


@transaction()
def keep_consent(subject: str, secret: str, *, actor: User) -> CalendarAccount:
    """A person said yes on the service's own page: keep what proves it, sealed; the same account is renewed."""
    require(policies.can_connect(actor))
    account = sync.account_of(actor.id, AccountKind.oauth, subject)
    if account is None:
        account = CalendarAccount(owner_id=actor.id, kind=AccountKind.oauth, subject=subject)
        db.session.add(account)
    account.secret = sealing.seal(SEALED_FOR, secret)
    account.paused_at, account.paused_reason, account.last_error = None, None, None
    db.session.flush()
    audit("calendar.consent_given", account, actor=actor)
    return account


@transaction()
def pause(link: CalendarLink, *, actor: User) -> CalendarLink:
    """Send and fetch nothing until resumed; what changes meanwhile is remembered."""
    require(_may_change(actor, link))
    if link.paused_at is None:
        link.paused_at, link.paused_reason = clock.now(), PauseReason.person
        audit("calendar.paused", link, actor=actor)
    return link


@transaction()
def resume(link: CalendarLink, *, removals: Ruling = Ruling.ours, actor: User) -> CalendarLink:
    """Go on, the account as well. After many removals there, `removals` says whose side counts: ours puts them back."""
    require(_may_change(actor, link))
    if link.paused_reason is PauseReason.many_removed:
        link.are_removals_meant = removals is Ruling.theirs
        if removals is Ruling.ours:
            fetching.put_back(link.id)
    account = link.account
    link.paused_at = link.paused_reason = account.paused_at = account.paused_reason = account.hold_until = None
    link.poll_due_at, link.failures = clock.now(), 0
    audit("calendar.resumed", link, actor=actor, removals=removals.value)
    return link


@transaction()
def resync(link: CalendarLink, *, actor: User) -> CalendarLink:
    """Compare everything anew: the whole list there, and all of ours."""
    require(_may_change(actor, link))
    link.sync_token, link.checked_at, link.poll_due_at = None, None, clock.now()
    for item in queries.given_up(link.id, most=10_000):
        fetching.try_again(item)
    audit("calendar.resynced", link, actor=actor)
    return link


@transaction()
def disconnect(link: CalendarLink, *, keeps_events: bool = False, actor: User) -> None:
    """End a connection: what we put there is removed first, unless it shall stay or the service lets us in no more.

    Whatever it rested for, it is tried once more; see `fetching.end_left`.
    """
    require(_may_change(actor, link))
    audit("calendar.disconnected", link, actor=actor, keeps_events=keeps_events)
    if keeps_events or sync.is_link_empty(link.id):
        db.session.delete(link)
        return
    now, account = clock.now(), link.account
    link.is_leaving = True
    link.paused_at = link.paused_reason = account.paused_at = account.paused_reason = None
    for item in sync.items_of(link).values():
        item.push_due_at, item.dead_at, item.conflict_at, item.ruling = now, None, None, None


@transaction()
def retry_given_up(link: CalendarLink, *, actor: User) -> int:
    """Try every dead letter of a link again; answers how many."""
    require(_may_change(actor, link))
    items = queries.given_up(link.id, most=10_000)
    for item in items:
        fetching.try_again(item)
    audit("calendar.retried", link, actor=actor, items=len(items))
    return len(items)


@transaction()
def rule(item: CalendarItem, ruling: Ruling, *, actor: User) -> None:
    """A person says whose side counts; the next round does so, with what both sides are by then."""
    require(_may_change(actor, item.link))
    item.ruling, item.push_due_at = ruling, clock.now()
    audit("calendar.conflict_ruled", item, actor=actor, ruling=ruling.value)


def _may_change(actor: User, link: CalendarLink) -> bool:
    is_own = link.account.owner_id == actor.id and policies.can_connect(actor)
    return is_own or policies.keeps_all_connections(actor)


def _account(draft: ConnectionDraft, actor: User) -> CalendarAccount:
    """The account of the draft: the service account itself, or in the name of a person of the company's domain."""
    is_admin = policies.keeps_all_connections(actor)
    if draft.account_kind is AccountKind.oauth:
        raise Invalid.for_field("account_id", _("Sign in with Google first."))
    if draft.account_kind is AccountKind.service:
        require(is_admin, _("Only administrators use the service account itself."))
    subject = (draft.subject or actor.email).lower() if draft.account_kind is AccountKind.delegated else ""
    if subject and subject != actor.email.lower() and not is_admin:
        raise Invalid.for_field("subject", _("You can connect your own calendar only."))
    account = sync.account_of(actor.id, draft.account_kind, subject)
    if account is None:
        account = CalendarAccount(owner_id=actor.id, kind=draft.account_kind, subject=subject)
        db.session.add(account)
        db.session.flush()
    return account
