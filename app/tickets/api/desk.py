"""Tickets for staff: the whole queue, filing for a caller, changing one or many."""

from typing import Any

from flask import g

from app.core.paging import Page
from app.tickets import queries, services, statistics
from app.tickets.api import shown
from app.tickets.api.own import address
from app.tickets.filters import TicketFilters
from app.tickets.models import Source, Ticket
from app.tickets.schemas import (
    BulkChange,
    BulkOut,
    CallerTicketDraft,
    TicketChange,
    TicketDetails,
    TicketOut,
    TicketStats,
)
from app.web.api import Api, Listed, ListQuery, endpoint, expose


class QueueQuery(TicketFilters, ListQuery):
    """Which tickets of the queue; without a sort key, in the order of the view."""

    sort: str = ""


class AdminTicketsApi(Api):
    """All tickets that the staff may see."""

    resource_name = "admin/tickets"
    class_permission_name = "Ticket"

    @expose("", methods=["POST"])
    @endpoint(body=CallerTicketDraft, answer=TicketOut, status=201, idempotent=True, location=address)
    def file(self, draft: CallerTicketDraft) -> Ticket:
        """File a ticket for somebody else, or for oneself."""
        return services.file_for_caller(draft, actor=g.user, source=Source.api)

    @expose("")
    @endpoint(query=QueueQuery, answer=Listed[TicketOut])
    def index(self, query: QueueQuery) -> Page:
        """The tickets that fit the filters; a view is a built-in one or one of the caller's own."""
        query.sort = query.sort or queries.default_sort(query)
        return queries.queue(g.user, query, query.paging())

    @expose("/stats")
    @endpoint(query=TicketFilters, answer=TicketStats)
    def stats(self, filters: TicketFilters) -> TicketStats:
        """How many tickets fit the filters, by what, and how long they took."""
        return statistics.ticket_stats(g.user, filters)

    @expose("/<int:ticket_id>")
    @endpoint(answer=TicketDetails)
    def show(self, ticket_id: int) -> TicketDetails:
        """A ticket, the same as below /tickets."""
        return shown.details(queries.ticket_for(g.user, ticket_id), reader=g.user)

    @expose("/<int:ticket_id>", methods=["PATCH"])
    @endpoint(body=TicketChange, answer=TicketOut, current="show")
    def change(self, change: TicketChange, ticket_id: int) -> Ticket:
        """Change what is sent."""
        return services.change_ticket(queries.ticket_for(g.user, ticket_id), change, actor=g.user)

    @expose("/<int:ticket_id>/claim", methods=["POST"])
    @endpoint(answer=TicketOut)
    def claim(self, ticket_id: int) -> Ticket:
        """Take a ticket that nobody has."""
        return services.claim_ticket(queries.ticket_for(g.user, ticket_id), actor=g.user)

    @expose("/bulk", methods=["POST"])
    @endpoint(body=BulkChange, answer=BulkOut)
    def change_many(self, bulk: BulkChange) -> dict[str, Any]:
        """Make one change to many tickets, each on its own."""
        return {"results": services.change_each(bulk.ids, bulk.change, actor=g.user)}
