"""Calendars elsewhere, for staff; secret addresses, for everybody."""

from flask import g
from pydantic import Field

from app.calendar.models import CalendarLink
from app.calendar.queries import connections as queries
from app.calendar.queries import feeds as feed_queries
from app.calendar.schemas.connections import (
    ConnectionDraft,
    ConnectionOut,
    FeedDraft,
    FeedOut,
    HealthOut,
    RemovalDecision,
)
from app.calendar.services import connections, feeds
from app.core.paging import Page
from app.core.schemas import Schema
from app.web.api import Api, Listed, ListQuery, endpoint, expose


class LeavingQuery(Schema):
    """What becomes of the events there."""

    keeps_events: bool = Field(False)


class ConnectionsApi(Api):
    """Connections to calendars elsewhere: an agent's own, an administrator's all."""

    resource_name = "admin/calendar/connections"
    class_permission_name = "CalendarConnection"

    @expose("", methods=["POST"])
    @endpoint(body=ConnectionDraft, answer=ConnectionOut, status=201, idempotent=True,
              location=lambda row: f"/api/v1/admin/calendar/connections/{row.id}")  # fmt: skip
    def add(self, draft: ConnectionDraft) -> ConnectionOut:
        """Show a person, team or room in a calendar elsewhere."""
        return _shown(connections.connect(draft, actor=g.user))

    @expose("")
    @endpoint(query=ListQuery, answer=Listed[ConnectionOut])
    def index(self, query: ListQuery) -> Page:
        """The connections that the caller may see."""
        page = queries.links_page(g.user, query.paging())
        health = queries.health_of([link.id for link in page.items])
        shown = [_shown(link, health.get(link.id, queries.Health())) for link in page.items]
        return Page(shown, page.number, page.size, page.next_cursor, page.total, page.total_is_exact)

    @expose("/<int:link_id>")
    @endpoint(answer=ConnectionOut)
    def show(self, link_id: int) -> ConnectionOut:
        """One connection and how it fares."""
        return _shown(queries.link_for(g.user, link_id))

    @expose("/<int:link_id>/pause", methods=["POST"])
    @endpoint(answer=ConnectionOut)
    def pause(self, link_id: int) -> ConnectionOut:
        """Send and fetch nothing until resumed."""
        return _shown(connections.pause(queries.link_for(g.user, link_id), actor=g.user))

    @expose("/<int:link_id>/resume", methods=["POST"])
    @endpoint(body=RemovalDecision, answer=ConnectionOut)
    def resume(self, decision: RemovalDecision, link_id: int) -> ConnectionOut:
        """Go on; after many removals there, `removals` says whose side counts."""
        link = queries.link_for(g.user, link_id)
        return _shown(connections.resume(link, removals=decision.removals, actor=g.user))

    @expose("/<int:link_id>/resync", methods=["POST"])
    @endpoint(answer=ConnectionOut)
    def resync(self, link_id: int) -> ConnectionOut:
        """Compare everything anew."""
        return _shown(connections.resync(queries.link_for(g.user, link_id), actor=g.user))

    @expose("/<int:link_id>", methods=["DELETE"])
    @endpoint(query=LeavingQuery, status=204, current="show")
    def end(self, query: LeavingQuery, link_id: int) -> None:
        """End a connection; what we put there is removed unless `keepsEvents`."""
        link = queries.link_for(g.user, link_id)
        connections.disconnect(link, keeps_events=query.keeps_events, actor=g.user)


class FeedsApi(Api):
    """The caller's secret calendar addresses."""

    resource_name = "calendar/feeds"
    class_permission_name = "CalendarFeed"

    @expose("", methods=["POST"])
    @endpoint(body=FeedDraft, answer=FeedOut, status=201, idempotent=True,
              location=lambda feed: f"/api/v1/calendar/feeds/{feed.id}")  # fmt: skip
    def add(self, draft: FeedDraft) -> FeedOut:
        """Make a secret address at which a calendar can be read."""
        return feeds.shown(feeds.open_feed(draft, actor=g.user))

    @expose("")
    @endpoint(answer=list[FeedOut])
    def index(self) -> list[FeedOut]:
        """The addresses that work."""
        return [feeds.shown(feed) for feed in feed_queries.feeds_of(g.user)]

    @expose("/<int:feed_id>")
    @endpoint(answer=FeedOut)
    def show(self, feed_id: int) -> FeedOut:
        """One of one's own addresses."""
        return feeds.shown(feed_queries.feed_for(g.user, feed_id))

    @expose("/<int:feed_id>", methods=["DELETE"])
    @endpoint(status=204, current="show")
    def revoke(self, feed_id: int) -> None:
        """End an address for good."""
        feeds.revoke_feed(feed_queries.feed_for(g.user, feed_id), actor=g.user)


def _shown(link: CalendarLink, health: queries.Health | None = None) -> ConnectionOut:
    numbers = health or queries.health_of([link.id]).get(link.id, queries.Health())
    account = link.account
    return ConnectionOut(
        id=link.id, calendar_id=link.calendar_id, title=link.title, scope_kind=link.scope_kind, scope_id=link.scope_id,
        direction=link.direction, account_kind=account.kind, subject=account.subject, owner_id=account.owner_id,
        paused_reason=link.pause, is_leaving=link.is_leaving, last_pulled_at=link.pulled_at,
        last_pushed_at=link.pushed_at, last_error=link.last_error or account.last_error,
        health=HealthOut.model_validate(numbers), created_at=link.created_at,
    )  # fmt: skip
