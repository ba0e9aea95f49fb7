"""Writing down who is to be told: bell rows and deliveries."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
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
GIVEN_UP_AFTER = timedelta(days=4)  # the sender tries a mail for three days: older ones need no look
BUNDLED = [what.value for what in What]


@transaction(lasting=False)  # lost in a power cut with the mark of its telling: then it is told again
def tell(listeners: Sequence[Listener], *, cause: str) -> None:
    """Write bell rows and deliveries; telling the same cause again changes nothing."""
    known_bells, known_mails = _known(Notification, cause), _known(Delivery, cause)
    by_bell = [one for one in listeners if one.by_bell and one.user_id not in known_bells]
    by_mail = [one for one in listeners if one.by_mail and one.user_id not in known_mails]
    bells = _ring(by_bell, cause) if by_bell else {}
    if by_mail:
        lately = _lately_written_to([one.user_id for one in by_mail])
        mails = [_mail(one, cause, bells.get(one.user_id), is_held=one.user_id in lately) for one in by_mail]
        db.session.execute(sa.insert(Delivery), mails)


def _ring(listeners: Sequence[Listener], cause: str) -> dict[int, int]:
    """Write the bell rows in one statement and announce them; answers their ids by person."""
    db.session.execute(sa.insert(Notification), [_bell(one, cause) for one in listeners])
    people = [one.user_id for one in listeners]
    mine = sa.select(Notification.user_id, Notification.id).where(Notification.cause == cause)
    ids = {user_id: key for user_id, key in db.session.execute(mine) if user_id in people}
    record(NotificationsAdded(notification_ids=tuple(ids.values())))
    return ids


@transaction()
def tell_by_mail(person: User, template: str, context: Mapping[str, Any], *, cause: str) -> None:
    """Write one delivery about an account: always sent, at once and alone, whatever the person chose."""
    if person.id not in _known(Delivery, cause):
        db.session.add(
            Delivery(user_id=person.id, cause=cause, recipient=person.email, template=template, context=dict(context))
        )


def _known(model: type[Notification] | type[Delivery], cause: str) -> set[int]:
    return set(db.session.scalars(sa.select(model.user_id).where(model.cause == cause)))


def _bell(one: Listener, cause: str) -> dict[str, Any]:
    return {
        "user_id": one.user_id,
        "cause": cause,
        "kind": one.kind,
        "what": one.what,
        "ticket_id": one.ticket_id,
        "message_id": one.message_id,
        "actor_id": one.actor_id,
        "is_internal": one.is_internal,
        "params": one.params,
    }


def _mail(one: Listener, cause: str, bell_id: int | None, *, is_held: bool) -> dict[str, Any]:
    """At once, unless another mail went to this person a moment ago: then it waits for company."""
    context = {"message_id": one.message_id, "actor_id": one.actor_id, "is_internal": one.is_internal, **one.params}
    return {
        "user_id": one.user_id,
        "cause": cause,
        "recipient": one.address,
        "template": one.what.value,
        "ticket_id": one.ticket_id,
        "notification_id": bell_id,
        "context": context,
        "due_at": clock.now() + TOGETHER_WITHIN if is_held else clock.now(),
    }


def _lately_written_to(people: Sequence[int]) -> set[int]:
    now = clock.now()
    since = now - TOGETHER_WITHIN
    lately = sa.or_(Delivery.created_at > since, Delivery.sent_at > since)
    wanted = sa.select(Delivery.user_id).where(Delivery.user_id.in_(people), Delivery.created_at > now - GIVEN_UP_AFTER)
    return set(db.session.scalars(wanted.where(Delivery.template.in_(BUNDLED), lately).distinct()))
