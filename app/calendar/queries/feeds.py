"""Secret addresses and what they show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import User
from app.accounts.queries import active_teams
from app.calendar import sources
from app.calendar.models import CalendarFeed
from app.calendar.queries.connections import must_be_there, scope_names
from app.calendar.queries.sync import scope
from app.calendar.sources import Occurrence, Window
from app.core import clock, tokens
from app.core.errors import NotFound
from app.extensions import db
from app.rooms.queries import rooms_found

PURPOSE = "calendar-feed"
BACK, AHEAD = timedelta(days=60), timedelta(days=365)


@dataclass(frozen=True)
class Shown:
    """What a feed shows now."""

    name: str
    occurrences: Sequence[Occurrence]


def feeds_of(owner: User) -> Sequence[CalendarFeed]:
    """The addresses of a person that work, the newest first."""
    feeds = sa.select(CalendarFeed).where(CalendarFeed.owner_id == owner.id, CalendarFeed.revoked_at.is_(None))
    return db.session.scalars(feeds.order_by(CalendarFeed.id.desc())).all()


def feed_for(owner: User, feed_id: int) -> CalendarFeed:
    """One of one's own addresses; `NotFound` for revoked ones and for those of others."""
    feed = db.session.get(CalendarFeed, feed_id)
    if feed is None or feed.owner_id != owner.id or feed.revoked_at is not None:
        raise NotFound
    return feed


def feed_by_token(token: str) -> CalendarFeed:
    """The feed that a secret opens; `NotFound` for unknown and revoked ones, and once its owner is deactivated."""
    wanted = sa.select(CalendarFeed).where(CalendarFeed.token_hash == tokens.digest(token))
    wanted = wanted.options(joinedload(CalendarFeed.owner).options(selectinload(User.roles)))
    feed = db.session.scalar(wanted.where(CalendarFeed.revoked_at.is_(None)))
    if feed is None or not feed.owner.is_active:
        raise NotFound
    return feed


def shown_by(feed: CalendarFeed) -> Shown:
    """What its owner may see of it at this moment; `NotFound` when that is nothing any more."""
    must_be_there(feed.owner, feed.scope_kind, feed.scope_id)
    now = clock.now()
    wanted, window = scope(feed.scope_kind, feed.scope_id), Window(now - BACK, now + AHEAD)
    found = sources.occurrences(wanted, window, actor=feed.owner)
    whose = (feed.scope_kind, feed.scope_id)
    return Shown(scope_names([whose]).get(whose, ""), list(found))


def secret_of(feed: CalendarFeed) -> str:
    """The secret of a feed, derived anew each time: only its hash is stored."""
    return tokens.make(PURPOSE, feed.id, feed.nonce)


def choices_of(actor: User) -> Sequence[tuple[str, str]]:
    """What a person may subscribe to: oneself, for staff the teams, and rooms."""
    choices = [("person:", _("My own calendar"))]
    if actor.is_staff:
        choices += [(f"team:{one.id}", _("Team %(name)s", name=one.name)) for one in active_teams()]
    return choices + [(f"room:{one.id}", _("Room %(name)s", name=one.name)) for one in rooms_found(actor, "", 200)]
