"""Notifications as REST shows them."""

from app.accounts.preferences import Kind
from app.core.schemas import Moment, Schema
from app.notifications.models import What


class ActorRef(Schema):
    """A person, by name."""

    id: int
    name: str


class NotificationOut(Schema):
    """One thing that the bell shows: what happened, in one sentence, and where it leads."""

    id: int
    kind: Kind
    what: What
    text: str
    url: str
    ticket_id: int | None
    message_id: int | None
    actor: ActorRef | None
    created_at: Moment
    read_at: Moment | None
