"""Tickets that belong together, and known problems that stand behind many."""

from flask_babel import gettext as _

from app.accounts.models import User
from app.core import clock
from app.core.audit import audit
from app.core.db import lock
from app.core.errors import Conflict, Invalid, require
from app.core.outbox import record
from app.core.transaction import transaction
from app.extensions import db
from app.tickets import policies, queries
from app.tickets.events import ClosedAsDuplicate, ProblemFixed
from app.tickets.models import KnownProblem, LinkKind, ProblemReport, ProblemState, Ticket, TicketLink, TicketStatus
from app.tickets.schemas import KnownProblemChange, LinkDraft
from app.tickets.services import states
from app.tickets.services.handling import watch
from app.tickets.services.timeline import note


@transaction()
def link_tickets(ticket: Ticket, draft: LinkDraft, *, actor: User) -> TicketLink:
    """Say how this ticket belongs to another; `Invalid` for itself or an unknown one."""
    require(policies.can_handle(actor, ticket))
    lock(ticket)
    if draft.other_id == ticket.id:
        raise Invalid.for_field("otherId", _("A ticket cannot be linked to itself."))
    other = queries.ticket_for(actor, draft.other_id)
    return _link(ticket, other, draft.kind, actor)


def _link(ticket: Ticket, other: Ticket, kind: LinkKind, actor: User) -> TicketLink:
    known = [
        row
        for row in queries.links(ticket, actor)
        if {row.ticket_id, row.other_id} == {ticket.id, other.id} and row.kind is kind
    ]
    if known:
        return known[0]
    row = TicketLink(ticket_id=ticket.id, other_id=other.id, kind=kind, ticket=ticket, other=other)
    db.session.add(row)
    note(ticket, actor, "linked", kind, None, f"#{other.id}")
    note(other, actor, "linked", kind, None, f"#{ticket.id}")
    ticket.touch(clock.now())
    return row


@transaction()
def unlink_tickets(ticket: Ticket, link: TicketLink, *, actor: User) -> None:
    """Take a link away."""
    require(policies.can_handle(actor, ticket))
    lock(ticket)
    note(ticket, actor, "unlinked", link.kind, f"#{link.other_id if link.ticket_id == ticket.id else link.ticket_id}")
    db.session.delete(link)
    ticket.touch(clock.now())


@transaction()
def close_as_duplicate(ticket: Ticket, other_id: int, *, actor: User) -> Ticket:
    """Let another ticket stand for this one: its requester watches that one from now on."""
    require(policies.can_handle(actor, ticket))
    lock(ticket)
    other = queries.ticket_for(actor, other_id)
    if other.id == ticket.id:
        raise Invalid.for_field("otherId", _("A ticket cannot be its own duplicate."))
    if ticket.status is TicketStatus.closed:
        raise Conflict(_("This ticket is closed already."))
    _link(ticket, other, LinkKind.duplicate_of, actor)
    if other.requester_id != ticket.requester_id:
        watch(other, ticket.requester, actor=actor)
    if ticket.status is not TicketStatus.resolved:
        states.go(ticket, TicketStatus.resolved, actor)
    states.go(ticket, TicketStatus.closed, actor)
    record(ClosedAsDuplicate(ticket.id, other.id, actor.id))
    return ticket


@transaction()
def raise_problem(change: KnownProblemChange, *, actor: User) -> KnownProblem:
    """Tell everybody concerned that IT knows of a problem."""
    require(policies.can_keep_known_problems(actor))
    problem = KnownProblem(starts_at=clock.now(), state=ProblemState.looking)
    _write(problem, change, actor)
    return problem


@transaction()
def change_problem(problem: KnownProblem, change: KnownProblemChange, *, actor: User) -> KnownProblem:
    """Change what is said; once it is fixed, all who said "Me too" are told."""
    require(policies.can_keep_known_problems(actor))
    lock(problem)
    was = problem.state
    _write(problem, change, actor)
    if problem.state is ProblemState.fixed and was is not ProblemState.fixed:
        problem.ends_at = problem.ends_at or clock.now()
        record(ProblemFixed(problem.id, actor.id))
    return problem


def _write(problem: KnownProblem, change: KnownProblemChange, actor: User) -> None:
    if change.leading_ticket_id:
        queries.ticket_for(actor, change.leading_ticket_id)
    for field, value in change.model_dump(exclude_unset=True).items():
        if field != "starts_at" or value is not None:
            setattr(problem, field, value)
    db.session.add(problem)
    db.session.flush()
    audit("known_problem.changed", problem, actor=actor, state=problem.state)


@transaction()
def remove_problem(problem: KnownProblem, *, actor: User) -> None:
    """Delete a problem that nobody reported; else `Conflict`."""
    require(policies.can_keep_known_problems(actor))
    if queries.reports_of([problem], actor)[problem.id][0]:
        raise Conflict(_("People said “Me too”. Set it to fixed instead."))
    audit("known_problem.removed", problem, actor=actor, title=problem.title)
    db.session.delete(problem)


@transaction()
def report_me_too(problem: KnownProblem, *, actor: User) -> None:
    """Count the actor among those whom the problem concerns; makes them a watcher of the leading ticket."""
    lock(problem)
    if problem.state is ProblemState.fixed:
        raise Conflict(_("This problem is solved. If it still concerns you, please file a ticket."))
    if queries.reports_of([problem], actor)[problem.id][1]:
        return
    db.session.add(ProblemReport(problem_id=problem.id, user_id=actor.id))
    leading = problem.leading_ticket
    if leading is not None and leading.requester_id != actor.id:
        lock(leading)
        watch(leading, actor, actor=actor)
