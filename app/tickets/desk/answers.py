"""Knowledge beside a ticket: what may answer it, an article written from it, and what nobody has written yet."""

from datetime import timedelta
from typing import Any

from flask import flash, g, redirect, url_for
from flask_appbuilder import expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.core import clock
from app.core.links import absolute
from app.tickets import policies, queries, services
from app.tickets.models import ItemUse
from app.web.admin import DeskPage

ASKED_WITHIN = timedelta(days=90)


class TicketAnswersDesk(DeskPage):
    """What knowledge has for one ticket."""

    route_base = "/staff/tickets/<int:ticket_id>"
    class_permission_name = "Ticket"
    method_permission_name = {"answers": "read", "write_article": "write"}

    @expose("/answers")
    @has_access
    def answers(self, ticket_id: int) -> Any:
        """Items that may answer it, what the requester saw of them, and what was written from it."""
        ticket = queries.ticket_for(g.user, ticket_id)
        items = queries.items_of_ticket(ticket, g.user)
        return self.render_template(
            "staff/tickets/_answers.html",
            ticket=ticket,
            matches=queries.matching_items(ticket, g.user),
            written=[row.item for row in items if row.use is ItemUse.written],
            shown=[row.item for row in items if row.use is ItemUse.shown],
            may_handle=policies.can_handle(g.user, ticket),
            absolute=absolute,
        )

    @expose("/article", methods=["POST"])
    @has_access
    def write_article(self, ticket_id: int) -> Response:
        """Begin an article with the question and its answers, and lead to the editor."""
        item = services.article_from_ticket(queries.ticket_for(g.user, ticket_id), actor=g.user)
        flash(_("A draft with the question and the answers. Names were taken out; please read it once."), "success")
        return redirect(url_for("ItemView.edit", pk=item.id))


class WithoutArticleDesk(DeskPage):
    """What people ask for again and again without an answer to send them."""

    route_base = "/staff/tickets/without-article"
    default_view = "index"
    class_permission_name = "Ticket"
    method_permission_name = {"index": "read"}

    @expose("")
    @has_access
    def index(self) -> Any:
        """Tickets of the last 90 days in clusters of like subjects."""
        clusters = queries.ticket_clusters(g.user, clock.now() - ASKED_WITHIN)
        return self.render_template("staff/tickets/without_article.html", clusters=clusters, name="tickets")
