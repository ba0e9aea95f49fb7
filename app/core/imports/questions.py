"""Questions about runs and their rows."""

from collections.abc import Iterator, Sequence
from datetime import datetime

import sqlalchemy as sa

from app.core.db import MAX_ID
from app.core.errors import NotFound
from app.core.imports.kinds import ImportKind, Outcome
from app.core.imports.runs import AT_WORK, ImportRow, ImportRun
from app.core.paging import Page, Paging, page_of
from app.extensions import db

LATEST = 50
PAGE = 100


def run_of(kind: ImportKind, run_id: int) -> ImportRun:
    """A run of this import; `NotFound` for those of others."""
    run = db.session.get(ImportRun, run_id) if run_id <= MAX_ID else None
    if run is None or run.kind != kind.name:
        raise NotFound
    return run


def latest_runs(kind: ImportKind) -> Sequence[ImportRun]:
    """The latest runs of this import, newest first, with who began them."""
    rows = sa.select(ImportRun).where(ImportRun.kind == kind.name).options(sa.orm.joinedload(ImportRun.actor))
    return db.session.scalars(rows.order_by(ImportRun.id.desc()).limit(LATEST)).unique().all()


def rows_after(
    run: ImportRun, line: int, *, outcome: Outcome | None = None, in_the_way: bool = False, most: int = PAGE
) -> Sequence[ImportRow]:
    """The rows after this line of the file, by line."""
    rows = sa.select(ImportRow).where(ImportRow.run_id == run.id, ImportRow.line > line)
    if outcome:
        rows = rows.where(ImportRow.outcome == outcome)
    if in_the_way:
        rows = rows.where(ImportRow.obstacle.is_not(None))
    return db.session.scalars(rows.order_by(ImportRow.line).limit(most)).all()


def rows_page(run: ImportRun, outcomes: Sequence[Outcome], paging: Paging) -> Page:
    """A page of the rows of a run that have one of these outcomes, or of all."""
    rows = sa.select(ImportRow).where(ImportRow.run_id == run.id)
    if outcomes:
        rows = rows.where(ImportRow.outcome.in_(outcomes))
    return page_of(rows, paging, keys={"line": ImportRow.line}, tie=ImportRow.id)


def wrong_lines(run_id: int) -> Iterator[tuple[int, str]]:
    """Line and reason of each wrong row, a few at a time."""
    line = 0
    while True:
        rows = sa.select(ImportRow.line, ImportRow.text).where(ImportRow.run_id == run_id, ImportRow.line > line)
        rows = rows.where(ImportRow.outcome == Outcome.wrong).order_by(ImportRow.line).limit(1000)
        found = db.session.execute(rows).all()
        db.session.rollback()  # no long read while a reader's connection is slow
        yield from ((row.line, row.text) for row in found)
        if len(found) < 1000:
            return
        line = found[-1].line


def waiting_runs(now: datetime) -> Sequence[int]:
    """The runs that somebody must carry on."""
    free = sa.or_(ImportRun.leased_until.is_(None), ImportRun.leased_until < now)
    return db.session.scalars(sa.select(ImportRun.id).where(ImportRun.state.in_(AT_WORK), free)).all()


def old_runs(before: datetime) -> Sequence[ImportRun]:
    """The runs that nobody may undo any more."""
    return db.session.scalars(sa.select(ImportRun).where(ImportRun.created_at < before).limit(200)).all()
