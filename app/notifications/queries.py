"""Questions about what people are told; never writes."""

from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import BaseRole, OneTimeLink, Role, Team, User
from app.core import clock
from app.core.db import MAX_ID
from app.core.errors import NotFound
from app.core.paging import Page, Paging, capped_count, page_of
from app.extensions import db
from app.notifications.models import Delivery, DeliveryState, Notification
from app.tickets.models import KnownProblem, LinkKind, Message, MessageType, ProblemReport, Ticket, TicketLink, Watcher
from app.tickets.queries import visible_to

MOST_COUNTED = 100


def own_notifications(actor: User, *, unread_only: bool = False) -> sa.Select[tuple[Notification]]:
    """What the bell shows this person; to be ordered and paged. What became hidden from them is left out."""
    rows = sa.select(Notification).where(Notification.user_id == actor.id)
    if unread_only:
        rows = rows.where(Notification.read_at.is_(None))
    if not actor.is_staff:
        seen = visible_to(actor).with_only_columns(Ticket.id)
        hidden = sa.or_(
            Notification.is_internal, sa.and_(Notification.ticket_id.is_not(None), Notification.ticket_id.not_in(seen))
        )
        return rows.where(sa.not_(hidden))
    return rows.where(_readable_by_staff())


def _readable_by_staff() -> sa.ColumnElement[bool]:
    """Everything but the notes on tickets of their own."""
    own = sa.select(Ticket.id).where(Ticket.requester_id == Notification.user_id, Ticket.id == Notification.ticket_id)
    return sa.not_(sa.and_(Notification.is_internal, own.exists()))


def latest_notifications(actor: User, limit: int, before: int | None = None) -> Sequence[Notification]:
    """The newest ones, with what their sentences need; `before` continues below an id."""
    rows = own_notifications(actor).order_by(Notification.id.desc()).limit(limit)
    if before is not None:
        rows = rows.where(Notification.id < before)
    return db.session.scalars(rows.options(*NEEDED)).all()


def notifications(actor: User, paging: Paging, *, unread_only: bool = False) -> Page:
    """A page of them, for programs; `-id` is newest first."""
    rows = own_notifications(actor, unread_only=unread_only).options(*NEEDED)
    keys = {"id": Notification.id, "createdAt": Notification.created_at}
    return page_of(rows, paging, keys=keys, tie=Notification.id)


NEEDED = (
    joinedload(Notification.actor).load_only(User.id, User.first_name),
    joinedload(Notification.ticket).load_only(Ticket.subject, Ticket.status, Ticket.requester_id, Ticket.version),
)


def _unread_of_staff(person_id: sa.ColumnElement[int]) -> sa.ScalarSelect[int]:
    """How many a member of IT has not read; counting stops at `MOST_COUNTED`."""
    unread = sa.select(Notification.id).where(Notification.user_id == person_id, Notification.read_at.is_(None))
    unread = unread.where(_readable_by_staff()).limit(MOST_COUNTED).correlate(User)
    return sa.select(sa.func.count()).select_from(unread.subquery()).scalar_subquery()


# Every page of the desk asks this; making the question anew would cost as much as asking it.
_UNREAD_BY_STAFF = sa.select(_unread_of_staff(sa.bindparam("user_id", type_=sa.Integer)))


def unread_count(actor: User) -> int:
    """How many notifications the person has not read, at most `MOST_COUNTED`: shown as "99+"."""
    if actor.is_staff:
        return db.session.scalar(_UNREAD_BY_STAFF, {"user_id": actor.id}) or 0
    return capped_count(own_notifications(actor, unread_only=True), Notification.id, most=MOST_COUNTED - 1)


def unread_counts(people: Sequence[User]) -> dict[int, int]:
    """The same of several people by id; IT staff, who are told as a team, in one question."""
    ids = [one.id for one in people if one.is_staff]
    staff = sa.select(User.id, _unread_of_staff(User.id).label("unread")).where(User.id.in_(ids))
    counts = {row.id: row.unread for row in db.session.execute(staff)}
    return counts | {one.id: unread_count(one) for one in people if not one.is_staff}


def notification_for(actor: User, notification_id: int) -> Notification:
    """One of the person's own notifications, else `NotFound`."""
    wanted = own_notifications(actor).where(Notification.id == notification_id).options(*NEEDED)
    found = db.session.scalar(wanted) if 0 < notification_id <= MAX_ID else None
    if found is None:
        raise NotFound
    return found


