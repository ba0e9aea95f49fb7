"""What staff keep for themselves and each other: saved replies and saved views."""

import sqlalchemy as sa
from pydantic import ValidationError

from app.accounts.models import User
from app.core.errors import Invalid, require
from app.core.transaction import transaction
from app.extensions import db
from app.tickets import policies
from app.tickets.filters import TicketFilters
from app.tickets.models import SavedReply, SavedView
from app.tickets.schemas import SavedReplyChange, SavedViewDraft


@transaction()
def keep_reply(reply: SavedReply | None, change: SavedReplyChange, *, actor: User) -> SavedReply:
    """Write a saved reply, new (`reply` is None) or known; shared ones have no owner."""
    reply = reply or SavedReply(owner_id=actor.id)
    require(policies.can_change_reply(actor, reply))
    reply.title, reply.body = change.title, change.body
    reply.owner_id = None if change.is_shared else actor.id
    db.session.add(reply)
    db.session.flush()
    return reply


@transaction()
def drop_reply(reply: SavedReply, *, actor: User) -> None:
    """Delete a saved reply."""
    require(policies.can_change_reply(actor, reply))
    db.session.delete(reply)


@transaction()
def keep_view(draft: SavedViewDraft, *, actor: User) -> SavedView:
    """Keep a filter under a name; the same name again takes its place. `Invalid` for an unknown filter."""
    require(actor.is_staff)
    try:
        TicketFilters.model_validate(draft.filters)
    except ValidationError as error:
        raise Invalid.for_field("filters", str(error.errors()[0]["msg"])) from error
    row = db.session.scalar(sa.select(SavedView).where(SavedView.owner_id == actor.id, SavedView.name == draft.name))
    row = row or SavedView(owner_id=actor.id, name=draft.name)
    row.filters = draft.filters
    db.session.add(row)
    db.session.flush()
    return row


@transaction()
def drop_view(view: SavedView, *, actor: User) -> None:
    """Delete a saved view."""
    require(policies.can_change_view(actor, view))
    db.session.delete(view)
