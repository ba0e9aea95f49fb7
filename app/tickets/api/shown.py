"""Tickets, messages and files as REST shows them to one reader."""

from app.accounts.models import User
from app.core.links import absolute
from app.tickets import queries
from app.tickets.models import Attachment, Message, Ticket
from app.tickets.schemas import AttachmentOut, MessageOut, PersonRef, TicketDetails, TicketOut, TimelineOut


def details(ticket: Ticket, *, reader: User) -> TicketDetails:
    """The ticket with everything that this reader may see of it."""
    row = TicketOut.model_validate(ticket)
    return TicketDetails.model_construct(
        **row.__dict__,
        messages=[message(entry) for entry in queries.conversation(ticket, reader)],
        attachments=files(queries.description_files(ticket)),
        timeline=[TimelineOut.model_validate(entry) for entry in queries.timeline(ticket, reader)],
    )


def message(entry: Message) -> MessageOut:
    """One message with its files."""
    return MessageOut(
        id=entry.id, author=PersonRef.model_validate(entry.author), message_type=entry.message_type, body=entry.body,
        body_html=entry.body_html, created_at=entry.created_at, edited_at=entry.edited_at,
        attachments=files(entry.attachments),
    )  # fmt: skip


def files(rows: "list[Attachment]") -> list[AttachmentOut]:
    """Files without those that were taken away."""
    return [_file(row) for row in rows if row.redacted_at is None]


def _file(row: Attachment) -> AttachmentOut:
    preview = absolute(f"/tickets/{row.ticket_id}/files/{row.id}/thumbnail") if row.thumbnail_key else None
    return AttachmentOut(id=row.id, filename=row.filename, size=row.size, content_type=row.content_type,
                         state=row.state, thumbnail_url=preview)  # fmt: skip
