"""What is not kept for ever: what the bell showed long ago, and the record of mails that have left."""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.accounts import policies
from app.accounts.models import User
from app.core.errors import require
from app.core.transaction import transaction
from app.extensions import db
from app.notifications.models import Delivery, DeliveryState, Notification

SETTLED_FOR = timedelta(days=90)  # a mail that was sent or needed no more; a notification that was read
UNREAD_FOR = timedelta(days=365)
DONE = (DeliveryState.sent, DeliveryState.dropped)  # dead letters stay until an administrator decides
BATCH = 2_000


def forget_old(now: datetime, *, actor: User) -> int:
    """Remove what is older than that, some at a time; answers how many rows went. Nothing else names them."""
    require(policies.can_administer(actor))
    gone = 0
    for some in (_companions(now), _mails(now), _bells(now)):
        while removed := _remove(*some):
            gone += removed
    return gone


def _companions(now: datetime) -> Any:
    """Deliveries that went along in another one's mail: before that one."""
    return Delivery, (Delivery.leader_id.is_not(None), *_left_long_ago(now))


def _mails(now: datetime) -> Any:
    along = aliased(Delivery)
    return Delivery, (~sa.exists().where(along.leader_id == Delivery.id), *_left_long_ago(now))


def _left_long_ago(now: datetime) -> Any:
    return Delivery.state.in_(DONE), Delivery.created_at < now - SETTLED_FOR


def _bells(now: datetime) -> Any:
    is_old = sa.or_(Notification.read_at < now - SETTLED_FOR, Notification.created_at < now - UNREAD_FOR)
    return Notification, (is_old, ~sa.exists().where(Delivery.notification_id == Notification.id))


@transaction()
def _remove(table: type[Notification | Delivery], which: Any) -> int:
    """A batch at a time, so that nobody waits long for the write lock."""
    old = sa.select(table.id).where(*which).order_by(table.id).limit(BATCH)
    removed = db.session.execute(
        sa.delete(table).where(table.id.in_(list(db.session.scalars(old)))),
        execution_options={"synchronize_session": False},
    )
    return int(removed.rowcount)
