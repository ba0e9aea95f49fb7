"""Secret addresses of calendars: made, replaced, revoked."""

from flask_babel import gettext as _

from app.accounts.models import User
from app.calendar.models import CalendarFeed
from app.calendar.queries import feeds as queries
from app.calendar.queries.connections import must_be_there
from app.calendar.schemas.connections import FeedDraft, FeedOut
from app.calendar.sources import ScopeKind
from app.core import clock, tokens
from app.core.audit import audit
from app.core.errors import Conflict, require
from app.core.links import absolute
from app.core.transaction import transaction
from app.extensions import db

MOST = 20  # addresses of one person


@transaction()
def open_feed(draft: FeedDraft, *, actor: User) -> CalendarFeed:
    """Make a secret address at which a calendar can be read with the actor's rights.

    `NotFound` for an unknown person, team or room, `NotAllowed` for a team or another person unless the actor is of
    the staff, `Conflict` beyond twenty addresses.
    """
    scope_id = draft.scope_id or actor.id
    must_be_there(actor, draft.scope_kind, scope_id)
    is_own = draft.scope_kind is ScopeKind.person and scope_id == actor.id
    require(is_own or draft.scope_kind is ScopeKind.room or bool(actor.is_staff))
    if len(queries.feeds_of(actor)) >= MOST:
        raise Conflict(_("You have 20 calendar addresses. Revoke one first."))
    feed = CalendarFeed(owner_id=actor.id, scope_kind=draft.scope_kind, scope_id=scope_id, nonce="", token_hash="")
    feed.nonce = tokens.new_nonce()
    feed.token_hash = tokens.digest(feed.nonce)  # until the row has its number
    db.session.add(feed)
    db.session.flush()
    feed.token_hash = tokens.digest(queries.secret_of(feed))
    audit("calendar.feed_opened", feed, actor=actor, scope=draft.scope_kind.value)
    return feed


@transaction()
def rotate_feed(feed: CalendarFeed, *, actor: User) -> CalendarFeed:
    """Give a feed another address; the old one stops working at once."""
    require(feed.owner_id == actor.id)
    feed.nonce = tokens.new_nonce()
    feed.token_hash = tokens.digest(queries.secret_of(feed))
    audit("calendar.feed_rotated", feed, actor=actor)
    return feed


@transaction()
def revoke_feed(feed: CalendarFeed, *, actor: User) -> None:
    """End an address for good."""
    require(feed.owner_id == actor.id)
    feed.revoked_at = clock.now()
    audit("calendar.feed_revoked", feed, actor=actor)


def address_of(feed: CalendarFeed) -> str:
    """The whole secret address."""
    return absolute(f"/calendar/feed/{queries.secret_of(feed)}.ics")


def shown(feed: CalendarFeed) -> FeedOut:
    """A feed as its owner sees it."""
    return FeedOut(
        id=feed.id, scope_kind=feed.scope_kind, scope_id=feed.scope_id, url=address_of(feed),
        created_at=feed.created_at,
    )  # fmt: skip
