"""What stands on the dashboard: six numbers, four charts, and the largest of each kind."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.accounts.models import User
from app.reports import measures as m
from app.reports.asked import Asked
from app.reports.periods import Grain, Period
from app.reports.queries.reading import ask, read
from app.reports.registry import REPORTS, Measure
from app.reports.schemas import ReportQuery
from app.reports.tables import Table
from app.tickets.happened import joined

LONG_IN_DAYS, LONG_IN_WEEKS = 31, 190
TIME = "time"  # stands for the grain that fits the period


@dataclass(frozen=True)
class Panel:
    """A part of a report, drawn as a chart or set as a short table; the whole report is one step away."""

    asked: Asked
    table: Table
    chart: str

    @property
    def name(self) -> str:
        """What tells it from the other panels of the page."""
        return f"{self.asked.report.name}-{self.asked.group_by}"


@dataclass(frozen=True)
class Dashboard:
    """The first page of managers."""

    overview: Asked
    numbers: Table
    charts: list[Panel]
    lists: list[Panel]


Part = tuple[str, str, tuple[Measure, ...], str]
CHARTS: tuple[Part, ...] = (
    ("tickets", TIME, (m.CREATED, m.RESOLVED, m.BACKLOG), "lines"),
    ("response-and-resolution", TIME, (m.RESOLUTION_MEDIAN, m.RESOLUTION_P90, m.RESOLUTION_TARGET), "lines"),
    ("backlog", "priority", (m.OPEN, m.LATE), "bars"),
    ("busiest-hours", "hour_of_week", (m.CREATED,), "heat"),
)
LISTS: tuple[Part, ...] = (
    ("backlog", "age", (m.OPEN, m.LATE), "none"),
    ("backlog", "status", (m.OPEN, m.LATE), "none"),
    ("categories", "category", (m.CREATED, m.RESOLUTION_MEDIAN, m.OPEN), "none"),
    ("agents", "agent", (m.RESOLVED, m.RESOLUTION_IN_TIME, m.OPEN), "none"),
    ("teams", "team", (m.CREATED, m.RESOLUTION_IN_TIME, m.OPEN), "none"),
    ("tickets", "department", (m.CREATED, m.RESOLVED), "none"),
)


def dashboard(actor: User, query: ReportQuery) -> Dashboard:
    """The dashboard of these days; `Malformed` as for a report."""
    overview = ask(actor, "overview", query)
    return Dashboard(overview, read(overview), _panels(overview, CHARTS), _panels(overview, LISTS))


def _panels(overview: Asked, parts: tuple[Part, ...]) -> list[Panel]:
    return [_panel(overview, *part) for part in parts]


def _panel(overview: Asked, name: str, by: str, measures: tuple[Measure, ...], chart: str) -> Panel:
    by = grain_for(overview.period).value if by == TIME else by
    report = replace(REPORTS[name], measures=measures)  # as open to the reader as the overview is
    asked = replace(overview, report=report, group_by=by, compares=False)
    return Panel(asked, read(asked), chart)


def grain_for(period: Period) -> Grain:
    """Days, weeks or months: what leaves a chart readable."""
    if period.days <= LONG_IN_DAYS:
        return Grain.day
    return Grain.week if period.days <= LONG_IN_WEEKS else Grain.month


def address_of(asked: Asked) -> Mapping[str, str]:
    """What was asked, as the address of a report's page carries it."""
    given = {name: joined(value) if isinstance(value, list) else value for name, value in asked.given().items()}
    days = {"from": asked.period.first.isoformat(), "to": asked.period.last.isoformat()}
    return {**(days if asked.report.has_period else {}), "group_by": asked.group_by, **given}
