"""The numbers over tickets. A change here changes page, REST, export and mail alike, and docs/reports.md with them."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.core import clock
from app.reports.registry import Fact, Measure
from app.reports.tables import Kind
from app.tickets.happened import has_target, in_time
from app.tickets.models import Ticket, TicketStatus

RESPONSE, RESOLUTION = "response", "resolution"


def _in_time(target: str) -> Any:
    if target == RESOLUTION:
        return in_time()
    return TIMES[target][0] <= TIMES[target][1]


def _has_target(target: str) -> Any:
    if target == RESOLUTION:
        return has_target()
    return TIMES[target][1].is_not(None)


TIMES = {  # when it happened, when it was due
    RESPONSE: (Ticket.first_responded_at, Ticket.response_due_at),
    RESOLUTION: (Ticket.resolved_at, Ticket.resolution_due_at),
}

CREATED = Measure(
    "created",
    _l("Filed"),
    _l("Tickets that were filed in the period, whatever became of them; spam is never counted."),
    Fact.created,
)
RESOLVED = Measure(
    "resolved",
    _l("Solved"),
    _l("Tickets whose present solution came in the period; one that was reopened counts when it is solved again."),
    Fact.resolved,
    better="high",
)
BACKLOG = Measure(
    "backlog",
    _l("Open at the end"),
    _l(
        "Tickets that were filed before the end of the day, week, month or period and were not solved by then, as they stand today."
    ),
    Fact.backlog,
    better="low",
)
REOPENED = Measure(
    "reopened",
    _l("Reopened"),
    _l("How often in the period a solved or closed ticket was opened again; a ticket can count more than once."),
    Fact.reopened,
    better="low",
)
REOPENED_TICKETS = Measure(
    "reopened_tickets",
    _l("Tickets reopened"),
    _l("Tickets that were opened again at least once in the period after they were solved or closed."),
    Fact.reopened,
    part=lambda: Ticket.id,
    better="low",
)

REASSIGNED = Measure(
    "reassigned",
    _l("Reassigned"),
    _l("How often in the period a ticket went from one person to another; a ticket can count more than once."),
    Fact.reassigned,
    better="low",
)

RESPONDED = Measure(
    "responded",
    _l("First answers"),
    _l("Tickets to which IT gave its first public answer in the period."),
    Fact.responded,
)
RESPONSE_MEDIAN = Measure(
    "first_response_median",
    _l("First response, median"),
    _l(
        "Half of the tickets first answered in the period got the answer within this time; counted around the clock from filing, the smaller of two middle values."
    ),
    Fact.responded,
    Kind.duration,
    50,
    RESPONSE,
    better="low",
)
RESPONSE_P90 = Measure(
    "first_response_p90",
    _l("First response, 9 of 10"),
    _l(
        "Nine of ten tickets first answered in the period got the answer within this time, counted around the clock from filing."
    ),
    Fact.responded,
    Kind.duration,
    90,
    RESPONSE,
    better="low",
)
RESPONSE_TARGET = Measure(
    "first_response_target",
    _l("First response, target"),
    _l("The middle of the times that the targets allowed the same tickets, counted around the clock."),
    Fact.responded,
    Kind.duration,
    50,
    "response_allowed",
)
RESPONSE_IN_TIME = Measure(
    "first_response_in_time",
    _l("First response in time"),
    _l(
        "The share of the tickets first answered in the period whose answer came by the time it was due; the number opens those that were late."
    ),
    Fact.responded,
    Kind.share,
    part=lambda: _in_time(RESPONSE),
    whole=lambda: _has_target(RESPONSE),
    link={"missed": RESPONSE},
    better="high",
)

RESOLUTION_MEDIAN = Measure(
    "resolution_median",
    _l("Resolution, median"),
    _l(
        "Half of the tickets solved in the period were solved within this time; counted around the clock from filing, waiting on the employee included."
    ),
    Fact.resolved,
    Kind.duration,
    50,
    RESOLUTION,
    better="low",
)
RESOLUTION_P90 = Measure(
    "resolution_p90",
    _l("Resolution, 9 of 10"),
    _l(
        "Nine of ten tickets solved in the period were solved within this time, counted around the clock from filing, waiting on the employee included."
    ),
    Fact.resolved,
    Kind.duration,
    90,
    RESOLUTION,
    better="low",
)
RESOLUTION_TARGET = Measure(
    "resolution_target",
    _l("Resolution, target"),
    _l("The middle of the times that the targets allowed the same tickets, counted around the clock."),
    Fact.resolved,
    Kind.duration,
    50,
    "resolution_allowed",
)
RESOLUTION_IN_TIME = Measure(
    "resolution_in_time",
    _l("Solved in time"),
    _l(
        "The share of the tickets solved in the period whose solution came by the time it was due, or of which the system they were taken over from said so; the number opens those that were late."
    ),
    Fact.resolved,
    Kind.share,
    part=lambda: _in_time(RESOLUTION),
    whole=lambda: _has_target(RESOLUTION),
    link={"missed": RESOLUTION},
    better="high",
)

OPEN = Measure(
    "open",
    _l("Open now"),
    _l("Tickets that are open, in progress or waiting on the employee at this moment."),
    Fact.open,
    link={"view": "open"},
    better="low",
)
LATE = Measure(
    "late",
    _l("Late now"),
    _l("Open tickets whose next due time has passed at this moment."),
    Fact.open,
    part=lambda: Ticket.due_at < clock.now(),
    link={"view": "open", "due": "late"},
    better="low",
)
UNASSIGNED = Measure(
    "unassigned",
    _l("Unassigned now"),
    _l("Open tickets that nobody has at this moment."),
    Fact.open,
    part=lambda: Ticket.assignee_id.is_(None),
    link={"view": "open", "assigned_to": "none"},
    better="low",
)
WAITING = Measure(
    "waiting",
    _l("Waiting now"),
    _l("Open tickets that wait on the employee at this moment."),
    Fact.open,
    part=lambda: Ticket.status == TicketStatus.waiting_on_employee,
    link={"view": "open", "status": "waiting_on_employee"},
)
