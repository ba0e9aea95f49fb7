"""The tiles of the dashboard: each a part of a report. Page, choice and rights read this one list."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l

from app.accounts.models import BaseRole
from app.reports.registry import REPORTS, Measure, Report

LISTED, DRAWN = 6, 12
TIME = "time"  # stands for the grain that fits the period


class Size(StrEnum):
    """How much room a tile takes beside others."""

    whole = "whole"
    half = "half"
    third = "third"


@dataclass(frozen=True)
class Tile:
    """Some columns of a report, drawn as a chart or set as a short table; the whole report is one step away."""

    name: str
    title: Any
    of: str  # the report
    columns: tuple[str, ...]
    group_by: str = ""
    chart: str = "none"  # lines, bars, heat, numbers or none
    size: Size = Size.third

    @property
    def report(self) -> Report:
        """The report that it is a part of."""
        return REPORTS[self.of]

    @property
    def most(self) -> int | None:
        """How many of its rows are shown; lines and hours are whole."""
        return {"none": LISTED, "bars": DRAWN}.get(self.chart)

    def measures(self) -> tuple[Measure, ...]:
        """Its columns of a report on tickets, in its own order."""
        known = {measure.name: measure for measure in self.report.measures}
        return tuple(known[name] for name in self.columns)


H = Size.half
TILES: Mapping[str, Tile] = {
    tile.name: tile
    for tile in (
        Tile(
            "numbers",
            _l("Six numbers"),
            "overview",
            ("created", "resolved", "backlog", "first_response_median", "resolution_in_time", "reopened"),
            chart="numbers",
            size=Size.whole,
        ),
        Tile("tickets", _l("Filed, solved and open"), "tickets", ("created", "resolved", "backlog"), TIME, "lines", H),
        Tile(
            "resolution",
            _l("Time to the solution"),
            "response-and-resolution",
            ("resolution_median", "resolution_p90", "resolution_target"),
            TIME,
            "lines",
            H,
        ),
        Tile(
            "response",
            _l("Time to the first answer"),
            "response-and-resolution",
            ("first_response_median", "first_response_p90", "first_response_target"),
            TIME,
            "lines",
            H,
        ),
        Tile("priority", _l("Open by priority"), "backlog", ("open", "late"), "priority", "bars", H),
        Tile("busiest-hours", _l("Busiest hours"), "busiest-hours", ("created",), "hour_of_week", "heat", H),
        Tile("age", _l("Open by age"), "backlog", ("open", "late"), "age"),
        Tile("status", _l("Open by state"), "backlog", ("open", "late"), "status"),
        Tile("categories", _l("Categories"), "categories", ("created", "resolution_median", "open"), "category"),
        Tile("agents", _l("Agents"), "agents", ("resolved", "resolution_in_time", "open"), "agent"),
        Tile("teams", _l("Teams"), "teams", ("created", "resolution_in_time", "open"), "team"),
        Tile("departments", _l("Departments"), "tickets", ("created", "resolved"), "department"),
        Tile("rooms", _l("Tickets by room"), "tickets", ("created", "resolved"), "room"),
        Tile("buildings", _l("Tickets by building"), "tickets", ("created", "resolved"), "building"),
        Tile("models", _l("Tickets by model of device"), "tickets", ("created", "resolved"), "model"),
        Tile("reopened", _l("Reopened and reassigned"), "reopened", ("reopened", "reassigned"), "category"),
        Tile("knowledge", _l("Knowledge that was read"), "knowledge", ("title", "read", "solved")),
        Tile("searches", _l("Searches without result"), "searches-without-result", ("words", "times")),
        Tile("deflection", _l("Deflection"), "deflection", ("period", "share", "solved", "filed"), "", "lines", H),
        Tile("device-states", _l("Devices by state"), "device-states", ("state", "devices"), "", "bars", H),
        Tile("warranty", _l("Warranty ending"), "warranty", ("tag", "model", "warranty")),
        Tile("book-value", _l("Book value"), "book-value", ("kind", "currency", "cost", "worth")),
        Tile("room-use", _l("Room use"), "room-use", ("room", "share", "bookings")),
        Tile("mail", _l("Mail"), "mail", ("mail", "sent", "waiting", "given_up")),
    )
}  # fmt: skip

OF_MANAGERS = (
    "numbers", "tickets", "resolution", "priority", "busiest-hours", "age", "status", "categories", "agents", "teams",
    "departments",
)  # fmt: skip
OF_AGENTS = ("numbers", "priority", "tickets", "age", "status", "categories", "searches", "knowledge", "warranty")
USUAL: Mapping[BaseRole, tuple[str, ...]] = {
    BaseRole.employee: OF_AGENTS,
    BaseRole.agent: OF_AGENTS,
    BaseRole.manager: OF_MANAGERS,
    BaseRole.admin: OF_MANAGERS,
}
