"""The fixed words in braces that a saved reply may use; never a template language."""

import re

from app.accounts.models import User
from app.core.company import CompanySettings
from app.tickets.models import SavedReply, Ticket

NAMES = ("requester", "agent", "number", "subject", "company")


def filled(reply: SavedReply, ticket: Ticket, *, actor: User) -> str:
    """The reply's text for this ticket; an unknown word in braces stays as it is."""
    values = {
        "requester": ticket.requester.name,
        "agent": actor.name,
        "number": f"#{ticket.id}",
        "subject": ticket.subject,
        "company": CompanySettings.current().name,
    }
    return re.sub(r"\{(\w+)\}", lambda match: values.get(match[1], match[0]), reply.body)
