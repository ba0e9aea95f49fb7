"""How the states of tickets and known problems are said on the desk."""

from flask_babel import lazy_gettext as _l

from app.tickets.models import Priority, ProblemState, Source, TicketStatus
from app.web.admin import Word, say

say(
    {
        TicketStatus.open: Word(_l("Open"), "open", "circle"),
        TicketStatus.in_progress: Word(_l("In progress"), "in_progress", "circle-dot"),
        TicketStatus.waiting_on_employee: Word(_l("Waiting on employee"), "waiting_on_employee", "circle-pause"),
        TicketStatus.resolved: Word(_l("Resolved"), "resolved", "circle-check"),
        TicketStatus.closed: Word(_l("Closed"), "closed", "archive"),
    }
)
say(
    {
        Priority.low: Word(_l("Low"), "plain", "signal-low"),
        Priority.medium: Word(_l("Medium"), "plain", "signal-medium"),
        Priority.high: Word(_l("High"), "high", "signal-high"),
        Priority.urgent: Word(_l("Urgent"), "urgent", "octagon-alert"),
    }
)
say(
    {
        Source.portal: Word(_l("Portal"), "plain", "globe"),
        Source.desk: Word(_l("Desk"), "plain", "headphones"),
        Source.phone: Word(_l("Phone"), "plain", "phone"),
        Source.walk_in: Word(_l("Walk-in"), "plain", "door-open"),
        Source.mail: Word(_l("Mail"), "plain", "mail"),
        Source.api: Word(_l("Program"), "plain", "bot"),
        Source.scan: Word(_l("Scanned label"), "plain", "qr-code"),
    }
)
say(
    {
        ProblemState.looking: Word(_l("Looking into it"), "warning", "search"),
        ProblemState.workaround: Word(_l("There is a workaround"), "info", "split"),
        ProblemState.fixed: Word(_l("Fixed"), "success", "circle-check"),
    }
)
