"""Where a piece of news leads: staff who work on a ticket go to the desk, everybody else to the portal."""

from collections.abc import Mapping
from typing import Any

from app.accounts.models import User
from app.notifications.about import NOTICES
from app.notifications.models import What
from app.tickets.models import Ticket

AT_WORK = frozenset({What.ticket_assigned, What.ticket_answer_on_mine, What.ticket_still_broken, What.ticket_mentioned,
                     What.ticket_new_in_team})  # fmt: skip


def path(what: What, ticket: Ticket | None, reader: User, params: Mapping[str, Any]) -> str:
    """The page's address below the product's own."""
    if what in NOTICES:
        return NOTICES[what].address(params)
    if what is What.ticket_duplicate and "other_id" in params:
        return f"/tickets/{params['other_id']}"
    if ticket is None:
        return "/"
    is_at_work = what in AT_WORK and reader.is_staff and ticket.requester_id != reader.id
    return f"/staff/tickets/{ticket.id}" if is_at_work else f"/tickets/{ticket.id}"
