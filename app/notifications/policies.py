"""Who may be told what."""

from app.accounts.models import User
from app.tickets.models import Ticket
from app.tickets.policies import sees_internal


def can_be_told(person: User, ticket: Ticket | None, *, is_internal: bool) -> bool:
    """Active people; of an internal note only who may read it: staff who are not the requester."""
    return person.active and (not is_internal or (ticket is not None and sees_internal(person, ticket)))


def can_see_deliveries(actor: User) -> bool:
    """Outgoing mail is for administrators."""
    return actor.is_admin
