"""How a ticket comes to be."""

from datetime import datetime

from flask_babel import gettext as _

from app.accounts.models import Team, User
from app.core import clock
from app.core.errors import Invalid, require
from app.core.outbox import record
from app.core.transaction import transaction
from app.extensions import db
from app.tickets import policies, queries, search, targets
from app.tickets.events import TicketAssigned, TicketFiled
from app.tickets.models import Category, LinkKind, Source, Ticket, TicketLink
from app.tickets.schemas import BODY_LENGTH, CallerTicketDraft, TicketDraft
from app.tickets.services import naming
from app.tickets.services.answers import remember_items
from app.tickets.services.files import name_files
from app.tickets.services.timeline import note


@transaction()
def file_ticket(draft: TicketDraft, *, actor: User, source: Source = Source.portal) -> Ticket:
    """Open a ticket in the name of `actor` and announce it."""
    require(policies.can_file(actor))
    return _file(draft, requester=actor, filed_by=actor, source=source)


@transaction()
def file_for_caller(draft: CallerTicketDraft, *, actor: User, source: Source = Source.desk) -> Ticket:
    """Open a ticket for somebody else, or for oneself when nobody is named; may assign it at once."""
    require(policies.can_file_for_others(actor))
    requester = active_person(draft.requester_id, "requesterId") if draft.requester_id else actor
    assignee = agent(draft.assigned_to) if draft.assigned_to else None
    team = active_team(draft.team_id) if draft.team_id else None
    ticket = _file(
        draft, requester=requester, filed_by=actor, source=draft.source or source, assignee=assignee, team=team
    )
    if assignee is not None:
        note(ticket, actor, "assigned", "assignee", None, assignee.name)
        record(TicketAssigned(ticket.id, actor.id, assignee.id, ticket.team_id))
    return ticket


@transaction()
def file_again(ticket: Ticket, text: str, *, actor: User) -> Ticket:
    """File a new ticket linked to one that was closed too long ago to open again."""
    category, text = ticket.category, text[:BODY_LENGTH]  # an imported text may be longer than what people may write
    draft = TicketDraft(subject=ticket.subject, description=text, category=category.name, priority=ticket.priority)
    again = _file(draft, requester=ticket.requester, filed_by=actor, source=ticket.source, category=category)
    db.session.add(TicketLink(ticket_id=again.id, other_id=ticket.id, kind=LinkKind.related))
    note(again, actor, "linked", "related", None, f"#{ticket.id}")
    return again


def _file(
    draft: TicketDraft,
    *,
    requester: User,
    filed_by: User,
    source: Source,
    assignee: User | None = None,
    team: Team | None = None,
    category: Category | None = None,
) -> Ticket:
    category = category or queries.category_named(draft.category)
    named = naming.named_in(draft, actor=filed_by)
    now = clock.now()
    ticket = Ticket(
        subject=" ".join(draft.subject.split()),
        description=draft.description,
        description_html=draft.description_html,
        priority=draft.priority or category.default_priority,
        category=category,
        requester=requester,
        filed_by=filed_by,
        assignee=assignee,
        team=team or category.team,
        equipment=named.equipment,
        room=named.room,
        source=Source.scan if named.was_scanned and source is Source.portal else source,
        last_word_by=requester,
        waited_seconds=0,
        status="open",
        is_active=True,
        is_spam=False,
        is_our_turn=True,
        version=1,
        staff_version=1,
        **_moments(now),
    )
    targets.set_due_times(ticket)
    db.session.add(ticket)
    db.session.flush()  # the timeline and the event carry the new id
    note(ticket, filed_by, "filed", "source", None, ticket.source)
    name_files(draft.attachment_ids, ticket, actor=filed_by)
    remember_items(ticket, shown=draft.shown_item_ids, opened=draft.opened_item_ids, actor=filed_by)
    search.write_first_text(ticket)
    record(TicketFiled(ticket.id, filed_by.id))
    return ticket


def _moments(now: datetime) -> dict[str, datetime]:
    return {"created_at": now, "updated_at": now, "last_word_at": now}


def active_person(person_id: int, field: str) -> User:
    """The active person of this id; `Invalid` on the field for any other."""
    person = db.session.get(User, person_id)
    if person is None or not person.is_active:
        raise Invalid.for_field(field, _("There is no such person."))
    return person


def agent(person_id: int) -> User:
    """The active agent or administrator of this id; `Invalid` on `assignedTo` for any other."""
    person = active_person(person_id, "assignedTo")
    if not person.is_agent:
        raise Invalid.for_field("assignedTo", _("Only IT staff can be assigned."))
    return person


def active_team(team_id: int) -> Team:
    """The active team of this id; `Invalid` on `teamId` for any other."""
    team = db.session.get(Team, team_id)
    if team is None or not team.is_active:
        raise Invalid.for_field("teamId", _("There is no such team."))
    return team
