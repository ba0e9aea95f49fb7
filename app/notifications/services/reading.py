"""What people do with their notifications."""

import sqlalchemy as sa

from app.accounts.models import User
from app.core import clock
from app.core.transaction import transaction
from app.extensions import db
from app.notifications import queries
from app.notifications.models import Notification


@transaction()
def mark_read(notification_id: int, *, actor: User) -> Notification:
    """Mark one as read; `NotFound` for anybody else's."""
    found = queries.notification_for(actor, notification_id)
    if found.read_at is None:
        found.read_at = clock.now()
        found.version += 1
    return found


@transaction()
def mark_all_read(*, actor: User, ticket_id: int | None = None) -> None:
    """Mark everything as read, or what concerns one ticket."""
    mine = sa.update(Notification).where(Notification.user_id == actor.id, Notification.read_at.is_(None))
    if ticket_id is not None:
        mine = mine.where(Notification.ticket_id == ticket_id)
    read = mine.values(read_at=clock.now(), version=Notification.version + 1)
    db.session.execute(read, execution_options={"synchronize_session": False})
