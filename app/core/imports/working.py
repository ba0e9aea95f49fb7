"""The passes of a run: every row is checked; then all come in, batch by batch; then, perhaps, all are taken back.

A batch is one transaction with the place it ends at, so that a run that was cut off goes on where it stood, others may
write in between, and its progress is seen. What a batch meets that the check did not takes the whole run back.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from app.core import clock
from app.core.audit import audit
from app.core.errors import DomainError, NotAllowed
from app.core.imports.beginning import JOB
from app.core.imports.kinds import Entry, ImportKind, Made, Outcome, kind_of
from app.core.imports.options import Options
from app.core.imports.questions import waiting_runs
from app.core.imports.reading import Entries, is_open
from app.core.imports.runs import COUNTERS, LEASE, LONGEST_KEY, ImportRow, ImportRun, RunState
from app.core.imports.tables import opener_of, table_in
from app.core.imports.undoing import take_back
from app.core.jobs import job
from app.core.transaction import transaction
from app.extensions import db

WRITTEN = (Outcome.add, Outcome.change)
log = logging.getLogger(__name__)
Hearer = Callable[[int], None]  # is told how many more rows are done


@job(JOB, every=timedelta(minutes=1))
def carry_on_runs(now: datetime) -> None:
    """Carry every run on that waits for it, or was cut off."""
    for run_id in waiting_runs(now):
        carry_on(run_id)


def carry_on(run_id: int, hear: Hearer = lambda _rows: None) -> None:
    """Do the pass that the run stands before, unless somebody else does. A failure ends it, with nothing half done."""
    if not _lease(run_id):
        return
    run = db.session.get_one(ImportRun, run_id)
    passes: Mapping[RunState, Callable[[ImportRun, Hearer], None]] = {
        RunState.checking: _check,
        RunState.writing: _write,
        RunState.undoing: take_back,
    }
    with force_locale(run.language):
        try:
            while do := passes.get(run.state):
                do(run, hear)
        except Exception as problem:  # it would fail again: the person is told
            log.exception("import run %s failed", run_id)
            db.session.rollback()
            told = problem.message if isinstance(problem, DomainError) else _("Something went wrong on our side.")
            _fail(run_id, told)
            if db.session.get_one(ImportRun, run_id).state is RunState.undoing:
                take_back(db.session.get_one(ImportRun, run_id), hear)


@transaction()
def _lease(run_id: int) -> bool:
    now = clock.now()
    free = sa.or_(ImportRun.leased_until.is_(None), ImportRun.leased_until < now)
    at_work = ImportRun.state.in_((RunState.checking, RunState.writing, RunState.undoing))
    claim = sa.update(ImportRun).where(ImportRun.id == run_id, at_work, free).values(leased_until=now + LEASE)
    return bool(db.session.execute(claim, execution_options={"synchronize_session": False}).rowcount == 1)


def _check(run: ImportRun, hear: Hearer) -> None:
    kind, options = kind_of(run.kind), Options.of(run.options)
    _begin_pass(run)
    for batch in _entries(kind, run, options).batches():
        _plan(kind, batch, options, is_locking=False)
        db.session.rollback()  # the reads end here
        with transaction():
            _keep(run.id, batch)
        hear(len(batch))
    with transaction():
        db.session.refresh(run)
        is_good = run.added + run.changed and (options.skips_wrong or not run.wrong)
        if options.goes_on and is_good:
            _set(run.id, state=RunState.writing, position=0)
        else:
            _set(run.id, state=RunState.checked, leased_until=None)


def _write(run: ImportRun, hear: Hearer) -> None:
    kind, options, actor = kind_of(run.kind), Options.of(run.options), run.actor
    if not kind.may(actor):
        raise NotAllowed
    if not run.position:
        _begin_pass(run)
    for batch in _entries(kind, run, options).batches(after=run.position):
        try:
            with transaction():
                _write_batch(kind, run.id, batch, options, actor)
        except IntegrityError as problem:
            raise DomainError(_("Somebody changed the same things at the same moment.")) from problem
        hear(len(batch))
    with transaction():
        _set(run.id, state=RunState.done, leased_until=None, finished_at=clock.now())
        db.session.refresh(run)
        counts = {outcome.value: count for outcome, count in run.counts.items()}
        audit(f"{kind.name}.imported", run, actor=actor, file=run.filename, **counts)


def _write_batch(kind: ImportKind, run_id: int, batch: list[Entry], options: Options, actor: Any) -> None:
    _plan(kind, batch, options, is_locking=True)
    wrong = next((entry for entry in batch if entry.outcome is Outcome.wrong), None)
    if wrong and not options.skips_wrong:
        raise DomainError(_("Line %(line)s cannot come in any more: %(why)s", line=wrong.line, why=wrong.text))
    _note_made(run_id, kind.write([entry for entry in batch if entry.outcome in WRITTEN], actor=actor))
    _keep(run_id, batch)


def _note_made(run_id: int, made: Made) -> None:
    run = db.session.get_one(ImportRun, run_id)
    if new := {table: [*run.made.get(table, []), *ids] for table, ids in made.items() if ids}:
        run.made = {**run.made, **new}
        db.session.flush()


def _entries(kind: ImportKind, run: ImportRun, options: Options) -> Entries:
    return Entries(kind, table_in(kind, opener_of(run), run.filename, options.form), options)


def _plan(kind: ImportKind, batch: list[Entry], options: Options, *, is_locking: bool) -> None:
    kind.plan([entry for entry in batch if is_open(entry)], options, is_locking=is_locking)


@transaction()
def _begin_pass(run: ImportRun) -> None:
    db.session.execute(sa.delete(ImportRow).where(ImportRow.run_id == run.id))
    _set(run.id, position=0, **dict.fromkeys(COUNTERS.values(), 0))


def _keep(run_id: int, batch: Sequence[Entry]) -> None:
    """Store what became of a batch, and that it lies behind."""
    db.session.execute(sa.insert(ImportRow.__table__), [_row(run_id, entry) for entry in batch])
    columns = ImportRun.__table__.c
    counted = {
        name: columns[name] + sum(entry.outcome is outcome for entry in batch) for outcome, name in COUNTERS.items()
    }
    _set(run_id, position=columns.position + len(batch), leased_until=clock.now() + LEASE, **counted)


def _row(run_id: int, entry: Entry) -> dict[str, Any]:
    return {
        "run_id": run_id,
        "line": entry.line,
        "outcome": entry.outcome,
        "key": entry.key[:LONGEST_KEY],
        "text": entry.text,
        "target_id": entry.target_id,
        "before": entry.before or None,
        "after": entry.after if entry.target_id else None,
        "created_at": clock.now(),
    }


@transaction()
def _fail(run_id: int, told: str) -> None:
    """End a check with the reason; take back what was written; leave what could not be undone as it came in."""
    run = db.session.get_one(ImportRun, run_id)
    after = {RunState.checking: RunState.failed, RunState.writing: RunState.undoing, RunState.undoing: RunState.done}
    is_writing = run.state is RunState.writing
    leased = clock.now() + LEASE if is_writing else None
    _set(run_id, state=after.get(run.state, run.state), message=told, leased_until=leased, position=0)
    db.session.refresh(run)


def _set(run_id: int, **values: Any) -> None:
    changed = sa.update(ImportRun).where(ImportRun.id == run_id).values(values)
    db.session.execute(changed, execution_options={"synchronize_session": False})
    run = db.session.get(ImportRun, run_id)
    if run is not None:
        db.session.expire(run)
