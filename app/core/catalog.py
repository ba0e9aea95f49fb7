"""Lookup tables that administrators keep: one audited way to save and remove a row."""

import hashlib
from collections.abc import Iterable
from typing import Any, TypeVar

from flask_babel import gettext as _
from pydantic import BaseModel
from sqlalchemy.exc import IntegrityError

from app.core.audit import audit
from app.core.db import Model, lock
from app.core.errors import Conflict, Stale
from app.core.transaction import transaction
from app.extensions import db

Row = TypeVar("Row", bound=Model)


@transaction()
def save(row: Row, change: BaseModel, *, actor: Any, seen: str | None = None) -> Row:
    """Write the fields that were sent to a new or known row; `Conflict` when a unique name is taken.

    `Stale` when `seen`, the `mark` that the actor last saw, is not the row's any more.
    """
    if seen is not None:
        lock(row)
        if seen != mark(row, type(change).model_fields):
            raise Stale
    fields, taken = (
        change.model_dump(exclude_unset=True),
        _("Another entry has this name already."),
    )  # worded before writing
    is_new = row.id is None  # read before writing: an expired row is loaded here, which must not flush the new name
    for name, value in fields.items():
        setattr(row, name, value)
    db.session.add(row)
    _flush(taken)
    audit(f"{row.__tablename__}.{'added' if is_new else 'changed'}", row, actor=actor, fields=sorted(fields))
    return row


@transaction()
def remove(row: Model, *, actor: Any) -> None:
    """Delete a row that nothing uses; `Conflict` when something does."""
    in_use = _("This is in use and cannot be deleted. Switch it off instead.")
    audit(f"{row.__tablename__}.removed", row, actor=actor, was=str(row))
    db.session.delete(row)
    _flush(in_use)


def mark(row: Model, names: Iterable[str]) -> str:
    """What an edit form remembers of the named columns of a row, to notice a change in between."""
    values = [(name, repr(getattr(row, name))) for name in sorted(names) if hasattr(row, name)]
    return hashlib.sha256(repr(values).encode()).hexdigest()[:16]


def _flush(message: str) -> None:
    try:
        db.session.flush()
    except IntegrityError as problem:
        raise Conflict(message) from problem
