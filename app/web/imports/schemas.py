"""What the calls by which files come in take and answer."""

from typing import Annotated

from pydantic import Field

from app.core.imports import Outcome, RunState
from app.core.schemas import Moment, Schema
from app.web.api import ListQuery, Several


class ImportQuery(Schema):
    """How a file shall come in."""

    dry_run: bool = False  # only say what would happen
    skip_invalid: bool = False  # leave wrong rows out; without it, one wrong row keeps all of them out
    leave_known: bool = False  # only add
    leave_unknown: bool = False  # rooms and people that nobody knows: leave the field empty
    filename: Annotated[str, Field(max_length=200)] = "import.csv"


class RowsQuery(ListQuery):
    """Which rows of a run."""

    sort: str = "line"
    outcome: Several[Outcome] = Field(default_factory=list)


class ImportRowOut(Schema):
    """What becomes of one row of the file."""

    line: int
    key: str
    outcome: Outcome
    text: str
    obstacle: str | None  # why it cannot be undone


class ImportRunOut(Schema):
    """One file on its way in."""

    id: int
    filename: str
    state: RunState
    total: int
    position: int
    added: int
    changed: int
    same: int
    skipped: int
    wrong: int
    obstacles: int
    message: str | None
    created_at: Moment
    finished_at: Moment | None
    undone_at: Moment | None


class ImportOut(ImportRunOut):
    """The same with its first rows."""

    rows: list[ImportRowOut]
