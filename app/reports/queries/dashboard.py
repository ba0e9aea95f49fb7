"""What stands on the dashboard: the tiles that somebody chose, or those of their role."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.accounts.models import User
from app.accounts.preferences import preferences_of
from app.reports import policies
from app.reports.asked import Asked
from app.reports.periods import Grain, Period
from app.reports.queries.reading import asked_of, read, rights_of
from app.reports.registry import REPORTS
from app.reports.schemas import Narrowing, ReportQuery
from app.reports.settings import DashboardSettings
from app.reports.tables import Table
from app.reports.tiles import TILES, TIME, Tile
from app.tickets.happened import joined

LONG_IN_DAYS, LONG_IN_WEEKS = 31, 190


@dataclass(frozen=True)
class Panel:
    """A tile that was read."""

    tile: Tile
    asked: Asked
    table: Table
    is_narrowed: bool  # by the filters of the page

    @property
    def name(self) -> str:
        """What tells it from the other panels of the page."""
        return self.tile.name


@dataclass(frozen=True)
class Dashboard:
    """The first page of managers, and of whoever wants it."""

    overview: Asked  # its days and filters
    panels: list[Panel]


def offered_tiles(actor: User) -> list[Tile]:
    """The tiles that tell only about what the actor may read."""
    rights = rights_of(actor)
    return [tile for tile in TILES.values() if policies.can_read(rights, tile.report)]


def layout_of(actor: User, offered: list[Tile] | None = None) -> list[Tile]:
    """The tiles that the actor chose, else those of the role; what may not be seen any more is left out."""
    known = {tile.name: tile for tile in (offered_tiles(actor) if offered is None else offered)}
    chosen = preferences_of(actor).dashboard
    names = DashboardSettings.current().of(actor.base_role) if chosen is None else chosen
    return [known[name] for name in names if name in known]


def has_own_layout(actor: User) -> bool:
    """Whether the actor chose tiles."""
    return preferences_of(actor).dashboard is not None


def dashboard(actor: User, query: ReportQuery) -> Dashboard:
    """The dashboard of these days; `Malformed` as for a report."""
    overview = asked_of(actor, REPORTS["overview"], query)
    return Dashboard(overview, [_panel(overview, tile) for tile in layout_of(actor)])


def _panel(overview: Asked, tile: Tile) -> Panel:
    by = grain_for(overview.period).value if tile.group_by == TIME else tile.group_by
    report = tile.report
    narrowing = overview.narrowing if report.filters else Narrowing()
    if report.measures:
        report = replace(report, measures=tile.measures())
    asked = replace(
        overview, report=report, group_by=by, narrowing=narrowing, compares=tile.chart == "numbers", most=tile.most
    )
    table = read(asked)
    if report.fields:
        table = replace(table, columns=_kept(table, tile.columns), rows=table.rows[: tile.most])
    return Panel(tile, asked, table, narrowing == overview.narrowing)


def _kept(table: Table, names: tuple[str, ...]) -> list[Any]:
    by_name = {column.name: column for column in table.columns}
    return [by_name[name] for name in names]


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
