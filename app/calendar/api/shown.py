"""Entries as REST shows them to one reader, and filters of several values."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from app.accounts.models import User
from app.calendar import policies, queries
from app.calendar.models import Absence, Visit
from app.calendar.schemas import AbsenceOut, VisitDetails, VisitOut
from app.core.paging import Page


def visit(row: Visit) -> VisitDetails:
    """A visit with what speaks against its time."""
    return VisitDetails.model_construct(**VisitOut.model_validate(row).__dict__, warnings=queries.warnings(row))


def absence(row: Absence, *, reader: User) -> AbsenceOut:
    """An absence, with its reason where that is the reader's business."""
    out = AbsenceOut.model_validate(row)
    return out if policies.sees_reason(reader, row) else out.model_copy(update={"kind": None})


def absences(page: Page, *, reader: User) -> Page:
    """The same of a whole page."""
    return replace(page, items=[absence(row, reader=reader) for row in page.items])


def among(columns: Mapping[Any, Sequence[Any]]) -> list[Any]:
    """Each column is one of its values; no values, no condition."""
    return [column.in_(values) for column, values in columns.items() if values]


def within(column: Any, first: Any, last: Any) -> list[Any]:
    """From the first on, up to the last but not it."""
    return [*([column >= first] if first else []), *([column < last] if last else [])]
