"""The command palette: a number, a person, a device, a room, a ticket's words, an answer, an action."""

import re
from typing import Any

from flask import g, request
from flask_appbuilder import expose
from flask_appbuilder.security.decorators import has_access

from app.accounts import queries as accounts
from app.core.errors import NotFound
from app.core.paging import Paging
from app.equipment import queries as equipment
from app.knowledge import queries as knowledge
from app.rooms import queries as rooms
from app.tickets import queries
from app.tickets.filters import VIEWS, TicketFilters
from app.tickets.models import Ticket
from app.web.admin import DeskPage

NUMBER = re.compile(r"#?(\d{1,18})", re.ASCII)


class PaletteDesk(DeskPage):
    """What Ctrl/Cmd+K finds."""

    route_base = "/staff/palette"
    class_permission_name = "Desk"
    method_permission_name = {"index": "read"}

    @expose("")
    @has_access
    def index(self) -> Any:
        """Results for what was typed; views and actions when nothing was."""
        words = request.args.get("q", "").strip()[:200]
        tickets = _tickets(words) if words else []
        people = accounts.people_like(words, 5) if words else []
        devices = equipment.lookup(g.user, words, 5) if words else []
        doors = rooms.rooms_found(g.user, words, 4) if words else []
        answers = knowledge.suggest(g.user, words, 4) if words else []
        views = [(name, view.label) for name, view in VIEWS.items() if words.lower() in str(view.label).lower()]
        return self.render_template(
            "staff/tickets/_palette.html",
            words=words,
            tickets=tickets,
            people=people,
            devices=devices,
            doors=doors,
            answers=answers,
            views=views,
        )


def _tickets(words: str) -> list[Ticket]:
    """The ticket of that number first, then those with these words."""
    found = list(queries.queue(g.user, TicketFilters(q=words), Paging("-number", 6)).items)
    number = NUMBER.fullmatch(words)
    if not number:
        return found
    try:
        meant = queries.ticket_for(g.user, int(number[1]))
    except NotFound:
        return found
    return [meant, *(ticket for ticket in found if ticket.id != meant.id)]
