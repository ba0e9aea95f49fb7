"""A person's notifications over REST."""

from dataclasses import replace

from flask import g

from app.core.links import absolute
from app.core.paging import Page
from app.notifications import places, queries, services, wording
from app.notifications.models import Notification
from app.notifications.schemas import ActorRef, NotificationOut
from app.web.api import Api, Listed, ListQuery, endpoint, expose


class NotificationsQuery(ListQuery):
    """Which notifications."""

    unread: bool = False


class NotificationsApi(Api):
    """What the bell shows."""

    resource_name = "notifications"
    class_permission_name = "MyNotifications"

    @expose("")
    @endpoint(query=NotificationsQuery, answer=Listed[NotificationOut])
    def index(self, query: NotificationsQuery) -> Page:
        """The caller's notifications, newest first."""
        page = queries.notifications(g.user, query.paging(), unread_only=query.unread)
        return replace(page, items=[_shown(row) for row in page.items])

    @expose("/<int:notification_id>")
    @endpoint(answer=NotificationOut)
    def show(self, notification_id: int) -> NotificationOut:
        """One notification."""
        return _shown(queries.notification_for(g.user, notification_id))

    @expose("/<int:notification_id>/read", methods=["POST"])
    @endpoint(answer=NotificationOut)
    def read(self, notification_id: int) -> NotificationOut:
        """Mark one as read."""
        return _shown(services.mark_read(notification_id, actor=g.user))

    @expose("/read-all", methods=["POST"])
    @endpoint(status=204)
    def read_all(self) -> None:
        """Mark all as read."""
        services.mark_all_read(actor=g.user)


def _shown(row: Notification) -> NotificationOut:
    return NotificationOut(
        id=row.id, kind=row.kind, what=row.what, text=wording.sentence_of(row), ticket_id=row.ticket_id,
        url=absolute(places.path(row.what, row.ticket, g.user, row.params)), message_id=row.message_id,
        actor=ActorRef.model_validate(row.actor) if row.actor else None, created_at=row.created_at, read_at=row.read_at,
    )  # fmt: skip
