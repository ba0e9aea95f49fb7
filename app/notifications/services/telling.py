"""Writing down who is to be told: bell rows and deliveries."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from app.accounts.models import User
from app.core import clock
from app.core.outbox import record
from app.core.transaction import transaction
from app.extensions import db
from app.notifications.audience import Listener
from app.notifications.events import NotificationsAdded
from app.notifications.models import Delivery, Notification, What

TOGETHER_WITHIN = timedelta(minutes=2)  # product.md: several within 2 minutes become one mail
BUNDLED = [what.value for what in What]


@transaction()
def tell(listeners: Sequence[Listener], *, cause: str) -> None:
    """Write bell rows and deliveries; telling the same cause again changes nothing."""
    known_bells, known_mails = _known(Notification, cause), _known(Delivery, cause)
    bells = {one.user_id: _bell(one, cause) for one in listeners if one.by_bell and one.user_id not in known_bells}
    db.session.add_all(bells.values())
    db.session.flush()  # deliveries and the event carry the new ids
    for one in listeners:
        if one.by_mail and one.user_id not in known_mails:
            db.session.add(_mail(one, cause, bells.get(one.user_id)))
    if bells:
        record(NotificationsAdded(notification_ids=tuple(bell.id for bell in bells.values())))


@transaction()
def tell_by_mail(person: User, template: str, context: Mapping[str, Any], *, cause: str) -> None:
    """Write one delivery about an account: always sent, at once and alone, whatever the person chose."""
    if person.id not in _known(Delivery, cause):
        db.session.add(
            Delivery(user_id=person.id, cause=cause, recipient=person.email, template=template, context=dict(context))
        )


def _known(model: type[Notification] | type[Delivery], cause: str) -> set[int]:
    return set(db.session.scalars(sa.select(model.user_id).where(model.cause == cause)))


def _bell(one: Listener, cause: str) -> Notification:
    return Notification(
        user_id=one.user_id,
        cause=cause,
        kind=one.kind,
        what=one.what,
        ticket_id=one.ticket_id,
        message_id=one.message_id,
        actor_id=one.actor_id,
        is_internal=one.is_internal,
        params=one.params,
    )


def _mail(one: Listener, cause: str, bell: Notification | None) -> Delivery:
    context = {"message_id": one.message_id, "actor_id": one.actor_id, "is_internal": one.is_internal, **one.params}
    return Delivery(
        user_id=one.user_id,
        cause=cause,
        recipient=one.address,
        template=one.what.value,
        ticket_id=one.ticket_id,
        notification_id=bell.id if bell else None,
        context=context,
        due_at=_due(one.user_id),
    )


def _due(user_id: int) -> datetime:
    """At once, unless another mail went to this person a moment ago: then wait for company."""
    now = clock.now()
    lately = sa.or_(Delivery.created_at > now - TOGETHER_WITHIN, Delivery.sent_at > now - TOGETHER_WITHIN)
    other = sa.select(Delivery.id).where(Delivery.user_id == user_id, Delivery.template.in_(BUNDLED), lately).limit(1)
    return now if db.session.scalar(other) is None else now + TOGETHER_WITHIN
