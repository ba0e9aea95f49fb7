"""How the states of tickets and known problems are said on the desk."""

from flask_babel import lazy_gettext as _l

from app.tickets.models import SOURCE_WORDS, Priority, ProblemState, Source, TicketStatus
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
        source: Word(SOURCE_WORDS[source], "plain", icon)
        for source, icon in {
            Source.portal: "globe",
            Source.desk: "headphones",
            Source.phone: "phone",
            Source.walk_in: "door-open",
            Source.mail: "mail",
            Source.api: "bot",
            Source.scan: "qr-code",
        }.items()
    }
)
say(
    {
        ProblemState.looking: Word(_l("Looking into it"), "warning", "search"),
        ProblemState.workaround: Word(_l("There is a workaround"), "info", "split"),
        ProblemState.fixed: Word(_l("Fixed"), "success", "circle-check"),
    }
)
