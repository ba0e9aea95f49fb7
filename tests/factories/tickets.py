"""Tickets as the services make them."""

from typing import Any

import sqlalchemy as sa

from app.accounts.models import User
from app.core.transaction import transaction
from app.extensions import db
from app.tickets import services
from app.tickets.models import Category, Message, MessageType, Ticket
from app.tickets.schemas import MessageDraft, TicketDraft


def category(name: str = "Hardware", **fields: Any) -> Category:
    """The category of this name; made when `init` did not make it."""
    found = db.session.scalar(sa.select(Category).where(Category.name == name))
    if found is None or fields:
        with transaction():
            found = found or Category(name=name)
            for field, value in fields.items():
                setattr(found, field, value)
            db.session.add(found)
    return found


def ticket(requester: User, subject: str = "Screen stays black", **fields: Any) -> Ticket:
    """A ticket that its requester filed."""
    name = fields.pop("category", "Hardware")
    category(name)
    draft = TicketDraft(subject=subject, category=name, **{"description": "Since this morning.", **fields})
    return services.file_ticket(draft, actor=requester)


def message(to: Ticket, author: User, body: str = "Any news?", kind: MessageType | None = None) -> Message:
    """A word on a ticket."""
    return services.post_message(to, MessageDraft(body=body, message_type=kind), actor=author)
