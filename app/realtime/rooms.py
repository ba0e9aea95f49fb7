"""The rooms of the live channel: who hears what."""

from collections.abc import Iterable

from app.realtime.queries import ToldTicket

AGENTS = "agents"


def of_person(person_id: int) -> str:
    """Every page that one person has open."""
    return f"user:{person_id}"


def of_ticket(ticket_id: int, *, staff: bool = False) -> str:
    """Those who have a ticket open; staff who may read its notes stand in a room of their own."""
    return f"ticket:{ticket_id}:staff" if staff else f"ticket:{ticket_id}"


def public(ticket: ToldTicket, watcher_ids: Iterable[int]) -> list[str]:
    """Where the requester's version of the ticket is told: nobody in these rooms learns of notes."""
    rooms = [of_ticket(ticket.id), of_person(ticket.requester_id), *map(of_person, watcher_ids)]
    return [*rooms, AGENTS] if ticket.is_of_staff else rooms


def staff(ticket: ToldTicket) -> list[str]:
    """Where the staff's version is told. A requester may stand among the agents: then only those at the ticket."""
    rooms = [of_ticket(ticket.id, staff=True)]
    return rooms if ticket.is_of_staff else [*rooms, AGENTS]
