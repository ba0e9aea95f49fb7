"""The queue of outgoing mail: leased by one sender at a time, in order per ticket and person, several as one."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from app.accounts.models import User
from app.core import clock
from app.core.audit import audit
from app.core.errors import Conflict, require
from app.core.transaction import transaction
from app.extensions import db
from app.notifications import policies, queries
from app.notifications.models import Delivery, DeliveryState
from app.notifications.services.telling import BUNDLED

LEASE = timedelta(minutes=5)  # longer than any talk with an SMTP server, whose time limits are 30 s
MOST_TOGETHER = 20


@transaction(lasting=False)  # forgotten by a power cut, the mail is free again
def lease_mail() -> int | None:
    """Take the next due delivery, with those that may go along in its mail; answers its id, or None."""
    due = sa.select(Delivery.id).where(_waiting(), Delivery.due_at <= clock.now(), sa.not_(_earlier_one_waits()))
    due = due.order_by(Delivery.due_at, Delivery.id).limit(1).with_for_update(skip_locked=True)
    leader_id = db.session.scalar(due)
    if leader_id is None:
        return None
    leader = db.session.get_one(Delivery, leader_id, populate_existing=True)
    _one_sender_at_a_time(leader.user_id)
    if (
        leader.attempts == 0 and leader.can_be_bundled
    ):  # a later try says the same again: its id may have arrived before
        _take_along(leader)
    leader.attempts += 1
    leader.leased_until = clock.now() + LEASE
    return leader_id


def _one_sender_at_a_time(user_id: int) -> None:
    """What goes along is decided per person: on PostgreSQL a second sender waits here for the first."""
    db.session.scalar(sa.select(User.id).where(User.id == user_id).with_for_update(key_share=True))


def _waiting() -> sa.ColumnElement[bool]:
    free = sa.or_(Delivery.leased_until.is_(None), Delivery.leased_until < clock.now())
    return sa.and_(Delivery.state == DeliveryState.waiting, Delivery.leader_id.is_(None), free)


def _earlier_one_waits(*, under_way: bool = False) -> sa.ColumnElement[bool]:
    """Whether a person still waits for an older mail on the same ticket; `under_way`: one that was tried already."""
    older = aliased(Delivery)
    waits = sa.select(older.id).where(
        older.user_id == Delivery.user_id,
        older.ticket_id == Delivery.ticket_id,
        older.id < Delivery.id,
        older.state == DeliveryState.waiting,
    )
    if under_way:
        waits = waits.where(sa.or_(older.attempts > 0, older.leader_id.is_not(None)))
    return waits.exists()


def _take_along(leader: Delivery) -> None:
    """Whatever else waits for this person goes in the same mail, also what was held back for company."""
    others = sa.select(Delivery.id).where(
        _waiting(), Delivery.user_id == leader.user_id, Delivery.id != leader.id, Delivery.attempts == 0,
        Delivery.template.in_(BUNDLED), sa.not_(_earlier_one_waits(under_way=True)),
    )  # fmt: skip
    others = others.order_by(Delivery.id).limit(MOST_TOGETHER - 1).with_for_update(skip_locked=True)
    _write(sa.update(Delivery).where(Delivery.id.in_(list(db.session.scalars(others)))), leader_id=leader.id)


def leased_mail(leader_id: int) -> tuple[Delivery, Sequence[Delivery]]:
    """A leased delivery and those that go along, oldest first."""
    needed = (joinedload(Delivery.user).selectinload(User.roles), joinedload(Delivery.ticket))
    leader = db.session.scalars(sa.select(Delivery).where(Delivery.id == leader_id).options(*needed)).unique().one()
    members = sa.select(Delivery).where(Delivery.leader_id == leader_id).order_by(Delivery.id).options(*needed)
    return leader, db.session.scalars(members).unique().all()


@transaction(lasting=False)
def name_mail(leader_id: int, message_id: str) -> None:
    """Keep the id under which the mail leaves, before its first try; forgotten by a power cut, it would be the same."""
    _write(sa.update(Delivery).where(Delivery.id == leader_id), message_id=message_id)


@transaction()
def mark_sent(leader_id: int) -> None:
    """The server has taken the mail."""
    _settle(leader_id, state=DeliveryState.sent, sent_at=clock.now(), last_error=None)


@transaction()
def drop_mail(leader_id: int) -> None:
    """Nothing of it is to be told any more."""
    _settle(leader_id, state=DeliveryState.dropped, last_error=None)


@transaction()
def put_off(leader_id: int, error: str, *, until: datetime) -> None:
    """Try again later."""
    mail = sa.update(Delivery).where(Delivery.id == leader_id)
    _write(mail, due_at=until, leased_until=None, last_error=error[:2000])


@transaction()
def give_up(leader_id: int, error: str) -> None:
    """A dead letter: an administrator sees it and may send it again."""
    _settle(leader_id, state=DeliveryState.dead, dead_at=clock.now(), last_error=error[:2000])


@transaction()
def send_again(delivery_id: int, *, actor: User) -> Delivery:
    """Put a mail into the queue again, to the person's present address; `Conflict` while it waits anyway."""
    require(policies.can_see_deliveries(actor))
    found = queries.delivery(delivery_id)
    leader, members = leased_mail(found.leader_id or found.id)
    if leader.state is DeliveryState.waiting:
        raise Conflict
    for one in (leader, *members):
        one.state, one.attempts, one.due_at, one.leased_until = DeliveryState.waiting, 0, clock.now(), None
        one.sent_at = one.dead_at = one.last_error = one.message_id = one.leader_id = None
        one.recipient = one.user.email
        one.version += 1
    audit("delivery.sent_again", leader, actor=actor, template=leader.template)
    return leader


def _settle(leader_id: int, **values: Any) -> None:
    """One mail was it, so one end for all that went along."""
    together = sa.or_(Delivery.id == leader_id, Delivery.leader_id == leader_id)
    _write(sa.update(Delivery).where(together), leased_until=None, version=Delivery.version + 1, **values)


def _write(statement: sa.Update, **values: Any) -> None:
    db.session.execute(statement.values(**values), execution_options={"synchronize_session": False})
