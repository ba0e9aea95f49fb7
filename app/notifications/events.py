"""What happened to notifications."""

from dataclasses import dataclass

from app.core.outbox import Event


@dataclass(frozen=True)
class NotificationsAdded(Event):
    """The bells of some people have something new."""

    name = "notifications.added"
    notification_ids: tuple[int, ...]
