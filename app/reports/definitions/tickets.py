"""Reports on tickets."""

from flask_babel import lazy_gettext as _l

from app.reports import measures as m
from app.reports.queries import ticket_table
from app.reports.registry import Report, enrol
from app.reports.schemas import Narrowing

TIME = ("day", "week", "month")
THINGS = ("category", "priority", "team", "agent", "department", "source", "status", "room", "building", "model")
FILTERS = tuple(Narrowing.model_fields)
NEEDS = ("Ticket",)

OVERVIEW = (m.CREATED, m.RESOLVED, m.BACKLOG, m.RESPONSE_MEDIAN, m.RESOLUTION_IN_TIME, m.REOPENED)

enrol(
    Report(
        "overview",
        _l("Overview"),
        _l("The six numbers of the dashboard beside those of the period before."),
        "tickets",
        NEEDS,
        ticket_table,
        OVERVIEW,
        (),
        FILTERS,
        "none",
    ),
    Report(
        "tickets",
        _l("Tickets"),
        _l("How many tickets were filed, solved and reopened in the period, and how many were open at its end."),
        "tickets",
        NEEDS,
        ticket_table,
        (m.CREATED, m.RESOLVED, m.REOPENED, m.BACKLOG),
        (*TIME, *THINGS),
        FILTERS,
        "lines",
    ),
    Report(
        "response-and-resolution",
        _l("Response and resolution"),
        _l("How long people waited for the first answer and for the solution, beside what the targets allowed."),
        "tickets",
        NEEDS,
        ticket_table,
        (
            m.RESPONDED,
            m.RESPONSE_MEDIAN,
            m.RESPONSE_P90,
            m.RESPONSE_TARGET,
            m.RESOLVED,
            m.RESOLUTION_MEDIAN,
            m.RESOLUTION_P90,
            m.RESOLUTION_TARGET,
        ),
        (*TIME, *THINGS),
        FILTERS,
        "lines",
    ),
    Report(
        "targets",
        _l("Targets"),
        _l(
            "How many first answers and solutions came by the time they were due, in desk hours as the targets count them."
        ),
        "tickets",
        NEEDS,
        ticket_table,
        (m.RESPONDED, m.RESPONSE_IN_TIME, m.RESOLVED, m.RESOLUTION_IN_TIME),
        ("priority", *TIME, *THINGS[0:1], *THINGS[2:]),
        FILTERS,
        "bars",
    ),
    Report(
        "backlog",
        _l("Open tickets"),
        _l("What is open at this moment, how much of it is late, waits on the employee or is nobody's."),
        "tickets",
        NEEDS,
        ticket_table,
        (m.OPEN, m.LATE, m.UNASSIGNED, m.WAITING),
        ("age", *THINGS),
        FILTERS,
        "bars",
        has_period=False,
    ),
    Report(
        "agents",
        _l("Agents"),
        _l(
            "What each agent solved in the period and how long it took, and what each has open now; by whom the ticket is assigned to."
        ),
        "tickets",
        NEEDS,
        ticket_table,
        (m.RESOLVED, m.RESPONSE_MEDIAN, m.RESOLUTION_MEDIAN, m.RESOLUTION_IN_TIME, m.REOPENED, m.OPEN, m.LATE),
        ("agent", "team"),
        FILTERS,
        "bars",
    ),
    Report(
        "teams",
        _l("Teams"),
        _l("What each team got and solved in the period and how long it took, and what each has open now."),
        "tickets",
        NEEDS,
        ticket_table,
        (
            m.CREATED,
            m.RESOLVED,
            m.RESPONSE_MEDIAN,
            m.RESOLUTION_MEDIAN,
            m.RESOLUTION_IN_TIME,
            m.REOPENED,
            m.OPEN,
            m.LATE,
        ),
        ("team", "agent"),
        FILTERS,
        "bars",
    ),
    Report(
        "categories",
        _l("Categories"),
        _l("What people asked for in the period, how long it took, and what is open of it now."),
        "tickets",
        NEEDS,
        ticket_table,
        (m.CREATED, m.RESOLVED, m.RESOLUTION_MEDIAN, m.RESOLUTION_IN_TIME, m.REOPENED, m.OPEN),
        ("category", "department", "source", "room", "building", "model"),
        FILTERS,
        "bars",
    ),
    Report(
        "reopened",
        _l("Reopened and reassigned"),
        _l(
            "How often solved tickets were opened again in the period, how many tickets that concerns, and how often tickets changed hands."
        ),
        "tickets",
        NEEDS,
        ticket_table,
        (m.REOPENED, m.REOPENED_TICKETS, m.REASSIGNED, m.RESOLVED),
        ("category", *TIME, "agent", "team", "department", "priority", "room", "building", "model"),
        FILTERS,
        "bars",
    ),
    Report(
        "busiest-hours",
        _l("Busiest hours"),
        _l("When in the week tickets are filed, by weekday and hour on the reader's clock."),
        "tickets",
        NEEDS,
        ticket_table,
        (m.CREATED,),
        ("hour_of_week",),
        FILTERS,
        "heat",
    ),
)
