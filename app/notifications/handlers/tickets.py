"""Who is told of what happened to tickets."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from app.accounts.models import User
from app.accounts.preferences import Kind
from app.notifications import queries
from app.notifications.audience import News
from app.notifications.handlers.telling import tell
from app.notifications.models import What
from app.tickets.models import Ticket, TicketStatus

SAME_ACT = timedelta(seconds=5)  # one click may leave two events, such as an answer that also solves: told as one
DONE = {TicketStatus.resolved, TicketStatus.closed}


def tell_of_filing(event: dict[str, Any]) -> None:
    """The requester has the confirmation; the team hears of new work."""
    if ticket := queries.ticket_to_tell(event["ticket_id"]):
        known = {"ticket": ticket, "actor_id": event["actor_id"]}
        tell(
            (News(Kind.received, What.ticket_received, **known), queries.followers(ticket)), _new_in_team(ticket, known)
        )


def tell_of_assignment(event: dict[str, Any]) -> None:
    """The new assignee hears of it; without one, the team does."""
    if not (ticket := queries.ticket_to_tell(event["ticket_id"])):
        return
    known = {"ticket": ticket, "actor_id": event["actor_id"]}
    if event.get("has_new_assignee", True) and event["assignee_id"]:
        tell((News(Kind.assigned, What.ticket_assigned, **known), queries.people([event["assignee_id"]])))
    elif event["team_id"] and not ticket.assignee_id:  # somebody may have taken it meanwhile
        tell(_new_in_team(ticket, known))


def _new_in_team(ticket: Ticket, known: dict[str, Any]) -> tuple[News, Iterable[User]]:
    others = [
        person for person in queries.team_of(ticket) if person.id not in {ticket.requester_id, ticket.assignee_id}
    ]
    return News(Kind.new_in_team, What.ticket_new_in_team, **known), others


def tell_of_message(event: dict[str, Any]) -> None:
    """Whoever is mentioned, the assignee, and (never of a note) the requester and the watchers."""
    if not (ticket := queries.ticket_to_tell(event["ticket_id"])):
        return
    internal = event["is_internal"]
    known = {
        "ticket": ticket,
        "message_id": event["message_id"],
        "actor_id": event["actor_id"],
        "is_internal": internal,
    }
    mentioned = [person for person in queries.people(event["mentioned_ids"]) if person.is_staff]
    tellings = [
        (News(Kind.mentioned, What.ticket_mentioned, **known), mentioned),
        (News(Kind.answer_on_mine, What.ticket_answer_on_mine, **known), queries.people([ticket.assignee_id])),
    ]
    if not internal and ticket.requester_id != event["actor_id"] and not _solves_too(ticket, event["message_id"]):
        tellings.append((News(Kind.answered, What.ticket_answered, **known), queries.followers(ticket)))
    tell(*tellings)


def _solves_too(ticket: Ticket, message_id: int) -> bool:
    """Whether the answer came with the solution, whose mail shows it."""
    message = queries.message(message_id)
    return bool(ticket.resolved_at and message and abs(ticket.resolved_at - message.created_at) <= SAME_ACT)


def tell_of_move(event: dict[str, Any]) -> None:
    """The requester hears that it is solved or closed; the assignee, that it is still broken."""
    ticket = queries.ticket_to_tell(event["ticket_id"])
    if ticket is None or (queries.is_duplicate(ticket) and ticket.status is TicketStatus.closed):
        return  # a duplicate has a mail of its own
    known = {"ticket": ticket, "actor_id": event["actor_id"]}
    old, new = TicketStatus(event["old"]), TicketStatus(event["new"])
    if new is TicketStatus.resolved:
        tell((News(Kind.solved, What.ticket_solved, **known), queries.followers(ticket)))
    elif new is TicketStatus.closed and old is not TicketStatus.resolved:
        tell((News(Kind.solved, What.ticket_closed, **known), queries.followers(ticket)))
    elif old in DONE and event["actor_id"] == ticket.requester_id and not _said_so(ticket):
        tell((News(Kind.answer_on_mine, What.ticket_still_broken, **known), queries.people([ticket.assignee_id])))


def _said_so(ticket: Ticket) -> bool:
    """Whether the requester's own words came with it, of which the assignee is told already."""
    return ticket.last_word_by_id == ticket.requester_id and ticket.updated_at - ticket.last_word_at <= SAME_ACT


def tell_of_change(event: dict[str, Any]) -> None:
    """A ticket that was filed for the wrong person: the right one has the confirmation."""
    ticket = queries.ticket_to_tell(event["ticket_id"])
    if ticket and "requester" in event["fields"]:
        news = News(Kind.received, What.ticket_received, ticket=ticket, actor_id=event["actor_id"])
        tell((news, queries.people([ticket.requester_id])))


def tell_of_waiting(event: dict[str, Any]) -> None:
    """A reminder, as long as the answer is still awaited."""
    ticket = queries.ticket_to_tell(event["ticket_id"])
    if ticket and ticket.status is TicketStatus.waiting_on_employee:
        news = News(Kind.reminder, What.ticket_reminder, ticket=ticket, params={"reminder": event["reminder"]})
        tell((news, queries.followers(ticket)))


def tell_of_duplicate(event: dict[str, Any]) -> None:
    """The requester hears where the request goes on."""
    if ticket := queries.ticket_to_tell(event["ticket_id"]):
        news = News(
            Kind.solved,
            What.ticket_duplicate,
            ticket=ticket,
            actor_id=event["actor_id"],
            params={"other_id": event["other_id"]},
        )
        tell((news, queries.followers(ticket)))


def tell_of_fixed_problem(event: dict[str, Any]) -> None:
    """All who said "Me too", and those who follow the leading ticket."""
    if problem := queries.problem(event["problem_id"]):
        params = {"problem_id": problem.id, "title": problem.title}
        news = News(Kind.known_problem, What.known_problem_fixed, actor_id=event["actor_id"], params=params)
        tell((news, queries.sufferers(problem)))