def owners(ids: Iterable[int]) -> dict[int, int]:
    """Whose these notifications are, by id."""
    rows = sa.select(Notification.id, Notification.user_id).where(Notification.id.in_(list(ids)))
    return {row.id: row.user_id for row in db.session.execute(rows.order_by(Notification.id))}


def ticket_to_tell(ticket_id: int) -> Ticket | None:
    """The ticket that something happened to; none when it is spam, of which nobody is told."""
    ticket = db.session.get(Ticket, ticket_id)
    return None if ticket is None or ticket.is_spam else ticket


def people(ids: Iterable[int | None]) -> Sequence[User]:
    """These people, with their roles."""
    wanted = {person_id for person_id in ids if person_id}
    rows = sa.select(User).where(User.id.in_(wanted)).order_by(User.id).options(selectinload(User.roles))
    return db.session.scalars(rows).unique().all()


def followers(ticket: Ticket) -> Sequence[User]:
    """The requester, and the watchers, who get what the requester gets."""
    watchers = db.session.scalars(sa.select(Watcher.user_id).where(Watcher.ticket_id == ticket.id))
    return people({ticket.requester_id, *watchers})


def team_of(ticket: Ticket) -> Sequence[User]:
    """The agents who look after a new ticket: those of its team; all of them when it has none."""
    agents = sa.select(User).where(
        User.active.is_(True), User.roles.any(Role.name.in_([BaseRole.agent, BaseRole.admin]))
    )
    if ticket.team_id:
        agents = agents.where(User.teams.any(Team.id == ticket.team_id))
    return db.session.scalars(agents.order_by(User.id).options(selectinload(User.roles))).unique().all()


def problem(problem_id: int) -> KnownProblem | None:
    """A known problem."""
    return db.session.get(KnownProblem, problem_id)


def sufferers(found: KnownProblem) -> Sequence[User]:
    """Those who said "Me too", and those who follow the leading ticket."""
    reporters = set(db.session.scalars(sa.select(ProblemReport.user_id).where(ProblemReport.problem_id == found.id)))
    leading = followers(found.leading_ticket) if found.leading_ticket else []
    return people(reporters | {person.id for person in leading})


def is_duplicate(ticket: Ticket) -> bool:
    """Whether the ticket goes on as another one."""
    link = sa.select(TicketLink.id).where(TicketLink.ticket_id == ticket.id, TicketLink.kind == LinkKind.duplicate_of)
    return db.session.scalar(link.limit(1)) is not None


def message(message_id: int | None) -> Message | None:
    """A message with its author."""
    if message_id is None:
        return None
    return db.session.scalar(sa.select(Message).where(Message.id == message_id).options(joinedload(Message.author)))


def sees(person: User, ticket: Ticket) -> bool:
    """Whether the person may see the ticket by now."""
    return db.session.scalar(visible_to(person).with_only_columns(Ticket.id).where(Ticket.id == ticket.id)) is not None


def latest_message(ticket: Ticket) -> Message | None:
    """What was last said on the ticket for everybody's ears."""
    public = sa.select(Message).where(Message.ticket_id == ticket.id, Message.message_type != MessageType.internal)
    return db.session.scalar(public.order_by(Message.id.desc()).limit(1).options(joinedload(Message.author)))


def link(link_id: int) -> OneTimeLink | None:
    """A one-time link with its person."""
    return db.session.scalar(
        sa.select(OneTimeLink).where(OneTimeLink.id == link_id).options(joinedload(OneTimeLink.user))
    )


def has_due_mail() -> bool:
    """Whether a delivery seems due; whoever leases looks closer."""
    now = clock.now()
    free = sa.or_(Delivery.leased_until.is_(None), Delivery.leased_until < now)
    due = sa.select(Delivery.id).where(
        Delivery.state == DeliveryState.waiting, Delivery.due_at <= now, Delivery.leader_id.is_(None), free
    )
    return db.session.scalar(due.limit(1)) is not None


def deliveries(state: DeliveryState | None = None) -> sa.Select[tuple[Delivery]]:
    """Outgoing mail, for administrators; to be ordered and paged."""
    rows = sa.select(Delivery).options(joinedload(Delivery.user))
    return rows if state is None else rows.where(Delivery.state == state)


def delivery(delivery_id: int) -> Delivery:
    """One delivery, else `NotFound`."""
    found = db.session.get(Delivery, delivery_id) if 0 < delivery_id <= MAX_ID else None
    if found is None:
        raise NotFound
    return found
