"""What is asked of a report, and what REST answers."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field

from app.accounts.models import BaseRole
from app.core.schemas import Id, Moment, Schema, Text
from app.reports.models import Every, ExportState
from app.reports.tables import FileFormat, Kind
from app.tickets.filters import TicketFilters
from app.tickets.happened import Several
from app.tickets.models import Priority, Source


class Narrowing(Schema):
    """To which tickets a report looks; several values of one filter are alternatives."""

    category: Annotated[list[Text], Several] = Field(default_factory=list)
    priority: Annotated[list[Priority], Several] = Field(default_factory=list)
    team: Annotated[list[Id], Several] = Field(default_factory=list)
    assigned_to: Annotated[list[Id], Several] = Field(default_factory=list)
    source: Annotated[list[Source], Several] = Field(default_factory=list)
    department: Annotated[Text, Field(max_length=120)] = ""
    building: Annotated[list[Id], Several] = Field(default_factory=list)

    def narrowing(self) -> dict[str, Any]:
        """What was chosen, as the queue's filters name it."""
        chosen = self.model_dump(include=set(Narrowing.model_fields), exclude_defaults=True)
        return {name: value for name, value in chosen.items() if value}

    def filters(self) -> TicketFilters:
        """The same as filters of tickets."""
        return TicketFilters.model_validate(self.narrowing())


class ReportQuery(Narrowing):
    """Which days (both counted, in the reader's zone), grouped by what, and narrowed to which tickets."""

    from_: date | None = Field(None, alias="from")
    to: date | None = None
    group_by: Annotated[Text, Field(max_length=40)] = ""


class FormatQuery(Schema):
    """As what kind of file."""

    format: FileFormat = FileFormat.csv


class ExportQuery(FormatQuery, ReportQuery):
    """A report as a file."""


class ListExportQuery(FormatQuery, TicketFilters):
    """The tickets of a filter as a file."""


class Act(StrEnum):
    """What is done with one tile of the dashboard."""

    earlier = "earlier"
    later = "later"
    hide = "hide"
    add = "add"


Hour = Annotated[int, Field(ge=0, le=23)]
Grouping = Annotated[Text, Field(max_length=40)]


class ScheduleDraft(Schema):
    """A report by mail: daily, on Mondays or on the first of the month, at an hour of its owner's zone."""

    report: Annotated[Text, Field(max_length=40)]
    group_by: Grouping = ""
    filters: dict[str, str] = Field(default_factory=dict)
    format: FileFormat = FileFormat.pdf
    every: Every = Every.week
    hour: Hour = 7
    people: list[Id] = Field(default_factory=list, max_length=100)
    roles: list[BaseRole] = Field(default_factory=list)
    is_active: bool = True


class ScheduleChange(Schema):
    """What is changed of it; only what is sent counts."""

    report: Annotated[Text, Field(max_length=40)] | None = None
    group_by: Grouping | None = None
    filters: dict[str, str] | None = None
    format: FileFormat | None = None
    every: Every | None = None
    hour: Hour | None = None
    people: list[Id] | None = Field(None, max_length=100)
    roles: list[BaseRole] | None = None
    is_active: bool | None = None


class ScheduleOut(Schema):
    """A report by mail as its owner sees it."""

    id: int
    report: str
    query: dict[str, Any]
    format: FileFormat
    every: Every
    hour: int
    people: list[int]
    roles: list[str]
    is_active: bool
    next_run_at: Moment
    last_run_at: Moment | None


class ExportOut(Schema):
    """A long file as its owner sees it: rows are written, total is how many there will be."""

    id: int
    format: FileFormat
    state: ExportState
    rows: int
    total: int
    filename: str
    size: int | None
    message: str | None
    created_at: Moment
    expires_at: Moment


class DownloadOut(Schema):
    """A signed address that gives the file out."""

    download_url: str
    expires_at: Moment


class ColumnOut(Schema):
    """One column of a report."""

    name: str
    title: str
    kind: Kind
    definition: str


class DimensionOut(Schema):
    """One way to group a report."""

    name: str
    title: str
    definition: str


class ReportOut(Schema):
    """What a report is."""

    name: str
    title: str
    definition: str
    group: str
    columns: list[ColumnOut]
    group_by: list[DimensionOut]
    filters: list[str]
    has_period: bool


class RowOut(Schema):
    """One line; `links` lead to the pages with the rows behind each value."""

    key: str
    label: str
    values: dict[str, Any]
    links: dict[str, str]


class GroupShiftOut(Schema):
    """What one group did to a change: weights and shares before and now, from 0 to 1."""

    label: str
    weight_before: float
    weight: float
    share_before: float | None
    share: float | None
    within: float
    mix: float


class ShiftOut(Schema):
    """Why a share changed: `within` and `mix` add up to `change`."""

    name: str
    before: float
    now: float
    change: float
    within: float
    mix: float
    groups: list[GroupShiftOut]


class TableOut(Schema):
    """A report, read: durations in whole seconds, shares from 0 to 1."""

    name: str
    title: str
    definition: str
    from_: date | None = Field(None, alias="from")
    to: date | None
    timezone: str
    group_by: str
    columns: list[ColumnOut]
    rows: list[RowOut]
    total: RowOut
    before: dict[str, Any] | None
    shifts: list[ShiftOut]
    is_cut: bool
    read_at: Moment
