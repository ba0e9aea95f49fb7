"""What the bells of the last days rang for, so that nobody's bell is empty; no mail goes out."""

from datetime import datetime

import sqlalchemy as sa

from app.core import outbox
from app.core.outbox import SUBSCRIPTIONS, OutboxMessage
from app.demo.travel import Traveller
from app.extensions import db
from app.notifications.models import Delivery, Notification

EVENTS = ("ticket.filed", "ticket.assigned", "ticket.moved", "ticket.message_posted")
TELLERS = "notifications."


def ring_bells(traveller: Traveller, *, unread_since: datetime) -> None:
    """Tell the latest events to the bell, each at its own time; what is older than `unread_since` counts as read."""
    db.session.flush()
    recent = sa.and_(OutboxMessage.event.in_(EVENTS), OutboxMessage.subscriber.startswith(TELLERS))
    for row in db.session.scalars(sa.select(OutboxMessage).where(recent).order_by(OutboxMessage.created_at)).all():
        traveller.moment = row.created_at
        token = outbox.telling.set(row.id)
        SUBSCRIPTIONS[row.event][row.subscriber](row.payload)
        outbox.telling.reset(token)
    traveller.moment = None
    db.session.flush()
    db.session.execute(sa.delete(Delivery))
    read = sa.update(Notification).where(Notification.created_at < unread_since)
    db.session.execute(read.values(read_at=Notification.created_at))
