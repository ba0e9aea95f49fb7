"""A run is taken back: what it changed gets its values back, what it added goes, unless somebody touched it since."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from app.core import clock
from app.core.audit import audit
from app.core.imports.kinds import ImportKind, Outcome, kind_of
from app.core.imports.reading import BATCH
from app.core.imports.runs import LEASE, ImportRow, ImportRun, RunState
from app.core.transaction import transaction
from app.extensions import db

Obstacles = dict[int, str]  # id of the row -> why it cannot be undone


def take_back(run: ImportRun, hear: Callable[[int], None]) -> None:
    """Undo the whole run, or nothing of it when rows are in the way. A run that failed half-way leaves those alone."""
    kind = kind_of(run.kind)
    if run.message is None and _survey(kind, run):
        with transaction():
            run.state, run.leased_until = RunState.done, None
            run.message = _("Some rows were changed or used since, so nothing was undone.")
        return
    for rows in _written(run.id):
        with transaction():
            _take_back_batch(kind, run, rows)
        hear(len(rows))
    _end(kind, run)


def _survey(kind: ImportKind, run: ImportRun) -> int:
    """Mark every row that is in the way; answers how many are."""
    found = 0
    with transaction():
        db.session.execute(sa.update(ImportRow).where(ImportRow.run_id == run.id).values(obstacle=None))
    for rows in _written(run.id, is_only_looking=True):
        obstacles = _obstacles(kind, rows, is_locking=False)
        found += len(obstacles)
        if obstacles:
            with transaction():
                _mark(obstacles)
    with transaction():
        run.obstacles = found
    return found


def _take_back_batch(kind: ImportKind, run: ImportRun, rows: Sequence[sa.Row[Any]]) -> None:
    obstacles = _obstacles(kind, rows, is_locking=True)
    _mark(obstacles)
    free = [row for row in rows if row.id not in obstacles]
    actor = run.undone_by or run.actor
    if changed := {row.target_id: row.before for row in free if row.outcome is Outcome.change}:
        kind.restore(changed, actor=actor)
    if added := [row.target_id for row in free if row.outcome is Outcome.add]:
        kind.remove(added, actor=actor)
    undone = sa.update(ImportRow).where(ImportRow.id.in_([row.id for row in free])).values(target_id=None)
    db.session.execute(undone, execution_options={"synchronize_session": False})
    run.position += len(rows)
    run.obstacles += len(obstacles)
    run.leased_until = clock.now() + LEASE


@transaction()
def _end(kind: ImportKind, run: ImportRun) -> None:
    actor = run.undone_by or run.actor
    kind.tidy(run.made, actor=actor)
    run.state = RunState.undone if run.message is None else RunState.failed
    run.undone_at, run.leased_until = clock.now(), None
    audit(f"{kind.name}.import_undone", run, actor=actor, file=run.filename, left=run.obstacles, why=run.message)


def _obstacles(kind: ImportKind, rows: Sequence[sa.Row[Any]], *, is_locking: bool) -> Obstacles:
    """Why rows cannot be undone: changed since, gone, or in use."""
    now = kind.current([row.target_id for row in rows], is_locking=is_locking)
    used = kind.in_use([row.target_id for row in rows if row.outcome is Outcome.add])
    found: Obstacles = {}
    for row in rows:
        fields = now.get(row.target_id)
        if fields is None:
            if row.outcome is Outcome.change:
                found[row.id] = _("is not there any more")
        elif differing := [name for name, value in (row.after or {}).items() if fields.get(name) != value]:
            names = ", ".join(str(kind.column(name).label) for name in differing)
            found[row.id] = _("was changed since: %(names)s", names=names)
        elif row.target_id in used and row.outcome is Outcome.add:
            found[row.id] = used[row.target_id]
    return found


def _mark(obstacles: Obstacles) -> None:
    for row_id, text in obstacles.items():
        db.session.execute(
            sa.update(ImportRow).where(ImportRow.id == row_id).values(obstacle=text),
            execution_options={"synchronize_session": False},
        )


def _written(run_id: int, *, is_only_looking: bool = False) -> Iterator[Sequence[sa.Row[Any]]]:
    """The rows that changed something and are not undone yet, the last ones first, in batches."""
    columns = (ImportRow.id, ImportRow.line, ImportRow.outcome, ImportRow.target_id, ImportRow.before, ImportRow.after)
    below = None
    while True:
        rows = sa.select(*columns).where(ImportRow.run_id == run_id, ImportRow.target_id.is_not(None))
        if below is not None:
            rows = rows.where(ImportRow.line < below)
        found = db.session.execute(rows.order_by(ImportRow.line.desc()).limit(BATCH)).all()
        if is_only_looking:
            db.session.rollback()
        if not found:
            return
        below = found[-1].line
        yield found
