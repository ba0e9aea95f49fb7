"""Tickets for everybody: a person files, reads and answers; whoever may see a ticket is served here, staff too."""

from datetime import datetime

from flask import g

from app.accounts.models import User
from app.core import clock
from app.core.paging import Page
from app.tickets import queries, services
from app.tickets.api import shown
from app.tickets.filters import OwnTicketFilters
from app.tickets.models import Category, Source, Ticket
from app.tickets.schemas import (
    CategoryOut,
    Comment,
    DownloadOut,
    MessageChange,
    MessageDraft,
    MessageOut,
    PersonRef,
    TicketDetails,
    TicketDraft,
    TicketOut,
    UploadDraft,
    UploadOut,
    WatcherDraft,
)  # fmt: skip
from app.tickets.services.files import DOWNLOAD_WITHIN
from app.web.api import Answer, Api, Listed, ListQuery, endpoint, expose


class OwnTicketsQuery(OwnTicketFilters, ListQuery):
    """Which of one's own tickets."""

    sort: str = "-updatedAt"


def address(ticket: Ticket) -> str:
    """Where the ticket is found."""
    return f"/api/v1/tickets/{ticket.id}"


class TicketsApi(Api):
    """Tickets as their requesters and watchers see them."""

    resource_name = "tickets"
    class_permission_name = "MyTickets"

    @expose("/categories")
    @endpoint(answer=Listed[CategoryOut])
    def categories(self) -> Page:
        """What a ticket can be about."""
        return whole(queries.categories())

    @expose("", methods=["POST"])
    @endpoint(body=TicketDraft, answer=TicketOut, status=201, idempotent=True, location=address)
    def file(self, draft: TicketDraft) -> Ticket:
        """File a ticket for the caller."""
        return services.file_ticket(draft, actor=g.user, source=Source.api)

    @expose("")
    @endpoint(query=OwnTicketsQuery, answer=Listed[TicketOut])
    def index(self, query: OwnTicketsQuery) -> Page:
        """The caller's own and watched tickets."""
        return queries.own_tickets(g.user, query, query.paging())

    @expose("/<int:ticket_id>")
    @endpoint(answer=TicketDetails)
    def show(self, ticket_id: int) -> TicketDetails:
        """A ticket with the messages, files and changes that the caller may see."""
        return shown.details(queries.ticket_for(g.user, ticket_id), reader=g.user)

    @expose("/<int:ticket_id>/messages", methods=["POST"])
    @endpoint(body=MessageDraft, answer=MessageOut, status=201, idempotent=True)
    def say(self, draft: MessageDraft, ticket_id: int) -> Answer:
        """Say something on a ticket."""
        message = services.post_message(queries.ticket_for(g.user, ticket_id), draft, actor=g.user)
        return Answer(shown.message(message), 201, f"/api/v1/tickets/{message.ticket_id}/messages/{message.id}")

    @expose("/<int:ticket_id>/messages/<int:message_id>")
    @endpoint(answer=MessageOut)
    def message(self, ticket_id: int, message_id: int) -> MessageOut:
        """One message."""
        return shown.message(queries.message_of(queries.ticket_for(g.user, ticket_id), message_id, g.user))

    @expose("/<int:ticket_id>/messages/<int:message_id>", methods=["PATCH"])
    @endpoint(body=MessageChange, answer=MessageOut, current="message")
    def edit(self, change: MessageChange, ticket_id: int, message_id: int) -> MessageOut:
        """Change one's own words, within 15 minutes; the old ones are kept."""
        ticket = queries.ticket_for(g.user, ticket_id)
        message = queries.message_of(ticket, message_id, g.user)
        return shown.message(services.edit_message(ticket, message, change, actor=g.user))

    @expose("/<int:ticket_id>/watchers")
    @endpoint(answer=Listed[PersonRef])
    def watchers(self, ticket_id: int) -> Page:
        """Who gets what the requester gets."""
        return whole([row.user for row in queries.watchers(queries.ticket_for(g.user, ticket_id))])

    @expose("/<int:ticket_id>/watchers", methods=["POST"])
    @endpoint(body=WatcherDraft, answer=PersonRef, status=201, idempotent=True)
    def watch(self, draft: WatcherDraft, ticket_id: int) -> Answer:
        """Have somebody get what the requester gets."""
        row = services.add_watcher(queries.ticket_for(g.user, ticket_id), draft.user_id, actor=g.user)
        return Answer(row.user, 201, f"/api/v1/tickets/{ticket_id}/watchers/{row.user_id}")

    @expose("/<int:ticket_id>/watchers/<int:user_id>")
    @endpoint(answer=PersonRef)
    def watcher(self, ticket_id: int, user_id: int) -> User:
        """One watcher."""
        return queries.watcher_of(queries.ticket_for(g.user, ticket_id), user_id).user

    @expose("/<int:ticket_id>/watchers/<int:user_id>", methods=["DELETE"])
    @endpoint(status=204, current="watcher")
    def unwatch(self, ticket_id: int, user_id: int) -> None:
        """Stop telling somebody."""
        watcher = queries.watcher_of(queries.ticket_for(g.user, ticket_id), user_id)
        services.remove_watcher(queries.ticket_for(g.user, ticket_id), watcher.user_id, actor=g.user)

    @expose("/attachments/upload-url", methods=["POST"])
    @endpoint(body=UploadDraft, answer=UploadOut, status=201, idempotent=True)
    def announce(self, draft: UploadDraft) -> UploadOut:
        """Where to put a file that a ticket yet to be filed will name."""
        file, upload = services.announce_upload(draft, actor=g.user)
        return UploadOut(attachment_id=file.id, upload_url=upload.url, method=upload.method, headers=upload.headers,
                         expires_at=upload.expires_at)  # fmt: skip

    @expose("/<int:ticket_id>/attachments/upload-url", methods=["POST"])
    @endpoint(body=UploadDraft, answer=UploadOut, status=201, idempotent=True)
    def announce_for(self, draft: UploadDraft, ticket_id: int) -> UploadOut:
        """Where to put a file that a message on this ticket will name."""
        queries.ticket_for(g.user, ticket_id)
        return self.announce.call.function(self, draft)

    @expose("/<int:ticket_id>/attachments/<int:attachment_id>")
    @endpoint(answer=DownloadOut)
    def download(self, ticket_id: int, attachment_id: int) -> dict[str, str | datetime]:
        """A signed address of a file, good for five minutes."""
        ticket = queries.ticket_for(g.user, ticket_id)
        url = services.download_address(ticket, attachment_id, actor=g.user)
        return {"download_url": url, "expires_at": clock.now() + DOWNLOAD_WITHIN}

    @expose("/<int:ticket_id>/close", methods=["POST"])
    @endpoint(body=Comment, answer=TicketOut)
    def close(self, said: Comment, ticket_id: int) -> Ticket:
        """The requester says that it is done."""
        return services.close_own_ticket(queries.ticket_for(g.user, ticket_id), said.comment, actor=g.user)

    @expose("/<int:ticket_id>/reopen", methods=["POST"])
    @endpoint(body=Comment, answer=TicketOut, idempotent=True)
    def reopen(self, said: Comment, ticket_id: int) -> Answer:
        """The requester says that it is still broken; closed too long ago, a new linked ticket is filed (201)."""
        ticket = services.reopen_ticket(queries.ticket_for(g.user, ticket_id), said.comment, actor=g.user)
        return Answer(ticket, 200 if ticket.id == ticket_id else 201, address(ticket))


def whole(rows: "list[User] | list[Category]") -> Page:
    """A short list, all of it."""
    return Page(rows, 1, len(rows), None, len(rows), total_is_exact=True)
